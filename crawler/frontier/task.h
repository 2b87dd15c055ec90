// Work handed out by the frontier, and what it is told when the work comes back.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "policies/candidate.h"
#include "policies/verdict.h"

namespace crawler::frontier {

using TimePoint = std::chrono::steady_clock::time_point;

struct Task {
  std::uint64_t id = 0;
  policies::Candidate candidate;
  unsigned attempt = 1;  // 1 for the first try
  // Set: not to be fetched at all. It is handed out only so that its end is written down: nobody
  // answers at its host.
  std::optional<policies::Verdict> doom = std::nullopt;
  bool was_parked = false;  // parked again, it stays so
};

// Where in the queue of its host a URL goes.
enum class Place {
  last,
  urgent,  // first in its class: the target of a redirect, a page's requisites
  parked,  // behind everything, and handed out only where the crawl fetches parked URLs
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

// What the host of a task answered, as far as its clock is concerned.
enum class Answer {
  none,           // it was not asked, or by a request outside its queue
  good,           // all that is none of these, errors of the URL (404) among them
  busy,           // 429, 503, and 500, 502, 504 with Retry-After
  forbidden,      // 403, or a page that keeps crawlers out
  no_connection,  // no connection, or one that broke off
};

// What becomes of a task, and when its host may be asked again.
struct Release {
  // Set: the URL goes back into its host's queue and is handed out again not before this has
  // passed, nor before the host has rested.
  std::optional<std::chrono::milliseconds> again_in;
  bool counts_as_attempt = true;  // false: it was never asked for, only postponed
  // Set: the URL is parked, for this reason.
  std::optional<policies::Verdict> parks;
  Answer answer = Answer::none;
  std::optional<std::chrono::seconds> retry_after;  // beside `busy`, when the host said
  std::uint64_t bytes = 0;                          // received
  std::string address;                              // IP address that answered; empty: unknown
  // Rest of the host before its next page, counted from the release.
  std::chrono::milliseconds page_delay{0};
  // Nothing at all from this host before this has passed (an unreachable robots.txt).
  std::chrono::milliseconds host_pause{0};

  // Was anything asked of the host? If not, its turn is given back.
  bool was_asked() const { return answer != Answer::none || page_delay.count() > 0; }
};

}  // namespace crawler::frontier
