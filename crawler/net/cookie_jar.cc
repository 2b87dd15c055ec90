#include "crawler/net/cookie_jar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/log.h"
#include "base/url_host.h"

namespace crawler::net {
namespace {

constexpr std::string_view kHttpOnly = "#HttpOnly_";
// Of a site: its entry, and the nodes of list and map.
constexpr std::size_t kSiteOverhead = 100;

// The fields of a line; views into it. Nothing when it is no line of seven fields.
struct Fields {
  std::string_view domain;  // without "#HttpOnly_"
  std::string_view subdomains, path, secure, expires, name, value;
};

std::optional<Fields> fields_of(std::string_view line) {
  if (line.starts_with(kHttpOnly)) line.remove_prefix(kHttpOnly.size());
  std::array<std::string_view, 7> fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::size_t end = line.find('\t');
    if ((end == line.npos) != (i + 1 == fields.size())) return std::nullopt;
    fields[i] = line.substr(0, end);
    line.remove_prefix(end == line.npos ? line.size() : end + 1);
  }
  return Fields{fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]};
}

std::string_view without_dot(std::string_view domain) {
  if (domain.starts_with('.')) domain.remove_prefix(1);
  return domain;
}

// What makes two lines the same cookie. The dot in front tells a domain's cookie from a host's.
std::string key_of(std::string_view line) {
  const auto fields = fields_of(line);
  if (!fields) return std::string(line);
  return fmt::format("{}\t{}\t{}", base::to_lower_ascii(fields->domain), fields->path,
                     fields->name);
}

// libcurl writes IPv6 addresses without their brackets.
std::string site_of(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']'))
    return std::string(host.substr(1, host.size() - 2));
  return base::registrable_domain(host);
}

std::optional<std::int64_t> expiry_of(const Fields& fields) {
  std::int64_t seconds = 0;
  const char* const end = fields.expires.data() + fields.expires.size();
  const auto [rest, error] = std::from_chars(fields.expires.data(), end, seconds);
  if (error != std::errc() || rest != end) return std::nullopt;
  return seconds;
}

bool has_expired(std::string_view line, base::Timestamp now) {
  const auto fields = fields_of(line);
  const auto seconds = fields ? expiry_of(*fields) : std::nullopt;
  return seconds && *seconds != 0 &&
         *seconds < std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
}

// Why a cookie of the operator's will never be sent, or nothing. Names its domain, never its value.
std::string fault_of(std::string_view line, base::Timestamp now) {
  const Fields fields = *fields_of(line);
  const std::string host(without_dot(fields.domain));
  if (has_expired(line, now)) {
    // The beginning of 1970 for whatever says it was before: not every number is a date.
    const std::chrono::seconds expiry(std::max<std::int64_t>(*expiry_of(fields), 0));
    return fmt::format("{} expired {}", host,
                       base::to_iso8601(base::Timestamp(expiry)).substr(0, 10));
  }
  // Below a public suffix every name is a site of its own, and is sent nothing of another site.
  const std::string below = "x." + host;
  if (fields.domain.starts_with('.') && !base::is_ip_literal(host) &&
      base::registrable_domain(below) == below) {
    return host + " is a public suffix";
  }
  return {};
}

// What load() has seen.
struct Usability {
  std::size_t total = 0, usable = 0;
  std::string faults;

  void add(const std::string& fault) {
    ++total;
    usable += fault.empty() ? 1 : 0;
    constexpr std::size_t kMostFaults = 3;  // of a thousand that expired a few tell enough
    if (!fault.empty() && total <= kMostFaults) faults += (total > 1 ? ", " : "") + fault;
    if (total == kMostFaults + 1) faults += ", ...";
  }
  void warn() const {
    if (usable > 0) return;
    base::log(base::LogLevel::warning, fmt::format("cookie-file: 0 of {} cookies usable: {}", total,
                                                   total == 0 ? "the file holds none" : faults));
  }
};

bool is_flag(std::string_view text) {
  return base::equals_ignoring_case(text, "TRUE") || base::equals_ignoring_case(text, "FALSE");
}

// A line of an operator's file with its domain as hosts are written, or nothing when it is none.
std::optional<std::string> cookie_in(std::string_view line) {
  const bool control = std::any_of(line.begin(), line.end(), [](char c) {
    return c != '\t' && (static_cast<unsigned char>(c) < 0x20 || c == 0x7f);
  });
  const auto fields = fields_of(line);
  if (control || !fields || !is_flag(fields->subdomains) || !is_flag(fields->secure) ||
      !expiry_of(*fields) || !fields->path.starts_with('/') || fields->name.empty()) {
    return std::nullopt;
  }
  const auto host = base::parse_host(without_dot(fields->domain));
  if (!host) return std::nullopt;
  const bool subdomains = base::equals_ignoring_case(fields->subdomains, "TRUE");
  return fmt::format("{}{}{}{}", line.starts_with(kHttpOnly) ? kHttpOnly : "",
                     subdomains ? "." : "", *host, line.substr(line.find('\t')));
}

}  // namespace

CookieJar::CookieJar(CookieLimits limits) : limits_(limits) {}

std::size_t CookieJar::size_of(const Cookie& cookie) {
  return cookie.key.size() + cookie.line.size() + sizeof(Cookie);
}

// Without its cookies.
std::size_t CookieJar::size_of(const Site& site) { return 2 * (site.name.size() + kSiteOverhead); }

base::Result<void> CookieJar::load(std::string_view text, base::Timestamp now) {
  Usability seen;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool comment = line.starts_with('#') && !line.starts_with(kHttpOnly);
    if (comment || base::trimmed(line).empty()) continue;
    auto cookie = cookie_in(line);
    // The line itself stays untold: it is a secret.
    if (!cookie) {
      return base::fail(base::Errc::invalid,
                        fmt::format("line {}: expected domain, TRUE|FALSE, path, TRUE|FALSE, "
                                    "seconds, name, value with tabs between them",
                                    number));
    }
    seen.add(fault_of(*cookie, now));
    if (has_expired(*cookie, now)) continue;
    Site& site = site_named(site_of(without_dot(fields_of(*cookie)->domain)));
    site.has_secrets = true;
    put(site, std::move(*cookie), true);
  }
  seen.warn();
  return {};
}

std::vector<std::string> CookieJar::lines_for(std::string_view host, base::Timestamp now) {
  const auto found = by_name_.find(site_of(host));
  if (found == by_name_.end()) return {};
  sites_.splice(sites_.end(), sites_, found->second);
  Site& site = *found->second;
  drop_if(site, [now](const Cookie& cookie) { return has_expired(cookie.line, now); });
  std::vector<std::string> lines;
  for (const Cookie& cookie : site.cookies) lines.push_back(cookie.line);
  return lines;
}

void CookieJar::merge(std::string_view host, const std::vector<std::string>& given,
                      const std::vector<std::string>& left, base::Timestamp now) {
  const std::set<std::string_view> unchanged(given.begin(), given.end());
  const std::string name = site_of(host);
  std::set<std::string> keys_left;
  std::vector<const std::string*> changed;
  for (const std::string& line : left) {
    keys_left.insert(key_of(line));
    if (!unchanged.contains(line)) changed.push_back(&line);
  }
  Site& site = site_named(name);
  for (const std::string& line : given) {
    // One that expired meanwhile was not deleted by this response; another may have renewed it.
    if (has_expired(line, now)) continue;
    const std::string key = key_of(line);
    if (keys_left.contains(key)) continue;
    drop_if(site, [&key](const Cookie& cookie) { return cookie.key == key; });
  }
  for (const std::string* line : changed) {
    const auto fields = fields_of(*line);
    const bool is_of_site =
        fields && site_of(base::to_lower_ascii(without_dot(fields->domain))) == name;
    if (is_of_site && line->size() <= limits_.bytes_per_cookie) put(site, *line, false);
  }
  drop_if(site, [now](const Cookie& cookie) { return has_expired(cookie.line, now); });
  drop_surplus(site);
  if (site.cookies.empty() && !site.has_secrets) forget(by_name_.find(name)->second);
  keep_within_limits();
}

bool CookieJar::holds_secrets(std::string_view host) const {
  const auto found = by_name_.find(site_of(host));
  return found != by_name_.end() && found->second->has_secrets;
}

// The site's entry, made when there is none, and the last to be forgotten now.
CookieJar::Site& CookieJar::site_named(const std::string& name) {
  const auto found = by_name_.find(name);
  if (found != by_name_.end()) {
    sites_.splice(sites_.end(), sites_, found->second);
    return *found->second;
  }
  sites_.push_back(Site{name, {}, false});
  by_name_.emplace(name, std::prev(sites_.end()));
  bytes_ += size_of(sites_.back());
  return sites_.back();
}

// RFC 6265 5.3 step 11: a cookie that is replaced keeps its age.
void CookieJar::put(Site& site, std::string line, bool is_secret) {
  Cookie cookie{key_of(line), std::move(line), is_secret};
  bytes_ += size_of(cookie);
  const auto old = std::find_if(site.cookies.begin(), site.cookies.end(),
                                [&cookie](const Cookie& c) { return c.key == cookie.key; });
  if (old == site.cookies.end()) {
    site.cookies.push_back(std::move(cookie));
    return;
  }
  bytes_ -= size_of(*old);
  cookie.is_secret = cookie.is_secret || old->is_secret;
  *old = std::move(cookie);
}

template <typename Predicate>
void CookieJar::drop_if(Site& site, Predicate goes) {
  std::erase_if(site.cookies, [&](const Cookie& cookie) {
    if (!goes(cookie)) return false;
    bytes_ -= size_of(cookie);
    return true;
  });
}

// The oldest go first, the operator's own never.
void CookieJar::drop_surplus(Site& site) {
  std::size_t surplus = site.cookies.size() - std::min(site.cookies.size(), limits_.per_site);
  drop_if(site, [&surplus](const Cookie& cookie) {
    if (surplus == 0 || cookie.is_secret) return false;
    --surplus;
    return true;
  });
}

void CookieJar::forget(Sites::iterator site) {
  drop_if(*site, [](const Cookie&) { return true; });
  bytes_ -= size_of(*site);
  by_name_.erase(site->name);
  sites_.erase(site);
}

void CookieJar::keep_within_limits() {
  auto site = sites_.begin();
  while (site != sites_.end() && (sites_.size() > limits_.sites || bytes_ > limits_.bytes)) {
    const auto next = std::next(site);
    if (!site->has_secrets) forget(site);
    site = next;
  }
}

}  // namespace crawler::net
