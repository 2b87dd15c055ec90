// Does a response keep to the framing of HTTP/1.1 (RFC 9112 section 6)? Client libraries take some
// broken ones for success (libcurl: `Content-Length: 0x5`, two different lengths), so a response is
// judged here once more. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "warc/http_message.h"

namespace warc {

struct Framing {
  bool chunked = false;                         // the last transfer-coding is "chunked"
  std::optional<std::uint64_t> content_length;  // the one valid length, when it counts
  std::vector<std::string> faults;              // one sentence each
};

// What the head promises about its body. Total: any head gives an answer.
Framing framing_of(const ResponseHead& head);

// A Content-Length value by RFC 9110 8.6: digits only, at most 2^63-1; equal values in a comma list
// count as one (RFC 9112 6.3).
std::optional<std::uint64_t> parse_content_length(std::string_view value);

}  // namespace warc
