// Makes the records of a crawl, each with the fields and digests its type requires (formats
// sections 2.3 to 2.6); revisits are in revisit.h. Errors are those of make_record.h, and
// Errc::invalid where the arguments would make a record no reader accepts. Pure functions; any
// thread (ids permitting).
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/time.h"
#include "warc/block.h"
#include "warc/digest.h"
#include "warc/exchange.h"
#include "warc/fields.h"
#include "warc/record.h"
#include "warc/revisit.h"

namespace warc {

// Block = `head` + `body`, with both digests. `head` comes from head_for_storage() and ends with a
// blank line. The payload is the body with transfer-coding off and content-coding on: where `head`
// says that the body is in chunk framing, the framing stays out of the payload digest.
base::Result<Record> make_response(RecordIds& ids, const Exchange& exchange, std::string head,
                                   const Block& body, DigestAlgorithm algorithm);

// `bytes_sent` exactly as on the wire, or from request_for_storage() for HTTP/2 and later; a
// payload digest only when a body follows its head (W-20). Belongs directly behind its response,
// whose id is `concurrent_to` (W-21, W-22).
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

// What was made from the capture `original`, named in WARC-Refers-To (its record_id is required).
// The standard would have the same target for both, but pywb and warcio.js then index the
// conversion as a second capture of the page at the same second (formats section 1.10). So
// Errc::invalid for the original's own target and for every http(s) URI; conversion_uri() gives one
// that serves. No payload digest: nothing should find a conversion by it.
base::Result<Record> make_conversion(RecordIds& ids, std::string_view target_uri,
                                     base::Timestamp date, std::string_view content_type,
                                     Block block, const Original& original,
                                     DigestAlgorithm algorithm);

// "urn:text:https://a.example/" for ("text", "https://a.example/").
std::string conversion_uri(std::string_view kind, std::string_view target_uri);

}  // namespace warc
