#include "policies/robots_tags.h"

namespace policies {

void RobotsTags::add(const RobotsTags& other) {
  nofollow |= other.nofollow;
  noindex |= other.noindex;
  noarchive |= other.noarchive;
  if (!text.empty() && !other.text.empty()) text += ", ";
  text += other.text;
}

RobotsTags parse_robots_meta(std::string_view) { return {}; }
RobotsTags parse_x_robots_tag(std::string_view, std::string_view) { return {}; }
std::span<const std::string_view> opt_out_fields() { return {}; }

}  // namespace policies
