// How the lines of an HTTP head are told apart, the same for reading and for storing. Private to
// warc.
#pragma once

#include <optional>
#include <string_view>

#include "base/encoding.h"

namespace warc {

inline bool is_http_blank(char c) { return c == ' ' || c == '\t'; }

// The next line without its end, or nothing when `rest` is used up. `had_crlf` says how it ended.
inline std::optional<std::string_view> next_http_line(std::string_view& rest, bool& had_crlf) {
  if (rest.empty()) return std::nullopt;
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  had_crlf = end != std::string_view::npos && line.ends_with('\r');
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "HTTP/1.1" or "ICY" when the line begins with it; empty for anything else.
inline std::string_view http_version_of(std::string_view line) {
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  if (word == "ICY" || base::starts_with_ignoring_case(word, "HTTP/")) return word;
  return {};
}

inline std::string_view http_name_of(std::string_view line) {
  return base::trimmed(line.substr(0, line.find(':')));
}

}  // namespace warc
