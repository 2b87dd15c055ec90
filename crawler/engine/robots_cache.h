// robots.txt of each origin: fetched before anything else of it, archived, kept for the crawl (24 h
// at most, RFC 9309 2.4). A robots.txt that cannot be had keeps the crawl out (2.3.1.4). The
// sitemaps it names are offered to the crawl. Loop thread only.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "base/error.h"
#include "crawler/engine/services.h"
#include "policies/robots.h"

namespace crawler::engine {

// What is known about an origin's rules at this moment.
struct RobotsLookup {
  const policies::RobotsRules* rules =
      nullptr;  // set: known; valid until the next call to lookup()
  // Otherwise: come back after this...
  std::optional<std::chrono::milliseconds> again_in;
  // ...or, when neither is set, never: the host is left alone for this reason.
  std::optional<base::Error> error;
  // How long it took when robots.txt was fetched just now; the host deserves its rest for that.
  std::optional<std::chrono::milliseconds> fetched_in;
};

// Sitemap lines of one robots.txt that are followed; large sites name some dozens.
inline constexpr std::size_t kMaxSitemapLines = 100;

class RobotsCache {
 public:
  // The rules for `candidate`, fetched now when they are not known. The caller holds the host's
  // slot. When they are known and `candidate` is a page, which makes the origin one of the crawl's,
  // its sitemaps are offered, once: no sooner than with that page, so that what it links to comes
  // before what they list. Not where the job says no, nor where no page beyond the seeds is wanted.
  boost::asio::awaitable<RobotsLookup> lookup(Services& services,
                                              const policies::Candidate& candidate);

 private:
  struct Origin {
    std::optional<policies::RobotsRules> rules;
    frontier::TimePoint fetched_at{};
    bool is_being_fetched = false;
    unsigned failures = 0;
    bool has_given_up = false;
    std::optional<base::Error> error;   // of the last failure
    std::chrono::milliseconds wait{0};  // after it
    policies::Candidate robots;         // the robots.txt the rules are from, redirects followed
    bool has_offered_sitemaps = false;

    void fail(base::Error why, std::optional<std::chrono::seconds> again);
  };

  static std::optional<RobotsLookup> known(const Origin& origin, frontier::TimePoint now);
  static void offer_sitemaps(Services& services, Origin& origin,
                             const policies::Candidate& candidate);
  static boost::asio::awaitable<void> fetch(Services& services, Origin& origin,
                                            const policies::Candidate& candidate);

  std::map<std::string, Origin> origins_;  // by Url::origin(); nodes never move
};

}  // namespace crawler::engine
