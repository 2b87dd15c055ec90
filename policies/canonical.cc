#include "policies/canonical.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/url_host.h"

namespace policies {
namespace {

// A site that hides more than this behind session ids is a trap for other rules.
constexpr std::size_t kMaxHosts = 10'000;
constexpr std::size_t kMaxNames = 8;
// Shorter values are ids of something: ?sid=42 (policies.md 2.3).
constexpr std::size_t kMinSessionBytes = 16;
constexpr std::size_t kAspNetBytes = 24;

using Names = std::vector<std::string>;

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_session_value(std::string_view value) {
  return value.size() >= kMinSessionBytes &&
         std::all_of(value.begin(), value.end(), is_alphanumeric);
}

bool is_tracker(std::string_view name) {
  switch (name.front()) {
    case 'u': return name.starts_with("utm_");
    case 'g': return name == "gclid";
    case 'f': return name == "fbclid";
    case 'm': return name == "mc_cid" || name == "mc_eid";
    case '_': return name.starts_with("_hs");
    case 'i': return name == "igshid";
    default: return false;
  }
}

bool is_session(std::string_view name, std::string_view value) {
  switch (name.front()) {
    case 'j':
      if (name != "jsessionid") return false;
      break;
    case 'p':
      if (name != "phpsessid") return false;
      break;
    case 'a':
      // ASPSESSIONIDQQTCABCD: the letters behind differ from server to server.
      if (!name.starts_with("aspsessionid") || name.size() == 12) return false;
      break;
    case 's':
      // ?s= is also what WordPress searches for: a word of 16 letters is still a word.
      if (name == "s")
        return is_session_value(value) && std::any_of(value.begin(), value.end(), is_digit);
      if (name != "sid" && name != "sessionid" && name != "session_id") return false;
      break;
    default: return false;
  }
  return is_session_value(value);
}

// Could `name` be one of the above, by its first letter and length? Asked for every parameter of
// every link, so that few are looked at closer.
bool may_be_known(std::string_view name) {
  const std::size_t size = name.size();
  if (size == 0 || size > 64) return false;
  if (name.front() == '_') return size >= 3;
  switch (name.front() | 0x20) {
    case 'u': return size >= 4 && name[3] == '_';
    case 'g': return size == 5;
    case 'f':
    case 'm':
    case 'i': return size == 6;
    case 'j': return size == 10;
    case 'p': return size == 9;
    case 'a': return size > 12;
    case 's': return size == 1 || size == 3 || size == 9 || size == 10;
    case 'c': return size == 4 || size == 7;
    default: return false;
  }
}

// One "name=value" of a query.
struct Parameter {
  std::string_view name, value;
};

Parameter parameter_in(std::string_view part) {
  const std::size_t equals = std::min(part.find('='), part.size());
  return {part.substr(0, equals), part.substr(std::min(equals + 1, part.size()))};
}

// Calls `take` with each part of `query`, between the '&'.
template <typename Take>
void for_each_part(std::string_view query, const Take& take) {
  for (;;) {
    const std::size_t end = query.find('&');
    take(query.substr(0, end));
    if (end == std::string_view::npos) return;
    query.remove_prefix(end + 1);
  }
}

// ColdFusion's two: each alone is an ordinary name.
bool has_coldfusion_pair(std::string_view query) {
  bool has_id = false, has_token = false;
  for_each_part(query, [&](std::string_view part) {
    if (part.empty() || (part[0] != 'c' && part[0] != 'C')) return;
    const std::string_view name = parameter_in(part).name;
    has_id = has_id || base::equals_ignoring_case(name, "cfid");
    has_token = has_token || base::equals_ignoring_case(name, "cftoken");
  });
  return has_id && has_token;
}

bool is_left_out(std::string_view part, const Names* learnt, bool coldfusion) {
  const auto [name, value] = parameter_in(part);
  if (name.size() == part.size() || name.empty()) return false;
  if (learnt && std::find(learnt->begin(), learnt->end(), name) != learnt->end()) return true;
  if (!may_be_known(name)) return false;
  const std::string lower = base::to_lower_ascii(name);
  if (coldfusion && (lower == "cfid" || lower == "cftoken")) return true;
  return is_tracker(lower) || is_session(lower, value);
}

// `text` without its ";jsessionid=..." (Servlet 4.0, 7.1.3), which may stand behind any segment and
// the query.
void cut_jsessionids(std::string& text, Names& stripped) {
  constexpr std::string_view kName = ";jsessionid=";
  for (std::size_t at = 0; (at = text.find(';', at)) != std::string::npos;) {
    const std::string_view rest = std::string_view(text).substr(at);
    const std::string_view before = std::string_view(text).substr(0, at);
    // What stays must not become a "." or "..", which would lead elsewhere.
    const bool is_dotted =
        before.ends_with('.') || before.ends_with("%2e") || before.ends_with("%2E");
    if (is_dotted || !base::starts_with_ignoring_case(rest, kName)) {
      ++at;
      continue;
    }
    text.erase(at, std::min(rest.find_first_of(";/?&", 1), rest.size()));
    stripped.emplace_back(";jsessionid");
  }
}

// Is this segment ASP.NET's "(S(24 letters and digits))"?
bool is_asp_net_session(std::string_view segment) {
  if (segment.size() != kAspNetBytes + 5 || !segment.starts_with("(S(")) return false;
  const std::string_view id = segment.substr(3, kAspNetBytes);
  return segment.ends_with("))") && std::all_of(id.begin(), id.end(), is_alphanumeric);
}

std::string without_asp_net(std::string_view path, Names& stripped) {
  std::string kept;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    if (is_asp_net_session(path.substr(1, end - 1))) {
      stripped.emplace_back("(S())");
    } else {
      kept += path.substr(0, end);
    }
    path.remove_prefix(end);
  }
  if (kept.empty()) kept = "/";
  return kept;
}

// Appends `query` without what is no part of a key, and its '?' if anything is left.
void append_query(std::string& out, std::string_view query, const Names* learnt, Names& stripped) {
  const bool coldfusion = has_coldfusion_pair(query);
  char separator = '?';
  for_each_part(query, [&](std::string_view part) {
    if (is_left_out(part, learnt, coldfusion)) {
      stripped.emplace_back(parameter_in(part).name);
      return;
    }
    out += separator;
    out += part;
    separator = '&';
  });
}

// Could anything in it be stripped? Answers for most links without a copy.
bool is_suspicious(std::string_view target, const Names* learnt) {
  const std::size_t query = target.find('?');
  if (target.find(';') != std::string_view::npos) return true;
  if (target.substr(0, query).find("(S(") != std::string_view::npos) return true;
  if (query == std::string_view::npos) return false;
  bool found = false;
  for_each_part(target.substr(query + 1), [&](std::string_view part) {
    found = found || learnt || may_be_known(parameter_in(part).name);
  });
  return found;
}

std::string normal_host(const std::string& host) {
  const auto parsed = base::parse_host(host);
  return parsed ? *parsed : base::to_lower_ascii(host);
}

}  // namespace

KeyMaker::KeyMaker(KeyOptions options) : strip_(options.strip) {
  for (const std::string& host : options.no_strip) no_strip_.push_back(normal_host(host));
}

CanonicalKey KeyMaker::key(const base::Url& url) const {
  if (url.has_credentials()) return key(url.without_credentials());
  std::string_view href = url.href();
  const std::size_t fragment = href.find('#');
  href = href.substr(0, fragment);
  CanonicalKey key{std::string(href), {}};
  if (!strip_ || !url.is_http()) return key;
  const std::string_view target = href.substr(href.size() - url.request_target().size());
  const Names* learnt = learnt_for(url.host());
  if (!is_suspicious(target, learnt) || is_spared(url.host())) return key;

  std::string whole(target);
  cut_jsessionids(whole, key.stripped);
  const std::size_t query = whole.find('?');
  std::string text = without_asp_net(std::string_view(whole).substr(0, query), key.stripped);
  if (query != std::string::npos) {
    append_query(text, std::string_view(whole).substr(query + 1), learnt, key.stripped);
  }
  if (key.stripped.empty()) return key;
  key.text.replace(href.size() - target.size(), target.size(), text);
  return key;
}

void KeyMaker::treat_as_session(std::string_view host, std::string_view name) {
  if (learnt_.size() >= kMaxHosts && learnt_.find(host) == learnt_.end()) return;
  Names& names = learnt_[std::string(host)];
  if (names.size() >= kMaxNames || name.empty()) return;
  if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

bool KeyMaker::is_spared(std::string_view host) const {
  return std::any_of(no_strip_.begin(), no_strip_.end(), [host](const std::string& spared) {
    return host.ends_with(spared) &&
           (host.size() == spared.size() || host[host.size() - spared.size() - 1] == '.');
  });
}

const Names* KeyMaker::learnt_for(std::string_view host) const {
  if (learnt_.empty()) return nullptr;
  const auto found = learnt_.find(host);
  return found == learnt_.end() ? nullptr : &found->second;
}

}  // namespace policies
