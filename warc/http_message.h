// The head of an HTTP/1 response: read tolerantly for the crawler, and made fit for storage
// (formats section 1.1, 1.2 and W-30..W-37). Bodies are taken out of chunk framing by
// chunk_decoder.h.
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

// Is the body in chunk framing: is `chunked` the last transfer-coding of an HTTP/1 message (RFC
// 9112 section 6.3)?
bool is_chunked(const ResponseHead& head);

// The head to store in front of a stored body of `body_size` bytes. Kept exactly: order, case,
// duplicates, folding, bytes outside ASCII. Changed, each named in `repairs` ("bare-lf"):
//   bare-lf             line ends become CRLF                                     (W-31)
//   nul                 NUL bytes go                                              (W-31)
//   blank-line          lines of CRs only go, also those before the status line   (W-31)
//   missing-blank-line  the closing blank line is added
//   http-version        "HTTP/2", "HTTP/3" and "ICY" become "HTTP/1.1"      (section 1.2, W-31)
//   http-0.9            a status line is put before a reply that has none         (W-31)
// and when the body was taken out of chunk framing (section 1.1, W-36):
//   transfer-encoding   Transfer-Encoding is renamed X-Archive-Orig-Transfer-Encoding
//   content-length      what Content-Length was sent is dropped
// with a true Content-Length added at the end, which is no repair. A 1xx head in front is the
// caller's to drop: only the text up to the first blank line counts.
//
// `Content-Encoding: GZIP` stays as received although wabac.js wants lower case (W-37): a reader
// can be mended later, bytes we changed cannot.
std::string head_for_storage(std::string_view raw_head, bool was_dechunked, std::uint64_t body_size,
                             std::vector<std::string>& repairs);

}  // namespace warc
