// The YAML between two `---` lines at the top of an article (Jekyll, Hexo). Hostile YAML is refused
// before a tree is built: no anchors, no aliases, 64 KiB at most.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace crawler::extract {

inline constexpr std::size_t kMaxFrontMatterBytes = 64u << 10;

// Where the front matter stands in a text: views into it.
struct FrontMatterSplit {
  std::string_view yaml, body;
  std::size_t first_line = 0;  // number of the first YAML line, counted from 1
};

// Blank lines before the first `---` are passed over; nothing when there is no closing `---`.
std::optional<FrontMatterSplit> split_front_matter(std::string_view text);

struct FrontMatterField {
  std::string key;
  std::vector<std::string> values;  // one for a scalar, the items of a list
};

// The fields in order. Deeper structures come as their YAML text. Errors name the file's line:
// too_large past 64 KiB, invalid for what is no YAML mapping or holds anchors or aliases.
base::Result<std::vector<FrontMatterField>> parse_front_matter(const FrontMatterSplit& split);

}  // namespace crawler::extract
