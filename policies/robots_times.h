// How long a robots.txt is believed, and when one that could not be had is asked for again
// (policies.md 1.4, RFC 9309 2.4). No options of a job file: values, so that tests can shorten
// them.
#pragma once

#include <array>
#include <chrono>

namespace policies {

struct RobotsTimes {
  // What Cache-Control says, between these; the longer one where it says nothing.
  std::chrono::milliseconds min_age{std::chrono::hours(1)}, max_age{std::chrono::hours(24)};
  // After the first failure, the second...; the last one for ever.
  std::array<std::chrono::milliseconds, 4> waits{std::chrono::minutes(5), std::chrono::minutes(30),
                                                 std::chrono::hours(2), std::chrono::hours(6)};
  // An old copy stands in that long; without one the host is given up then.
  std::chrono::milliseconds max_stale{std::chrono::hours(30 * 24)};
};

}  // namespace policies
