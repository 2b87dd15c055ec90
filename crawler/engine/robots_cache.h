// The robots.txt of each origin: fetched before anything else of it, believed for as long as it
// says (an hour to a day), kept in state/robots.jsonl for the next run. One that cannot be had
// keeps the crawl out (RFC 9309 2.3.1.4) unless an old copy stands in. The sitemaps it names are
// offered to the crawl. Loop thread only.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>

#include "base/error.h"
#include "crawler/engine/robots_fetch.h"
#include "crawler/engine/robots_store.h"
#include "crawler/engine/services.h"
#include "policies/robots.h"

namespace crawler::engine {

// What is known about an origin's rules at this moment.
struct RobotsLookup {
  const policies::RobotsRules* rules =
      nullptr;  // set: known; valid until the next call to lookup()
  // Otherwise: come back after this...
  std::optional<std::chrono::milliseconds> again_in;
  // ...or, when neither is set, never: the host is left alone for this reason...
  std::optional<base::Error> error;
  // ...and by the next run too for so long: the server has asked for it.
  std::optional<std::chrono::seconds> asked_rest;
  // How long it took when robots.txt was fetched just now; the host deserves its rest for that.
  std::optional<std::chrono::milliseconds> fetched_in;
};

// Sitemap lines of one robots.txt that are followed; large sites name some dozens.
inline constexpr std::size_t kMaxSitemapLines = 100;

class RobotsCache {
 public:
  explicit RobotsCache(RobotsStore store) : store_(std::move(store)) {}

  // The rules for `candidate`, fetched now when they are not known. The caller holds the host's
  // slot. When they are known and `candidate` is a page, which makes the origin one of the crawl's,
  // its sitemaps are offered, once: no sooner than with that page, so that what it links to comes
  // before what they list. Not where the job says no, nor where no page beyond the seeds is wanted.
  boost::asio::awaitable<RobotsLookup> lookup(Services& services,
                                              const policies::Candidate& candidate);

  // Of the parsed rules in memory; those longest not asked about go first, and are read from the
  // store again when they are wanted.
  static constexpr std::size_t kMaxOrigins = 20'000;
  static constexpr std::size_t kMaxRulesBytes = 64u << 20;

 private:
  struct Origin {
    std::string name;
    std::optional<policies::RobotsRules> rules;
    frontier::TimePoint fresh_until{};
    std::string url;  // of the robots.txt, redirects followed
    bool is_being_fetched = false;
    bool has_offered_sitemaps = false;
    unsigned failures = 0;  // in a row
    frontier::TimePoint failing_since{}, retry_at{};
    bool has_given_up = false;
    std::optional<base::Error> error;                 // of the last failure
    std::optional<std::chrono::seconds> retry_after;  // what the server said then
  };

  Origin& origin_of(const std::string& name);
  void make_room();
  void set_rules(Origin& origin, std::optional<policies::RobotsRules> rules);
  void take(Services& services, Origin& origin, const StoredRobots& robots);
  void note_failure(Services& services, Origin& origin, const RobotsAnswer& answer,
                    const std::optional<StoredRobots>& old);
  boost::asio::awaitable<void> refresh(Services& services, Origin& origin,
                                       const policies::Candidate& candidate);
  static std::optional<RobotsLookup> known(const Origin& origin, frontier::TimePoint now);
  static void offer_sitemaps(Services& services, Origin& origin,
                             const policies::Candidate& candidate);

  RobotsStore store_;
  std::list<Origin> origins_;  // the one asked about last in front; nodes never move in memory
  std::map<std::string, std::list<Origin>::iterator> by_name_;
  std::size_t with_rules_ = 0, rules_bytes_ = 0;
};

}  // namespace crawler::engine
