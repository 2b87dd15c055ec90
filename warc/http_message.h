// The head of an HTTP/1 response, read tolerantly. stored_head.h makes it fit for storage,
// framing.h judges what it says of its body, chunk_decoder.h takes the body out of chunk framing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "warc/chunk_decoder.h"

namespace warc {

// Header fields in the order received, bytes as received (they may be latin-1).
class HeaderList {
 public:
  void add(std::string name, std::string value);
  // Names are compared ignoring ASCII case. Views are valid until the list changes.
  std::optional<std::string_view> find(std::string_view name) const;
  std::vector<std::string_view> find_all(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& entries() const { return entries_; }

 private:
  std::vector<std::pair<std::string, std::string>> entries_;
};

struct ResponseHead {
  int status = 0;  // three digits as sent, 000 to 999
  std::string reason;
  std::string version;  // "HTTP/1.1", "HTTP/2", "ICY"
  HeaderList headers;
};

// `head` is everything up to and including the blank line. Tolerant: bare LF line ends, folded
// lines (joined with one space), blanks before the colon, lines without a colon (skipped), a
// missing blank line. Fails with Errc::protocol when the first line is no status line.
base::Result<ResponseHead> parse_response_head(std::string_view head);

// The lines behind a start line, up to the blank one, with the same tolerance.
HeaderList parse_header_lines(std::string_view lines);

// Is `chunked` the last transfer-coding named?
bool ends_in_chunked(const HeaderList& headers);

// Is the body in chunk framing: ends_in_chunked() in an HTTP/1 message (RFC 9112 section 6.3)?
bool is_chunked(const ResponseHead& head);

// Does `head` hold one CRLF CRLF, at its end? What a record's block needs in front of a payload.
bool is_one_head(std::string_view head);

// `received` without interim responses (1xx but 101) in front: a 100 or 103 before the final head
// is read by every replayer as the answer (formats section 1.8). A view into `received`.
std::string_view final_head(std::string_view received);

}  // namespace warc
