// Makes the records of a crawl, each with the fields and digests its type requires (formats
// sections 2.3 to 2.7). Errors are those of reading a spooled block, and Errc::invalid where the
// arguments would make a record no reader accepts. Pure functions; any thread (ids permitting).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "warc/block.h"
#include "warc/digest.h"
#include "warc/fields.h"
#include "warc/record.h"

namespace warc {

// What the records of one request and its answer have in common.
struct Exchange {
  std::string target_uri;  // as Url::href() without fragment; see target_uri_for_record()
  base::Timestamp date;    // when the capture began, on every record of it (W-14)
  // Dotted quad or IPv6; written in RFC 5952 form without brackets (W-24), left out when it is no
  // address.
  std::string ip;
  std::vector<std::string> protocols;  // "h2", "tls/1.3": one field each (W-25)
  std::string cipher_suite;            // IANA name (W-25)
  // Empty, or why the body is short: "length", "time", "disconnect", "unspecified" (W-42); anything
  // else is written as "unspecified".
  std::string truncated;
};

// Block = `head` + `body`, with both digests. `head` comes from head_for_storage() and ends with a
// blank line; the payload is the body with transfer-coding off and content-coding on.
base::Result<Record> make_response(RecordIds& ids, const Exchange& exchange, std::string head,
                                   const Block& body, DigestAlgorithm algorithm);

// `bytes_sent` exactly as on the wire; a payload digest only when a body follows its head (W-20).
// Belongs directly behind its response, whose id is `concurrent_to` (W-21).
base::Result<Record> make_request(RecordIds& ids, const Exchange& exchange, std::string bytes_sent,
                                  std::string_view concurrent_to, DigestAlgorithm algorithm);

// application/warc-fields about the capture `concurrent_to` (W-23); never a payload digest. An
// empty `concurrent_to` writes no such field.
base::Result<Record> make_metadata(RecordIds& ids, std::string_view target_uri,
                                   base::Timestamp date, const Fields& content,
                                   std::string_view concurrent_to, DigestAlgorithm algorithm);

// The first record of a file called `filename` (W-11). `format` and `conformsTo` are added to
// `content` where missing.
base::Result<Record> make_warcinfo(RecordIds& ids, base::Timestamp date, std::string_view filename,
                                   Fields content, DigestAlgorithm algorithm);

// Content that came without HTTP: "urn:text:...", "dns:...". Its payload digest, which indexers
// want, is left out under an http(s) URI, where FastWARC refuses it (formats section 2.5).
base::Result<Record> make_resource(RecordIds& ids, std::string_view target_uri,
                                   base::Timestamp date, std::string_view content_type, Block block,
                                   DigestAlgorithm algorithm);

// The capture a revisit stands for.
struct Original {
  std::string target_uri;
  base::Timestamp date;
  std::string payload_digest;
};

// Profile identical-payload-digest (W-44..W-48): block = `head`, the revisit's own response head
// with the Content-Length of the payload; the payload digest is the original's. Content-Encoding
// and framing must equal the original's (W-46); the caller knows. Errc::invalid for what may never
// be a revisit (W-49): an empty payload, status 1xx, 3xx or 304, the original itself.
base::Result<Record> make_revisit(RecordIds& ids, const Exchange& exchange, std::string head,
                                  const Original& original, DigestAlgorithm algorithm);

}  // namespace warc
