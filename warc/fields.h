// The named fields of a WARC record header, and the lines of an application/warc-fields block
// (WARC/1.1 sections 4 and 6; formats W-01, W-04..W-06). What a server sent reaches both, so the
// rule is kept in one place: no text given to a Fields can start a new line or end the header.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace warc {

// Ordered; names are compared ignoring ASCII case and kept as first spelled. Cleaning happens on
// the way in: in a value, control characters (C0, DEL, C1, U+2028, U+2029) become spaces, bytes
// that are not UTF-8 become U+FFFD, blanks at the ends go; in a name every character outside RFC
// 9110's token becomes '_'. A field without a name is not kept.
class Fields {
 public:
  using Entry = std::pair<std::string, std::string>;

  void add(std::string_view name, std::string_view value);
  // Replaces the first field of that name and drops the others; adds one when there is none.
  void set(std::string_view name, std::string_view value);
  // Nothing at all when `value` is empty.
  void add_if(std::string_view name, std::string_view value);

  // The first value; valid until the fields change.
  std::optional<std::string_view> find(std::string_view name) const;

  const std::vector<Entry>& entries() const { return entries_; }
  bool empty() const { return entries_.empty(); }

  // "Name: value\r\n" for each, without a closing blank line.
  std::string serialize() const;

 private:
  std::vector<Entry> entries_;
};

}  // namespace warc
