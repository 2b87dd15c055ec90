// The cookies of one crawl, kept by site (registrable domain): what is right to accept, to send
// where, and to forget is libcurl's work (RFC 6265, public suffixes); this holds its list between
// transfers, within bounds, and never shows a transfer the cookies of another site. In memory only.
// One thread.
//
// A cookie travels as a line of a Netscape cookie file, as libcurl reads and prints it:
//
//   [#HttpOnly_]domain TAB TRUE|FALSE TAB path TAB TRUE|FALSE TAB expires TAB name TAB value
//                      subdomains too         https only      seconds, 0: end of the crawl
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"

namespace crawler::net {

struct CookieLimits {
  std::size_t per_site = 50;            // RFC 6265 6.1
  std::size_t bytes_per_cookie = 5120;  // 4 KiB of name and value, and room for domain and path
  std::size_t sites = 20'000;
  std::size_t bytes = 16u << 20;  // of all lines, and what keeping them takes
};

class CookieJar {
 public:
  explicit CookieJar(CookieLimits limits = {});

  // The operator's own cookies, from the text of a Netscape cookie file. They are never pushed out
  // by others, and stay the operator's when a server renews them. Warns, once, when none of them
  // will ever be sent: the crawl would be that of a stranger. Errors: a line of another form, named
  // by its number.
  base::Result<void> load(std::string_view text, base::Timestamp now);

  // The cookies of the site of `host` (as Url::host() gives it) that have not expired, oldest
  // first.
  std::vector<std::string> lines_for(std::string_view host, base::Timestamp now);

  // Takes over what one response of `host` changed: `given` is what lines_for() said before the
  // request, `left` libcurl's list after it. Only the difference counts, so that what another
  // transfer deleted meanwhile stays deleted; of two that changed one cookie (domain, path and
  // name), the last to come back wins.
  void merge(std::string_view host, const std::vector<std::string>& given,
             const std::vector<std::string>& left, base::Timestamp now);

  // Does the site of `host` have cookies of the operator's?
  bool holds_secrets(std::string_view host) const;

  std::size_t sites() const { return by_name_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Cookie {
    std::string key;  // domain, path and name
    std::string line;
    bool is_secret = false;
  };
  struct Site {
    std::string name;
    std::vector<Cookie> cookies;  // by age, the oldest first
    bool has_secrets = false;
  };
  using Sites = std::list<Site>;

  static std::size_t size_of(const Cookie& cookie);
  static std::size_t size_of(const Site& site);
  Site& site_named(const std::string& name);
  void put(Site& site, std::string line, bool is_secret);
  template <typename Predicate>
  void drop_if(Site& site, Predicate goes);
  void drop_surplus(Site& site);
  void forget(Sites::iterator site);
  void keep_within_limits();

  const CookieLimits limits_;
  Sites sites_;  // the longest unused first
  std::map<std::string, Sites::iterator, std::less<>> by_name_;
  std::size_t bytes_ = 0;
};

}  // namespace crawler::net
