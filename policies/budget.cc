#include "policies/budget.h"

#include <fmt/format.h>

namespace policies {

Verdict within(const Limits& limits, const Spent& spent) {
  if (limits.bytes && spent.bytes >= *limits.bytes) {
    return {Reason::size_limit, fmt::format("{} bytes", *limits.bytes)};
  }
  if (limits.time && spent.time >= *limits.time) {
    return {Reason::time_limit, fmt::format("{} s", limits.time->count())};
  }
  if (limits.errors && spent.errors >= *limits.errors) {
    return {Reason::error_limit, fmt::format("{} errors", *limits.errors)};
  }
  if (limits.urls && spent.urls >= *limits.urls) {
    return {Reason::url_limit, fmt::format("{} URLs", *limits.urls)};
  }
  if (limits.pages && spent.pages >= *limits.pages) {
    return {Reason::page_limit, fmt::format("{} pages", *limits.pages)};
  }
  return {};
}

}  // namespace policies
