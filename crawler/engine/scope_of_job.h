// The scope of a job: what its options and its seeds make of it.
#pragma once

#include "base/error.h"
#include "crawler/job/job.h"
#include "crawler/job/seeds.h"
#include "policies/scope.h"

namespace crawler::engine {

// Hosts that articles link to are in scope. Errors: the pattern or rule of the job that is wrong.
base::Result<policies::Scope> scope_of(const job::Job& job, const job::Seeds& seeds);

// The same errors, those of single seeds included, before any seed is read.
base::Result<void> check_scopes(const job::Job& job);

}  // namespace crawler::engine
