// Who has taken how much: keeps the accounts of seeds, hosts and registrable domains, and says when
// one is spent. One a crawl; loop thread only. Memory: some 100 bytes a host, at most 1,000,000 of
// them (then the rest shares one account).
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "policies/budget.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace policies {

class BudgetBook {
 public:
  // `seeds` are limits of single seeds, by number, beside those for every seed; may be shorter than
  // the list of seeds.
  explicit BudgetBook(BudgetOptions options = {}, std::vector<Limits> seeds = {});

  // May this one be asked for now? Pages count from begin() on, so that those in flight do. A
  // requisite is not held back by pages alone. A "no" parks: the URL stays known.
  Verdict may_begin(const Candidate& candidate) const;

  // It is asked for; every begin() has its end().
  void begin(const Candidate& candidate, std::chrono::steady_clock::time_point now);

  struct Result {
    bool was_asked = true;  // false: only postponed; nothing counts
    bool is_page = false;   // it counts as a page after all
    bool is_error = false;
    std::uint64_t bytes = 0;
  };
  void end(const Candidate& candidate, const Result& result,
           std::chrono::steady_clock::time_point now);

 private:
  BudgetOptions options_;
  std::vector<Limits> seeds_;
};

}  // namespace policies
