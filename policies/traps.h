// Rules against sites that never end (policies.md 3.3): calendars, sessions, growing paths, filters
// in every combination. Each has a name, a threshold, and does one of two things: drop what can be
// no honest URL, park what may be one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/url.h"
#include "policies/candidate.h"
#include "policies/trap_rules.h"
#include "policies/verdict.h"

namespace policies {

// What the answer to a page looked like.
struct PageSeen {
  const Candidate& candidate;
  int status = 0;
  std::uint64_t simhash = 0;  // of its words, 0: too few of them
  std::string_view title;
  std::string_view redirect;  // href a 3xx leads to; empty for none
};

// A query parameter whose values never repeat on `host`.
struct SessionParameter {
  std::string host, name;
};

enum class PageVerdict {
  good,
  soft_404,  // what this host answers for what it has not: its links are left alone
};

// One a crawl; loop thread only. Seeds and what they redirect to are the caller's to let pass.
// Memory is bounded whatever the web holds (docs/traps.md has the figures): what has not been seen
// for longest is forgotten, and then counted from the start.
class TrapWatch {
 public:
  // `now` tells which dates lie in the future.
  explicit TrapWatch(TrapOptions options = {}, base::Timestamp now = base::system_clock().now());
  ~TrapWatch();

  // What can be told from the URL alone; the same answer every time.
  Verdict judge_shape(const Candidate& candidate) const;

  // Asked once for each URL that is new to the crawl and in scope; counts it.
  Verdict admit(const Candidate& candidate);

  // Asked when a URL that waited is handed out: has its folder turned out to hold copies since?
  Verdict judge_again(const Candidate& candidate) const;

  // A page was answered.
  PageVerdict learn(const PageSeen& page);

  // The digest of what a page holds, once it is known: of pages with status 200 that learn() called
  // good, others are no copies.
  void learn_payload(const Candidate& candidate, std::string_view digest);

  // A URL that cannot exist, to be asked for now that this page of its host was fetched; nothing
  // mostly. A host is asked once, and once for each folder of more than 1,000 pages at its root.
  std::optional<base::Url> probe_due(const Candidate& page);
  // How it was answered.
  void learn_probe(const PageSeen& probe);

  // Parameters found out since the last call.
  std::vector<SessionParameter> take_session_parameters();

 private:
  struct State;
  TrapOptions options_;
  std::unique_ptr<State> state_;
};

}  // namespace policies
