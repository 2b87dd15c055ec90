// What a page asks of robots beyond robots.txt: <meta name=robots>, X-Robots-Tag, and the fields of
// the years of language models (policies.md 1.5).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace policies {

// What is kept of RobotsTags::text.
inline constexpr std::size_t kMaxRobotsTagBytes = 500;

struct RobotsTags {
  bool nofollow = false, noindex = false, noarchive = false;
  // As given, lower case, what is said to us, joined with ", ": for log and record.
  std::string text;

  void add(const RobotsTags& other);
};

// The content of <meta name=robots> or <meta name=varve>: words between commas, blanks or
// semicolons. "none" is noindex and nofollow.
RobotsTags parse_robots_meta(std::string_view content);

// One X-Robots-Tag field; of several each is parsed for itself. A part may begin with the name of a
// robot ("otherbot: noindex"), to which then the rest of the field is said, or the part up to the
// next name; ours is `product_token`, in any case. A date after "unavailable_after" may hold commas
// and colons.
RobotsTags parse_x_robots_tag(std::string_view field, std::string_view product_token);

// Names of header fields that speak of use by language models or of text and data mining
// (Content-Usage, TDM-Reservation, ...): recorded, nothing more.
std::span<const std::string_view> opt_out_fields();

}  // namespace policies
