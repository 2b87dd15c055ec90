// Rules against sites that never end (policies.md 3.3): calendars, sessions, growing paths, filters
// in every combination. Each has a name, a threshold, and does one of two things: drop what can be
// no honest URL, park what may be one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/url.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace policies {

struct TrapOptions {
  // A body without Content-Length is cut here, and so are kinds of body that never end.
  std::uint64_t stream_bytes = 64 * 1024 * 1024;
  std::uint64_t stream_seconds = 900;
};

// Sets one rule: "calendar=1000" (its threshold), "calendar=off", "calendar=drop", "calendar=park"
// or "all=off". Errors name the rules there are.
base::Result<void> set_trap(TrapOptions& options, std::string_view setting);
// Those that differ from the defaults, as set_trap() takes them.
std::vector<std::string> trap_settings(const TrapOptions& options);

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

// One a crawl; loop thread only. Memory is bounded: 10,000 hosts, and some 100 kB each at most.
class TrapWatch {
 public:
  explicit TrapWatch(TrapOptions options = {});

  // What can be told from the URL alone; the same answer every time.
  Verdict judge_shape(const Candidate& candidate) const;

  // Asked once for each URL that is new to the crawl and in scope; counts it.
  Verdict admit(const Candidate& candidate);

  // A page was answered.
  PageVerdict learn(const PageSeen& page);

  // The digest of what a page holds, once it is known.
  void learn_payload(const Candidate& candidate, std::string_view digest);

  // A URL that cannot exist, to be asked for now that this page of its host was fetched; nothing
  // mostly.
  std::optional<base::Url> probe_due(const Candidate& page);
  // How it was answered.
  void learn_probe(const PageSeen& probe);

  // Parameters found out since the last call.
  std::vector<SessionParameter> take_session_parameters();

 private:
  TrapOptions options_;
};

}  // namespace policies
