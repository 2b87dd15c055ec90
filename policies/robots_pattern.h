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

class RobotsPattern {
 public:
  // Nothing for values that are no rule: empty, or starting with neither '/' nor '*'.
  static std::optional<RobotsPattern> parse(std::string_view value);

  // `target` as normalized_target() gives it. Time is linear in pattern plus target, whatever the
  // number of stars.
  bool matches(std::string_view target) const;

  // The normalised rule; its length is what decides between rules.
  const std::string& text() const { return text_; }

 private:
  explicit RobotsPattern(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace policies
