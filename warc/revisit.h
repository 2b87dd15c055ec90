// Records of content that is in the archive already: found again (identical payload) or reported
// unchanged by the server (formats section 2.7). Errors are those of make_record.h, and
// Errc::invalid where a revisit would not replay. Pure; any thread (ids permitting).
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/time.h"
#include "warc/digest.h"
#include "warc/exchange.h"
#include "warc/fields.h"
#include "warc/http_message.h"
#include "warc/record.h"

namespace warc {

// The capture a revisit stands for, or a conversion was made from. It may be in another file, and
// may come later (W-48).
struct Original {
  std::string target_uri{};
  base::Timestamp date{};  // its WARC-Date, written again to the last digit (W-47)
  std::string payload_digest{};
  std::string record_id{};  // "<urn:uuid:...>" or empty: WARC-Refers-To, which no replayer needs
};

// Profile identical-payload-digest (W-44..W-48): block = `head`, the revisit's own response head
// with the Content-Length of the payload; the payload digest is the original's. The two heads must
// pass same_codings(). Errc::invalid for what may never be a revisit (W-49): an empty payload,
// status 1xx, 3xx or 304, the original itself.
base::Result<Record> make_revisit(RecordIds& ids, const Exchange& exchange, std::string head,
                                  const Original& original, DigestAlgorithm algorithm);

// Profile server-not-modified, for the answer to a conditional request (formats section 1.7): no
// block, because replayers would answer with the 304 itself; put its head into the metadata record
// with add_http_head(). No payload digest either. Errc::invalid for the original itself, or none.
base::Result<Record> make_not_modified(RecordIds& ids, const Exchange& exchange,
                                       const Original& original, DigestAlgorithm algorithm);

// Would a replayer that shows `revisit` over the payload of `original` undo the same
// content-codings and framing (W-46)?
bool same_codings(const ResponseHead& revisit, const ResponseHead& original);

// Every line of an HTTP head as a field "httpHead", for a metadata record.
void add_http_head(Fields& facts, std::string_view head);

}  // namespace warc
