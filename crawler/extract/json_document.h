// JSON that is read as a tree: linked data, feeds, manifests, import maps. Boost.JSON with bounds
// and the leniency real pages need; nothing here throws.
#pragma once

#include <cstddef>
#include <string_view>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

namespace crawler::extract {

// 4 MiB: a long feed with the text of its articles. The tree takes up to 20 times that.
inline constexpr std::size_t kMaxJsonDocumentBytes = 4u << 20;
inline constexpr std::size_t kMaxJsonDepth = 32;
// The parser's hash of member names is salted with an address only (Boost 1.81), so names might be
// chosen to collide, at a comparison for each pair: their number is bounded by that of the colons.
// A feed of 1,000 entries has 15,000.
inline constexpr std::size_t kMaxJsonColons = 20'000;

// Owns one tree. Not copied: the values live in its memory.
class JsonDocument {
 public:
  // Reads UTF-8, with or without a byte order mark. Comments, trailing commas, line ends in strings
  // and bytes that are not UTF-8 are forgiven; what still is no JSON, or is too much, gives null.
  explicit JsonDocument(std::string_view text);
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  const boost::json::value* root() const { return &root_; }
  bool is_damaged() const { return is_damaged_; }

 private:
  boost::json::monotonic_resource memory_;
  boost::json::value root_;
  bool is_damaged_ = false;
};

// The member of an object; null when there is no such member or no object. Null is passed through.
const boost::json::value* member(const boost::json::value* object, std::string_view name);

// The text of a string; empty for everything else.
std::string_view string_of(const boost::json::value* value);

// Calls `action` for each value of a list; never for what is none.
template <typename Action>
void for_each_in(const boost::json::value* list, const Action& action) {
  if (list == nullptr || !list->is_array()) return;
  for (const boost::json::value& one : list->get_array()) action(one);
}

}  // namespace crawler::extract
