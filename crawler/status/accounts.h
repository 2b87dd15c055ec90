// Who got what: one account for each seed and one for each host, for reports/seeds.jsonl and
// reports/hosts.jsonl. Loop thread only. Bounded: the first 100,000 hosts have their own account.
#pragma once

#include <string>
#include <vector>

#include "crawler/frontier/frontier.h"
#include "crawler/status/outcome.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace crawler::status {

class Accounts {
 public:
  // The seeds as they were written, in the order Candidate::seed counts them.
  explicit Accounts(std::vector<std::string> seeds = {});

  // A URL went into the frontier.
  void added(const policies::Candidate& candidate);
  // A URL was turned away, or parked, on its way there.
  void skipped(const policies::Candidate& candidate, const policies::Verdict& verdict);
  // A visit came back, whatever it came to.
  void settled(const frontier::Task& task, const Outcome& outcome);

  // One JSON object a seed: its verdict (complete, page_limit, size_limit, time_limit, depth,
  // blocked, failed, interrupted), what was fetched, what is left. `stopped_by` is why the whole
  // crawl ended early, accepted when it did not.
  std::vector<std::string> seed_lines(const frontier::Frontier& frontier,
                                      policies::Reason stopped_by) const;
  // One JSON object a host.
  std::vector<std::string> host_lines(const frontier::Frontier& frontier,
                                      frontier::TimePoint now) const;

 private:
  std::vector<std::string> seeds_;
};

}  // namespace crawler::status
