#include "policies/verdict.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace policies {
namespace {

// In the order of the enumeration.
constexpr std::array kNames = {
    std::string_view("accepted"),
    std::string_view("scheme"),
    std::string_view("private_name"),
    std::string_view("scope"),
    std::string_view("excluded"),
    std::string_view("depth"),
    std::string_view("too_long"),
    std::string_view("hops"),
    std::string_view("nofollow"),
    std::string_view("guess"),
    std::string_view("robots"),
    std::string_view("robots_unreachable"),
    std::string_view("host_unreachable"),
    std::string_view("host_busy"),
    std::string_view("mime"),
    std::string_view("body_size"),
    std::string_view("noarchive"),
    std::string_view("path_loop"),
    std::string_view("path_depth"),
    std::string_view("asset_loop"),
    std::string_view("broken_link"),
    std::string_view("action_link"),
    std::string_view("calendar"),
    std::string_view("query_explosion"),
    std::string_view("facets"),
    std::string_view("duplicate"),
    std::string_view("page_limit"),
    std::string_view("url_limit"),
    std::string_view("size_limit"),
    std::string_view("time_limit"),
    std::string_view("error_limit"),
};
static_assert(kNames.size() == static_cast<std::size_t>(Reason::error_limit) + 1);

}  // namespace

std::string_view name_of(Reason reason) {
  const auto index = static_cast<std::size_t>(reason);
  return index < kNames.size() ? kNames[index] : "unknown";
}

std::optional<Reason> reason_named(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Reason>(found - kNames.begin());
}

}  // namespace policies
