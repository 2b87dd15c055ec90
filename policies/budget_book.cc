#include "policies/budget_book.h"

#include <utility>

namespace policies {

BudgetBook::BudgetBook(BudgetOptions options, std::vector<Limits> seeds)
    : options_(options), seeds_(std::move(seeds)) {}
Verdict BudgetBook::may_begin(const Candidate&) const { return {}; }
void BudgetBook::begin(const Candidate&, std::chrono::steady_clock::time_point) {}
void BudgetBook::end(const Candidate&, const Result&, std::chrono::steady_clock::time_point) {}

}  // namespace policies
