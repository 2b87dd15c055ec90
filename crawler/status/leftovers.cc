#include "crawler/status/leftovers.h"

namespace crawler::status {

void Leftovers::add(const policies::Candidate& candidate, const policies::Verdict& why) {
  if (candidate.seed >= seeds_.size()) seeds_.resize(candidate.seed + 1);
  Share& share = seeds_[candidate.seed];
  if (why) {
    ++share.queued;
    return;
  }
  share.parked.add(why);
  parked_.add(why);
}

const Leftovers::Share& Leftovers::of_seed(std::size_t seed) const {
  static const Share kNone;
  return seed < seeds_.size() ? seeds_[seed] : kNone;
}

}  // namespace crawler::status
