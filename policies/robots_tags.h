// What a page asks of robots beyond robots.txt: <meta name=robots>, X-Robots-Tag, and the fields of
// the years of language models (policies.md 1.5).
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace policies {

struct RobotsTags {
  bool nofollow = false, noindex = false, noarchive = false;
  // As given, lower case, those that concern us, joined with ", ": for log and record.
  std::string text;

  void add(const RobotsTags& other);
};

// The content of <meta name=robots> or <meta name=varve>.
RobotsTags parse_robots_meta(std::string_view content);

// X-Robots-Tag fields joined with commas. A part may begin with the name of a robot ("otherbot:
// noindex"), for which it then holds alone; ours is `product_token`.
RobotsTags parse_x_robots_tag(std::string_view value, std::string_view product_token);

// Names of header fields that speak of use by language models or of text and data mining
// (Content-Signal, TDM-Reservation, ...): recorded, nothing more.
std::span<const std::string_view> opt_out_fields();

}  // namespace policies
