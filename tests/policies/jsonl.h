// Rows of the .jsonl files in ../shared/vectors.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>

#include "tests/base/wpt.h"

namespace jsonl {

// Calls `take` with every row of that kind. False where ../shared is absent.
inline bool for_each(const std::string& name, const std::string& kind,
                     const std::function<void(const boost::json::object&)>& take) {
  const auto path = support::shared_data("vectors/" + name);
  if (!path) return false;
  auto text = base::read_file(base::real_disk(), *path, 64 << 20);
  BOOST_REQUIRE(text);
  for (std::size_t from = 0; from < text->size();) {
    const std::size_t end = std::min(text->find('\n', from), text->size());
    const std::string line = text->substr(from, end - from);
    from = end + 1;
    if (line.empty()) continue;
    const boost::json::value row = boost::json::parse(wpt::without_lone_surrogates(line));
    if (wpt::field(row.as_object(), "kind") == kind) take(row.as_object());
  }
  return true;
}

}  // namespace jsonl
