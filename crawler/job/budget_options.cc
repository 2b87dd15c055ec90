#include "crawler/job/budget_options.h"

namespace crawler::job {

base::Result<void> set_budget(policies::BudgetOptions&, std::string_view) { return {}; }
std::vector<std::string> budget_settings(const policies::BudgetOptions&) { return {}; }

}  // namespace crawler::job
