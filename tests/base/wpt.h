// Rows of the web-platform-tests files in ../shared/vectors.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "base/disk.h"
#include "base/encoding.h"
#include "tests/support/shared_data.h"

namespace wpt {

// Boost.JSON refuses lone surrogates; a URL is made of scalar values, where each reads as U+FFFD.
inline std::string without_lone_surrogates(std::string json) {
  const auto unit_at = [&json](std::size_t at) {
    if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u') return 0u;
    return static_cast<unsigned>(std::stoul(json.substr(at + 2, 4), nullptr, 16));
  };
  const auto is_high = [](unsigned unit) { return unit >= 0xd800 && unit < 0xdc00; };
  const auto is_low = [](unsigned unit) { return unit >= 0xdc00 && unit < 0xe000; };
  for (std::size_t at = 0; at + 1 < json.size(); ++at) {
    if (json[at] != '\\') continue;
    const unsigned unit = unit_at(at);
    if (is_high(unit) && is_low(unit_at(at + 6))) {
      at += 11;
    } else if (is_high(unit) || is_low(unit)) {
      json.replace(at, 6, "\\ufffd");
      at += 5;
    } else {
      ++at;
    }
  }
  return json;
}

// The array in a file; nothing where ../shared is absent.
inline std::optional<boost::json::array> rows(const std::string& name) {
  const auto path = support::shared_data("vectors/" + name);
  if (!path) return std::nullopt;
  auto text = base::read_file(base::real_disk(), *path, 64 << 20);
  BOOST_REQUIRE(text);
  return boost::json::parse(without_lone_surrogates(std::move(*text))).as_array();
}

// A string field; empty when absent or null.
inline std::string field(const boost::json::object& row, const char* name) {
  const boost::json::value* value = row.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace wpt
