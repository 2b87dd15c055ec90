// Everything one HTTP exchange produced: what the archive stores and the extractors read.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "base/url.h"
#include "policies/verdict.h"
#include "warc/block.h"
#include "warc/http_message.h"

namespace crawler::net {

struct Capture {
  base::Url url;
  base::Timestamp started;  // WARC-Date: the moment the exchange began
  std::chrono::milliseconds duration{0};
  std::string request;               // head bytes as sent
  bool sent_secret_cookies = false;  // its Cookie line may hold some of the operator's own
  std::string head;  // head bytes of the final response as received, blank line included
  std::optional<warc::ResponseHead> response;  // `head` parsed; nothing when no head arrived whole
  // Content-coding kept, transfer-coding removed unless `keeps_framing`; see read_payload().
  warc::Block body;
  bool was_chunked = false;
  bool keeps_framing = false;          // `body` is in chunk framing, as received
  std::uint64_t trailers = 0;          // fields behind a chunked body, dropped with its framing
  std::uint64_t wire_bytes = 0;        // of the body as it came in, chunk framing included
  std::string ip;                      // peer address, no brackets
  std::vector<std::string> protocols;  // WARC-Protocol values: "http/1.1", "tls/1.3"
  std::string cipher_suite;            // IANA name
  std::string truncated;               // WARC-Truncated value, empty for a whole body
  std::vector<std::string> faults;     // how the response broke HTTP, one sentence each
  std::optional<base::Error> error;    // why the exchange ended early or never began
  std::optional<policies::Verdict> refused;  // what FetchRequest::accepts_head said; set: no body

  // Is there something to store as a response record?
  bool has_response() const { return response.has_value(); }
  int status() const { return response ? response->status : 0; }
};

// All fields of that name in one value, commas between them (RFC 9110 5.3); empty when there is
// none.
std::string combined_header(const Capture& capture, std::string_view name);

// The first `limit` bytes of the body without transfer-coding, or all when there are fewer. Errors:
// those of reading a spooled body.
base::Result<std::string> read_payload(const Capture& capture, std::uint64_t limit);

}  // namespace crawler::net
