// Work handed out by the frontier, and what it is told when the work comes back.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "policies/candidate.h"

namespace crawler::frontier {

using TimePoint = std::chrono::steady_clock::time_point;

struct Task {
  std::uint64_t id = 0;
  policies::Candidate candidate;
  unsigned attempt = 1;  // 1 for the first try
};

// Does it wait among the pages? So do sitemaps, though nobody reads them: they exist to find pages,
// and where no more of those are wanted, neither are they.
inline bool counts_as_page(const Task& task) {
  const policies::Candidate& candidate = task.candidate;
  if (candidate.kind != policies::LinkKind::requisite) return true;
  // A redirect leads from sitemap to sitemap.
  const std::size_t last =
      candidate.hop_path.find_last_not_of(static_cast<char>(policies::Hop::redirect));
  return last != std::string::npos &&
         candidate.hop_path[last] == static_cast<char>(policies::Hop::sitemap);
}

// What becomes of a task, and when its host may be asked again.
struct Release {
  // Set: the URL goes back into its host's queue and is handed out again not before this has
  // passed.
  std::optional<std::chrono::milliseconds> again_in;
  bool counts_as_attempt = true;  // false: it was never asked for, only postponed
  // Rest of the host before its next page, counted from the release.
  std::chrono::milliseconds page_delay{0};
  // Nothing at all from this host before this has passed (Retry-After, an unreachable robots.txt).
  std::chrono::milliseconds host_pause{0};
};

}  // namespace crawler::frontier
