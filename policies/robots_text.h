// The lines of a robots.txt, whatever shape it arrives in: byte order marks, UTF-16, any line end,
// wrapped in HTML, keys misspelt. Dialect: policies.md 1.4, steps 1 to 3 (RFC 9309 2.2).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace policies {

// RFC 9309 2.5 asks for at least 500 KiB. What is longer is cut before its last, partial line.
inline constexpr std::size_t kMaxRobotsBytes = 512'000;
// Google's limit for one line; what is longer is cut there.
inline constexpr std::size_t kMaxRobotsLineBytes = 16'663;

enum class RobotsKey { user_agent, allow, disallow, sitemap, crawl_delay };

struct RobotsLine {
  RobotsKey key;
  std::string value;       // without comment and surrounding blanks; may be empty
  std::size_t number = 0;  // of the line, from 1; CRLF ends one line
};

// Lines with any other key are left out: they must not interfere (RFC 9309 2.2.4). Takes any
// bytes.
std::vector<RobotsLine> read_robots(std::string_view body);

}  // namespace policies
