// The ordered list of policies a URL passes on its way into the frontier. The first "no" wins, and
// its reason is counted and listed. What may change while a URL waits is asked when it is handed
// out: budgets by the engine, the control folder, the address and robots.txt by permission.h. Loop
// thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "crawler/frontier/frontier.h"
#include "crawler/status/accounts.h"
#include "crawler/status/skipped_list.h"
#include "crawler/status/stats.h"
#include "policies/candidate.h"
#include "policies/patterns.h"
#include "policies/scope.h"
#include "policies/traps.h"
#include "policies/verdict.h"

namespace crawler::engine {

// What an admission asks and tells; all outlive it.
struct AdmissionParts {
  const policies::Scope& scope;
  policies::TrapWatch& traps;
  frontier::Frontier& frontier;
  status::Stats& stats;
  status::Accounts& accounts;
  status::SkippedList& skipped;
  const base::Clock& clock;
  bool names_may_be_private = false;       // all of them, or
  std::set<std::string> known_names = {};  // these: --resolve says where they lead; "*" for all
};

class Admission {
 public:
  explicit Admission(AdmissionParts parts);

  // Puts `candidate` into the frontier if the policies admit it, as parked if one of them says so;
  // else takes down why not.
  void offer(policies::Candidate candidate, frontier::Place place);

  // Takes down that `candidate` was turned away or parked by `verdict`, wherever that was.
  void note(const policies::Candidate& candidate, const policies::Verdict& verdict);

  // Asked when a URL is handed out: what the control folder excludes by now, and what has turned
  // out to be a copy of something else.
  policies::Verdict judge_again(const policies::Candidate& candidate) const;

  // What the head of its answer decides (policies::Scope::judge_answer).
  policies::Verdict judge_answer(const policies::Candidate& candidate, std::string_view mime,
                                 std::optional<std::uint64_t> length) const {
    return parts_.scope.judge_answer(candidate, mime, length);
  }

  // RE2 patterns of the control folder, instead of those before. Errors: the pattern RE2 refuses;
  // then nothing changes.
  base::Result<void> set_control(const std::vector<std::string>& exclude,
                                 const std::vector<std::string>& include);

 private:
  policies::Verdict judge(policies::Candidate& candidate) const;
  bool may_lead_anywhere(const base::Url& url) const;

  AdmissionParts parts_;
  policies::Patterns exclude_, include_;
};

}  // namespace crawler::engine
