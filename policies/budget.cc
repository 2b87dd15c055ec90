#include "policies/budget.h"

#include <fmt/format.h>

namespace policies {

Verdict within(const Budget& budget, const Spent& spent) {
  if (budget.bytes && spent.bytes >= *budget.bytes) {
    return {Reason::size_limit, fmt::format("{} bytes", *budget.bytes)};
  }
  if (budget.time && spent.time >= *budget.time) {
    return {Reason::time_limit, fmt::format("{} s", budget.time->count())};
  }
  if (budget.pages && spent.pages >= *budget.pages) {
    return {Reason::page_limit, fmt::format("{} pages", *budget.pages)};
  }
  return {};
}

}  // namespace policies
