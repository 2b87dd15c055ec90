// What the frontier tests share: moments counted from zero, candidates and tasks in one line each.
#pragma once

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "crawler/frontier/frontier.h"
#include "crawler/frontier/task.h"
#include "policies/politeness.h"

namespace frontier_test {

using crawler::frontier::Release;
using crawler::frontier::Task;
using crawler::frontier::TimePoint;
using policies::LinkKind;
using std::chrono::milliseconds;

// A moment `ms` after an arbitrary beginning.
inline TimePoint at(int ms) { return TimePoint{std::chrono::hours(1)} + milliseconds(ms); }

// The default politeness in round numbers, without jitter: a page each second, requisites each
// quarter.
inline policies::PolitenessOptions usual() { return {.jitter = 0}; }

inline crawler::frontier::FrontierOptions options(
    const policies::PolitenessOptions& politeness = usual()) {
  crawler::frontier::FrontierOptions made;
  made.politeness = politeness;
  made.jitter_seed = 1;
  return made;
}

inline crawler::frontier::Place place(bool urgent) {
  return urgent ? crawler::frontier::Place::urgent : crawler::frontier::Place::last;
}

inline policies::Candidate candidate(const std::string& url, LinkKind kind = LinkKind::page) {
  policies::Candidate made;
  made.url = std::move(*base::Url::parse(url));
  made.kind = kind;
  return made;
}

inline Task task(std::uint64_t id, LinkKind kind = LinkKind::page) {
  return Task{id, candidate("http://a.test/" + std::to_string(id), kind), 1};
}

// "The host rests `delay`, the URL is done."
inline Release rest(int delay) {
  Release release;
  release.page_delay = milliseconds(delay);
  return release;
}

// "Again after `wait`, and the host rests `delay`."
inline Release again(int wait, int delay = 0) {
  Release release = rest(delay);
  release.again_in = milliseconds(wait);
  return release;
}

}  // namespace frontier_test

namespace std::chrono {
// For the messages of BOOST_TEST.
inline std::ostream& operator<<(std::ostream& out, steady_clock::time_point moment) {
  return out << duration_cast<milliseconds>(moment - frontier_test::at(0)).count() << " ms";
}
}  // namespace std::chrono
