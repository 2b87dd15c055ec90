// Limits as a job file writes them: "host.bytes=2GB".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "policies/budget.h"

namespace crawler::job {

// Sets one limit: WHO.WHAT=N, who: crawl, seed, host or domain; what: pages, urls, bytes, errors or
// time. Errors say what was expected.
base::Result<void> set_budget(policies::BudgetOptions& budget, std::string_view text);

// The limits that have no option of their own, as set_budget() takes them.
std::vector<std::string> budget_settings(const policies::BudgetOptions& budget);

}  // namespace crawler::job
