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

const SpecialScheme* special_scheme(std::string_view name) {
  for (const SpecialScheme& special : kSpecialSchemes) {
    if (special.name == name) return &special;
  }
  return nullptr;
}

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What the parser takes as it stands: ASCII but tab, LF and CR.
constexpr std::array<bool, 256> kClean = [] {
  std::array<bool, 256> clean{};
  for (std::size_t c = 0; c < 0x80; ++c) clean[c] = c != '\t' && c != '\n' && c != '\r';
  return clean;
}();

std::size_t clean_run(std::string_view text, std::size_t at) {
  while (at < text.size() && kClean[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

// Without C0 controls and spaces at the ends, without tabs and newlines anywhere, as valid UTF-8.
// A view of `input` or, where it needs changes, of `storage`.
std::string_view cleaned(std::string_view input, std::string& storage) {
  while (!input.empty() && static_cast<unsigned char>(input.front()) <= 0x20) {
    input.remove_prefix(1);
  }
  while (!input.empty() && static_cast<unsigned char>(input.back()) <= 0x20) {
    input.remove_suffix(1);
  }
  std::size_t end = clean_run(input, 0);
  if (end == input.size()) return input;

  storage.reserve(input.size());
  storage = input.substr(0, end);
  while (end < input.size()) {
    const char32_t point = next_code_point(input, end);
    if (point != '\t' && point != '\n' && point != '\r') append_utf8(storage, point);
    const std::size_t from = std::exchange(end, clean_run(input, end));
    storage.append(input, from, end - from);
  }
  return storage;
}

// The length of the scheme at the start of `text`, which a ':' follows; 0 for none.
std::size_t scheme_size(std::string_view text) {
  if (text.empty() || !is_alpha(text[0])) return 0;
  std::size_t end = 1;
  while (end < text.size() && (is_alpha(text[end]) || is_digit(text[end]) || text[end] == '+' ||
                               text[end] == '-' || text[end] == '.')) {
    ++end;
  }
  return end < text.size() && text[end] == ':' ? end : 0;
}

}  // namespace

bool is_special_scheme(std::string_view scheme) { return special_scheme(scheme) != nullptr; }

bool UrlParser::starts_with_slash(std::string_view text) const {
  return !text.empty() && is_slash(text.front());
}

std::string_view UrlParser::without_slashes(std::string_view text) const {
  while (starts_with_slash(text)) text.remove_prefix(1);
  return text;
}

void UrlParser::enter_scheme(std::string_view scheme) {
  const SpecialScheme* special = special_scheme(scheme);
  is_special_ = special != nullptr;
  is_file_ = scheme == "file";
  url_.port_ = special != nullptr ? special->port : 0;
}

// The URL is nearly always as long as what it is made of.
void UrlParser::write_scheme(std::string_view scheme) {
  url_.href_.reserve(input_bytes_ + scheme.size() + 4);
  url_.href_ = scheme;
  url_.scheme_end_ = here();
  url_.href_ += ':';
}

void UrlParser::write_no_authority() {
  url_.host_begin_ = url_.host_end_ = url_.path_begin_ = here();
}

// All of the base in front of its path.
void UrlParser::copy_authority() {
  // A base without a host may have "/." in front of its path; see end_path().
  const std::uint32_t end = base_->has_host_ ? base_->path_begin_ : base_->host_end_;
  url_.href_.reserve(base_->path_end_ + input_bytes_ + 2);
  url_.href_.assign(base_->href_, 0, end);
  url_.scheme_end_ = base_->scheme_end_;
  url_.host_begin_ = base_->host_begin_;
  url_.host_end_ = base_->host_end_;
  url_.path_begin_ = end;
  url_.port_ = base_->port_;
  url_.has_host_ = base_->has_host_;
}

void UrlParser::copy_path() { url_.href_ += base_->path(); }

void UrlParser::shorten() { shorten_path(url_.href_, url_.path_begin_, is_file_); }

// URL Standard 4.5: without "/.", "web+demo:/.//x" would read back as a URL with the host "x".
void UrlParser::end_path() {
  const bool would_look_like_host =
      !url_.has_host_ && !url_.has_opaque_path_ &&
      std::string_view(url_.href_).substr(url_.path_begin_).starts_with("//");
  if (would_look_like_host) {
    url_.href_.insert(url_.path_begin_, "/.");
    url_.path_begin_ += 2;
  }
  url_.path_end_ = here();
}

Result<Url> UrlParser::parse(std::string_view input) {
  if (input.size() > kMaxUrlBytes) {
    return fail(Errc::too_large, fmt::format("a URL of {} bytes", input.size()));
  }
  std::string storage;
  std::string_view text = cleaned(input, storage), query_text, fragment;
  input_bytes_ = text.size();
  if (const std::size_t at = text.find('#'); at != std::string_view::npos) {
    has_fragment_ = true;
    fragment = text.substr(at + 1);
    text = text.substr(0, at);
  }
  if (const std::size_t at = text.find('?'); at != std::string_view::npos) {
    has_query_ = true;
    query_text = text.substr(at + 1);
    text = text.substr(0, at);
  }
  if (const Result<void> done = scheme_start(text); !done) return done.error();
  end_path();
  if (has_query_) query(query_text);
  if (keeps_base_query_) {
    url_.href_.append(base_->href_, base_->path_end_, base_->query_end_ - base_->path_end_);
  }
  url_.query_end_ = here();
  if (has_fragment_) {
    url_.href_ += '#';
    append_percent_encoded(url_.href_, fragment, EncodeSet::fragment);
  }
  if (url_.href_.size() > kMaxUrlBytes) {
    return fail(Errc::too_large, fmt::format("a URL of {} bytes", url_.href_.size()));
  }
  return std::move(url_);
}

Result<void> UrlParser::scheme_start(std::string_view text) {
  const std::size_t end = scheme_size(text);
  if (end == 0) return no_scheme(text);

  const std::string scheme = to_lower_ascii(text.substr(0, end));
  enter_scheme(scheme);
  text.remove_prefix(end + 1);
  if (is_file_) return file(text);
  if (is_special_ && base_ != nullptr && base_->scheme() == scheme && !text.starts_with("//")) {
    return relative(text);
  }
  write_scheme(scheme);
  if (is_special_) return authority(without_slashes(text));
  if (text.starts_with("//")) return authority(text.substr(2));
  write_no_authority();
  if (text.starts_with('/')) {
    path(text.substr(1));
  } else {
    opaque_path(text);
  }
  return {};
}

Result<void> UrlParser::no_scheme(std::string_view text) {
  if (base_ == nullptr) return fail(Errc::invalid, "a relative reference, and no base URL");
  if (!base_->has_opaque_path_) {
    enter_scheme(base_->scheme());
    return is_file_ ? file(text) : relative(text);
  }
  if (!text.empty() || has_query_ || !has_fragment_) {
    return fail(Errc::invalid, fmt::format("a \"{}:\" URL is no base for links", base_->scheme()));
  }
  copy_authority();
  copy_path();
  url_.has_opaque_path_ = true;
  keeps_base_query_ = true;
  return {};
}

Result<void> UrlParser::relative(std::string_view text) {
  if (starts_with_slash(text) && starts_with_slash(text.substr(1))) {
    write_scheme(base_->scheme());
    return authority(is_special_ ? without_slashes(text) : text.substr(2));
  }
  copy_authority();
  if (starts_with_slash(text)) {
    path(text.substr(1));
    return {};
  }
  copy_path();
  if (!text.empty()) {
    shorten();
    path(text);
  } else {
    keeps_base_query_ = !has_query_;
  }
  return {};
}

Result<void> UrlParser::authority(std::string_view text) {
  url_.has_host_ = true;
  url_.href_ += "//";
  std::size_t end = 0;
  while (end < text.size() && !is_slash(text[end])) ++end;
  std::string_view authority = text.substr(0, end);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    credentials(authority.substr(0, at));
    authority.remove_prefix(at + 1);
    if (authority.empty()) return fail(Errc::invalid, "credentials, but no host");
  }
  if (Result<void> done = host_and_port(authority); !done) return done;
  path_start(text.substr(end));
  return {};
}

void UrlParser::credentials(std::string_view userinfo) {
  const std::size_t colon = userinfo.find(':');
  const std::uint32_t begin = here();
  append_percent_encoded(url_.href_, userinfo.substr(0, colon), EncodeSet::userinfo);
  if (colon != std::string_view::npos && colon + 1 < userinfo.size()) {
    url_.href_ += ':';
    append_percent_encoded(url_.href_, userinfo.substr(colon + 1), EncodeSet::userinfo);
  }
  if (here() > begin) url_.href_ += '@';
}

Result<void> UrlParser::host_and_port(std::string_view text) {
  std::size_t colon = 0;
  for (bool in_brackets = false; colon < text.size(); ++colon) {
    if (text[colon] == '[') in_brackets = true;
    if (text[colon] == ']') in_brackets = false;
    if (text[colon] == ':' && !in_brackets) break;
  }
  const std::string_view host = text.substr(0, colon);
  if (host.empty() && (is_special_ || colon < text.size())) return fail(Errc::invalid, "no host");
  const Result<std::string> parsed = is_special_ ? parse_host(host) : parse_opaque_host(host);
  if (!parsed) return parsed.error();
  url_.host_begin_ = here();
  url_.href_ += *parsed;
  end_host();
  return colon < text.size() ? port(text.substr(colon + 1)) : Result<void>();
}

Result<void> UrlParser::port(std::string_view digits) {
  unsigned value = 0;
  for (const char c : digits) {
    if (is_digit(c)) value = value * 10 + static_cast<unsigned>(c - '0');
    if (!is_digit(c) || value > 65535) return fail(Errc::invalid, "no port number");
  }
  const bool is_own = is_special_ && value == url_.port_;
  if (digits.empty() || is_own) return {};
  url_.port_ = static_cast<std::uint16_t>(value);
  url_.href_ += ':';
  url_.href_ += std::to_string(value);
  url_.path_begin_ = here();
  return {};
}

Result<void> UrlParser::file(std::string_view text) {
  write_scheme("file");
  url_.has_host_ = true;
  url_.href_ += "//";
  url_.host_begin_ = here();
  end_host();
  if (starts_with_slash(text) && starts_with_slash(text.substr(1))) {
    return file_host(text.substr(2));
  }
  if (base_ == nullptr || base_->scheme() != "file") {
    path(starts_with_slash(text) ? text.substr(1) : text);
    return {};
  }
  url_.href_ += base_->host();
  end_host();
  if (starts_with_slash(text)) {
    text.remove_prefix(1);
    if (!starts_with_windows_drive_letter(text) &&
        starts_with_normalized_drive_letter(base_->path())) {
      url_.href_ += base_->path().substr(0, 3);
    }
    path(text);
    return {};
  }
  if (text.empty()) {
    copy_path();
    keeps_base_query_ = !has_query_;
    return {};
  }
  if (!starts_with_windows_drive_letter(text)) {
    copy_path();
    shorten();
  }
  path(text);
  return {};
}

Result<void> UrlParser::file_host(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && !is_slash(text[end])) ++end;
  const std::string_view host = text.substr(0, end);
  if (is_windows_drive_letter(host)) {
    path(text);
    return {};
  }
  if (!host.empty()) {
    const Result<std::string> parsed = parse_host(host);
    if (!parsed) return parsed.error();
    if (*parsed != "localhost") url_.href_ += *parsed;
    end_host();
  }
  path_start(text.substr(end));
  return {};
}

void UrlParser::path_start(std::string_view text) {
  if (text.empty() && !is_special_) return;
  path(starts_with_slash(text) ? text.substr(1) : text);
}

// Appends the segments of `text`, which stands behind a slash, to the path so far.
void UrlParser::path(std::string_view text) {
  for (std::size_t from = 0, end = 0; from <= text.size(); from = end + 1) {
    end = from;
    while (end < text.size() && !is_slash(text[end])) ++end;
    const std::string_view segment = text.substr(from, end - from);
    const bool is_last = end == text.size();
    if (!is_dots(segment)) {
      append_segment(url_.href_, url_.path_begin_, segment, is_file_);
      continue;
    }
    if (is_double_dot(segment)) shorten();
    if (is_last) url_.href_ += '/';
  }
}

void UrlParser::opaque_path(std::string_view text) {
  url_.has_opaque_path_ = true;
  // A space right before '?' or '#' would be lost once what follows is taken away.
  const bool ends_in_space = text.ends_with(' ');
  if (ends_in_space) text.remove_suffix(1);
  append_percent_encoded(url_.href_, text, EncodeSet::c0_control);
  if (ends_in_space) url_.href_ += "%20";
}

void UrlParser::query(std::string_view text) {
  const bool takes_charset = is_special_ && url_.scheme() != "ws" && url_.scheme() != "wss";
  const EncodeSet set = is_special_ ? EncodeSet::special_query : EncodeSet::query;
  url_.href_ += '?';
  if (encode_query_ && takes_charset) {
    append_percent_encoded(url_.href_, encode_query_(text), set);
  } else {
    append_percent_encoded(url_.href_, text, set);
  }
}

}  // namespace base
