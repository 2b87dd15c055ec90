// One robots.txt from the network: the request, its redirects, and what the answer comes to. Every
// exchange is archived. What follows from the answer is robots_cache.h's work. Loop thread only.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>

#include "base/error.h"
#include "crawler/engine/robots_store.h"
#include "crawler/engine/services.h"
#include "policies/candidate.h"

namespace crawler::engine {

struct RobotsAnswer {
  // Set: a robots.txt, the news that there is none, or that the old one still holds (304).
  std::optional<StoredRobots> robots;
  // Otherwise why it could not be had...
  std::optional<base::Error> error;
  std::optional<std::chrono::seconds> retry_after;  // ...what the server said about that...
  bool is_lasting = false;                          // ...and whether it will stay so.
};

// Asks for the robots.txt of `candidate`'s origin, or whether `old` still holds. The caller holds
// the slot of its host; that of another host, to which it redirects, is waited for.
boost::asio::awaitable<RobotsAnswer> fetch_robots(Services& services,
                                                  const policies::Candidate& candidate,
                                                  const std::optional<StoredRobots>& old);

// How long an answer counts by its Cache-Control, from `now` on: see RobotsTimes. "no-cache",
// "no-store" and "max-age=0" mean as short as we go.
base::Timestamp robots_expiry(const policies::RobotsTimes& times, std::string_view cache_control,
                              base::Timestamp now);

}  // namespace crawler::engine
