// What the records of one request and its answer have in common, and the fields it comes to
// (formats sections 2.2 and 2.4). Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "warc/fields.h"

namespace warc {

struct Exchange {
  std::string target_uri;  // as Url::href() without fragment; see target_uri_for_record()
  base::Timestamp date;    // when the capture began, on every record of it (W-14)
  // Dotted quad or IPv6; written in RFC 5952 form without brackets (W-24), left out when it is no
  // address.
  std::string ip;
  // One field each (W-25): "http/1.0", "http/1.1", "h2", "h2c", "h3", then "tls/1.2" or "tls/1.3".
  std::vector<std::string> protocols;
  std::string cipher_suite;  // IANA name (W-25)
  // Empty, or why the body is short: "length", "time", "disconnect", "unspecified" (W-42); anything
  // else is written as "unspecified".
  std::string truncated;
};

// WARC-Target-URI, -IP-Address, -Protocol and -Cipher-Suite; WARC-Truncated is the response's own.
Fields fields_of(const Exchange& exchange);

// A WARC-Truncated value the standard knows: `reason`, "unspecified", or empty for empty.
std::string_view truncation_reason(std::string_view reason);

// The WARC-Protocol value for the version in a status line: "http/1.1" for "HTTP/1.1", "h2" for
// "HTTP/2" ("h2c" without TLS), "h3" for "HTTP/3"; empty for what has none (ICY).
std::string_view protocol_of(std::string_view http_version, bool over_tls);

}  // namespace warc
