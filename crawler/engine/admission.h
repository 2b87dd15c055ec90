// The ordered list of policies a URL passes on its way into the frontier. The first "no" wins and
// its reason is kept. robots.txt is asked when the URL is handed out (visit.cc), budgets by the
// engine.
#pragma once

#include "crawler/status/stats.h"
#include "policies/candidate.h"
#include "policies/scope.h"
#include "policies/verdict.h"

namespace crawler::engine {

class Admission {
 public:
  Admission(policies::Scope scope, status::Stats& stats)
      : scope_(std::move(scope)), stats_(stats) {}

  // Counts the refused ones by reason.
  policies::Verdict judge(const policies::Candidate& candidate);

 private:
  policies::Scope scope_;
  status::Stats& stats_;
};

}  // namespace crawler::engine
