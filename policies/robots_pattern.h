// One Allow or Disallow value, and what it matches. Dialect: policies.md 1.4, steps 5 and 6 (RFC
// 9309 2.2.2 and 2.2.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace policies {

// The form in which rules and URLs are compared: escapes of unreserved bytes decoded, other escapes
// in upper case, everything unusual escaped, a literal '*' or '$' as %2A or %24. `target` is path
// and query.
std::string normalized_target(std::string_view target);

// The rule in that form, where a '*' and a '$' at the end keep their meaning; its length is what
// decides between rules. Nothing for values that are no rule: empty, or starting with neither '/'
// nor '*'.
std::optional<std::string> normalized_rule(std::string_view value);

// Does `rule`, a normalized_rule(), hold for `target`, a normalized_target()? Time is linear in
// both together, whatever the number of stars.
bool rule_matches(std::string_view rule, std::string_view target);

}  // namespace policies
