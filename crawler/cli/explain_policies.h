// What the policies of a job say of a URL: scope, control folder, address, trap shapes.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "base/url.h"
#include "crawler/cli/explain.h"
#include "crawler/engine/collection.h"
#include "crawler/job/job.h"
#include "crawler/job/seeds.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace crawler::cli {

struct Judged {
  policies::Verdict verdict;  // of the first policy that says no
  // Only what a page needs to be shown would be fetched at that URL, not a page.
  bool only_as_requisite = false;
};

// How a line of logs/crawl.jsonl or of a report says that the URL was reached; nothing when it does
// not say.
std::optional<policies::Candidate> candidate_of(const base::Url& url, const std::string& line);

// Facts scope and traps. `known` is how the URL was reached; without it, it is a seed if it is one,
// else a link from a seed, or an image on a seed's page. `paths` (may be null) is asked for what
// its control folder excludes. Errors: a pattern or rule of the job that is wrong.
base::Result<Judged> explain_policies(const base::Url& url, const job::Job& job,
                                      const job::Seeds& seeds,
                                      const std::optional<policies::Candidate>& known,
                                      const engine::CollectionPaths* paths,
                                      Explanation& explanation);

}  // namespace crawler::cli
