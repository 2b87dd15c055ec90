// What is known but was not fetched, summed up by seed when the crawl is over: for the verdicts of
// seeds.jsonl and the totals of crawl.json.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "crawler/status/reason_counts.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace crawler::status {

class Leftovers {
 public:
  struct Share {
    std::uint64_t queued = 0;
    ReasonCounts parked;
  };

  // Of one URL; `why` is accepted where it is queued (frontier::Frontier::list_waiting).
  void add(const policies::Candidate& candidate, const policies::Verdict& why);

  const Share& of_seed(std::size_t seed) const;
  // All that is parked.
  const ReasonCounts& parked() const { return parked_; }

 private:
  std::vector<Share> seeds_;
  ReasonCounts parked_;
};

}  // namespace crawler::status
