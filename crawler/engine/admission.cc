#include "crawler/engine/admission.h"

namespace crawler::engine {

policies::Verdict Admission::judge(const policies::Candidate& candidate) {
  policies::Verdict verdict = scope_.judge(candidate);
  if (!verdict) stats_.count_skipped(verdict.reason);
  return verdict;
}

}  // namespace crawler::engine
