// Trap rules that need nothing but the URL: paths that repeat themselves, that are too long or too
// deep, links put together wrongly, and links that do something instead of showing something.
#pragma once

#include "policies/candidate.h"
#include "policies/trap_rules.h"
#include "policies/trap_shape.h"
#include "policies/verdict.h"

namespace policies {

// The first rule that says no. Time is linear in the URL.
Verdict judge_link(const TrapOptions& options, const Candidate& candidate, const TrapShape& shape);

}  // namespace policies
