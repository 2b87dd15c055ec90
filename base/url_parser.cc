// The standard's state machine moves by one code point; this parser takes the same decisions by
// whole components. It may, because the first '#' always starts the fragment and the first '?'
// before it the query, whatever stands in front. Functions carry the names of the states.
#include "base/url_parser.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/percent.h"
#include "base/url_host.h"
#include "base/url_path.h"

namespace base {
namespace {

struct SpecialScheme {
  std::string_view name;
  std::uint16_t port;
};
constexpr std::array<SpecialScheme, 6> kSpecialSchemes = {
    {{"https", 443}, {"http", 80}, {"file", 0}, {"ftp", 21}, {"ws", 80}, {"wss", 443}}};

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Without C0 controls and spaces at the ends, without tabs and newlines anywhere, as valid UTF-8.
std::string cleaned(std::string_view input) {
  while (!input.empty() && static_cast<unsigned char>(input.front()) <= 0x20) {
    input.remove_prefix(1);
  }
  while (!input.empty() && static_cast<unsigned char>(input.back()) <= 0x20) {
    input.remove_suffix(1);
  }
  std::string out;
  out.reserve(input.size());
  for (std::size_t at = 0; at < input.size();) {
    const char32_t point = next_code_point(input, at);
    if (point != '\t' && point != '\n' && point != '\r') append_utf8(out, point);
  }
  return out;
}

class Parser {
 public:
  Parser(const UrlParts* base, const QueryEncoder& encode_query)
      : base_(base), encode_query_(encode_query) {}

  Result<UrlParts> parse(std::string_view text);

 private:
  Result<void> scheme_start(std::string_view text);
  Result<void> no_scheme(std::string_view text);
  Result<void> relative(std::string_view text);
  Result<void> authority(std::string_view text);
  Result<void> host_and_port(std::string_view text);
  Result<void> port(std::string_view digits);
  Result<void> file(std::string_view text);
  Result<void> file_host(std::string_view text);
  void credentials(std::string_view userinfo);
  void path_start(std::string_view text);
  void path(std::string_view text);
  void opaque_path(std::string_view text);
  void set_query(std::string_view text);

  bool is_file() const { return parts_.scheme == "file"; }
  bool is_slash(char c) const { return c == '/' || (special_ && c == '\\'); }
  bool starts_with_slash(std::string_view text) const {
    return !text.empty() && is_slash(text.front());
  }
  std::string_view without_slashes(std::string_view text) const {
    while (starts_with_slash(text)) text.remove_prefix(1);
    return text;
  }
  void set_scheme(std::string scheme) {
    parts_.scheme = std::move(scheme);
    special_ = is_special_scheme(parts_.scheme);
  }

  const UrlParts* base_;
  const QueryEncoder& encode_query_;
  UrlParts parts_;
  bool special_ = false;
  bool has_query_ = false, has_fragment_ = false;
};

Result<UrlParts> Parser::parse(std::string_view text) {
  std::string_view query, fragment;
  if (const std::size_t at = text.find('#'); at != std::string_view::npos) {
    has_fragment_ = true;
    fragment = text.substr(at + 1);
    text = text.substr(0, at);
  }
  if (const std::size_t at = text.find('?'); at != std::string_view::npos) {
    has_query_ = true;
    query = text.substr(at + 1);
    text = text.substr(0, at);
  }
  if (const Result<void> done = scheme_start(text); !done) return done.error();
  if (has_query_) set_query(query);
  if (has_fragment_) {
    parts_.fragment.emplace();
    append_percent_encoded(*parts_.fragment, fragment, EncodeSet::fragment);
  }
  return std::move(parts_);
}

Result<void> Parser::scheme_start(std::string_view text) {
  std::size_t end = 0;
  if (!text.empty() && is_alpha(text[0])) {
    while (end < text.size() && (is_alpha(text[end]) || is_digit(text[end]) || text[end] == '+' ||
                                 text[end] == '-' || text[end] == '.')) {
      ++end;
    }
  }
  if (end == 0 || end == text.size() || text[end] != ':') return no_scheme(text);

  set_scheme(to_lower_ascii(text.substr(0, end)));
  text.remove_prefix(end + 1);
  if (is_file()) return file(text);
  if (special_ && base_ != nullptr && base_->scheme == parts_.scheme && !text.starts_with("//")) {
    return relative(text);
  }
  if (special_) return authority(without_slashes(text));
  if (text.starts_with("//")) return authority(text.substr(2));
  if (text.starts_with('/')) {
    path(text.substr(1));
  } else {
    opaque_path(text);
  }
  return {};
}

Result<void> Parser::no_scheme(std::string_view text) {
  if (base_ == nullptr) return fail(Errc::invalid, "a relative reference, and no base URL");
  if (base_->has_opaque_path) {
    if (!text.empty() || has_query_ || !has_fragment_) {
      return fail(Errc::invalid, fmt::format("a \"{}:\" URL is no base for links", base_->scheme));
    }
    parts_ = *base_;
    return {};
  }
  set_scheme(base_->scheme);
  return is_file() ? file(text) : relative(text);
}

Result<void> Parser::relative(std::string_view text) {
  if (starts_with_slash(text) && starts_with_slash(text.substr(1))) {
    return authority(special_ ? without_slashes(text) : text.substr(2));
  }
  parts_.credentials = base_->credentials;
  parts_.host = base_->host;
  parts_.port = base_->port;
  if (starts_with_slash(text)) {
    path(text.substr(1));
    return {};
  }
  parts_.path = base_->path;
  if (!text.empty()) {
    shorten_path(parts_.path, is_file());
    path(text);
  } else if (!has_query_) {
    parts_.query = base_->query;
  }
  return {};
}

Result<void> Parser::authority(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && !is_slash(text[end])) ++end;
  std::string_view authority = text.substr(0, end);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    credentials(authority.substr(0, at));
    authority.remove_prefix(at + 1);
    if (authority.empty()) return fail(Errc::invalid, "credentials, but no host");
  }
  if (const Result<void> done = host_and_port(authority); !done) return done;
  path_start(text.substr(end));
  return {};
}

void Parser::credentials(std::string_view userinfo) {
  const std::size_t colon = userinfo.find(':');
  std::string& out = parts_.credentials;
  append_percent_encoded(out, userinfo.substr(0, colon), EncodeSet::userinfo);
  if (colon != std::string_view::npos && colon + 1 < userinfo.size()) {
    out += ':';
    append_percent_encoded(out, userinfo.substr(colon + 1), EncodeSet::userinfo);
  }
  if (!out.empty()) out += '@';
}

Result<void> Parser::host_and_port(std::string_view text) {
  std::size_t colon = 0;
  for (bool in_brackets = false; colon < text.size(); ++colon) {
    if (text[colon] == '[') in_brackets = true;
    if (text[colon] == ']') in_brackets = false;
    if (text[colon] == ':' && !in_brackets) break;
  }
  const std::string_view host = text.substr(0, colon);
  if (host.empty() && (special_ || colon < text.size())) return fail(Errc::invalid, "no host");
  Result<std::string> parsed = special_ ? parse_host(host) : parse_opaque_host(host);
  if (!parsed) return parsed.error();
  parts_.host = std::move(*parsed);
  return colon < text.size() ? port(text.substr(colon + 1)) : Result<void>();
}

Result<void> Parser::port(std::string_view digits) {
  unsigned value = 0;
  for (const char c : digits) {
    if (is_digit(c)) value = value * 10 + static_cast<unsigned>(c - '0');
    if (!is_digit(c) || value > 65535) return fail(Errc::invalid, "no port number");
  }
  const bool is_own = special_ && value == default_port(parts_.scheme);
  if (!digits.empty() && !is_own) parts_.port = static_cast<std::uint16_t>(value);
  return {};
}

Result<void> Parser::file(std::string_view text) {
  parts_.host.emplace();
  const bool has_file_base = base_ != nullptr && base_->scheme == "file";
  if (starts_with_slash(text) && starts_with_slash(text.substr(1))) {
    return file_host(text.substr(2));
  }
  if (starts_with_slash(text)) {
    text.remove_prefix(1);
    if (has_file_base) {
      parts_.host = base_->host;
      if (!starts_with_windows_drive_letter(text) &&
          starts_with_normalized_drive_letter(base_->path)) {
        parts_.path = base_->path.substr(0, 3);
      }
    }
    path(text);
    return {};
  }
  if (!has_file_base) {
    path(text);
    return {};
  }
  parts_.host = base_->host;
  if (text.empty()) {
    parts_.path = base_->path;
    if (!has_query_) parts_.query = base_->query;
    return {};
  }
  if (!starts_with_windows_drive_letter(text)) {
    parts_.path = base_->path;
    shorten_path(parts_.path, is_file());
  }
  path(text);
  return {};
}

Result<void> Parser::file_host(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && !is_slash(text[end])) ++end;
  const std::string_view host = text.substr(0, end);
  if (is_windows_drive_letter(host)) {
    path(text);
    return {};
  }
  if (!host.empty()) {
    Result<std::string> parsed = parse_host(host);
    if (!parsed) return parsed.error();
    if (*parsed != "localhost") parts_.host = std::move(*parsed);
  }
  path_start(text.substr(end));
  return {};
}

void Parser::path_start(std::string_view text) {
  if (text.empty() && !special_) return;
  path(starts_with_slash(text) ? text.substr(1) : text);
}

// Appends the segments of `text`, which stands behind a slash, to the path so far.
void Parser::path(std::string_view text) {
  for (std::size_t from = 0, end = 0; from <= text.size(); from = end + 1) {
    end = from;
    while (end < text.size() && !is_slash(text[end])) ++end;
    const std::string_view segment = text.substr(from, end - from);
    const bool is_last = end == text.size();
    if (is_double_dot(segment)) {
      shorten_path(parts_.path, is_file());
      if (is_last) append_segment(parts_.path, "", is_file());
    } else if (!is_single_dot(segment)) {
      append_segment(parts_.path, segment, is_file());
    } else if (is_last) {
      append_segment(parts_.path, "", is_file());
    }
  }
}

void Parser::opaque_path(std::string_view text) {
  parts_.has_opaque_path = true;
  // A space right before '?' or '#' would be lost once what follows is taken away.
  const bool ends_in_space = text.ends_with(' ');
  if (ends_in_space) text.remove_suffix(1);
  append_percent_encoded(parts_.path, text, EncodeSet::c0_control);
  if (ends_in_space) parts_.path += "%20";
}

void Parser::set_query(std::string_view text) {
  const bool takes_charset = special_ && parts_.scheme != "ws" && parts_.scheme != "wss";
  const EncodeSet set = special_ ? EncodeSet::special_query : EncodeSet::query;
  parts_.query.emplace();
  if (encode_query_ && takes_charset) {
    append_percent_encoded(*parts_.query, encode_query_(text), set);
  } else {
    append_percent_encoded(*parts_.query, text, set);
  }
}

}  // namespace

bool is_special_scheme(std::string_view scheme) {
  for (const SpecialScheme& special : kSpecialSchemes) {
    if (special.name == scheme) return true;
  }
  return false;
}

std::uint16_t default_port(std::string_view scheme) {
  for (const SpecialScheme& special : kSpecialSchemes) {
    if (special.name == scheme) return special.port;
  }
  return 0;
}

Result<UrlParts> parse_url(std::string_view input, const UrlParts* base,
                           const QueryEncoder& encode_query) {
  if (input.size() > kMaxUrlBytes) {
    return fail(Errc::too_large, fmt::format("a URL of {} bytes", input.size()));
  }
  const std::string text = cleaned(input);
  return Parser(base, encode_query).parse(text);
}

}  // namespace base
