// The one way every record is made: the digests its type asks for, and the rules that hold for all
// types (ISO 28500:2017 section 5; formats section 2.1 and 2.5). records.h and revisit.h are built
// on it, and so may be a type they do not know: neither writer nor reader has a list of types.
// Pure; any thread (ids permitting).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/time.h"
#include "warc/block.h"
#include "warc/digest.h"
#include "warc/fields.h"
#include "warc/record.h"

namespace warc {

struct RecordParts {
  RecordType type{};
  base::Timestamp date{};
  // What is special to this record. The digests of its block and payload, its Content-Type and what
  // serialize_header() writes are not given here.
  Fields fields{};
  std::string content_type{};  // "application/octet-stream" where a block has none (W-09)
  Block block{};
  // Where in the block the payload begins: it gets a WARC-Payload-Digest. Nothing for a type
  // without payload.
  std::optional<std::uint64_t> payload_at{};
  // The payload is in chunk framing; its digest is over what the framing holds (formats section
  // 1.1). A payload that does not begin with a chunk size line was never chunked, whatever its
  // head says.
  bool payload_is_chunked = false;
};

// Errc::invalid, naming the field or type, for a record that readers would stumble over:
//   a type that is no lower-case word, or `continuation` and WARC-Segment-*: nothing that reads
//       WARCs puts segments together, so none are written (formats section 2.9)
//   a field given twice other than WARC-Concurrent-To and WARC-Protocol (W-06), or one that is
//       written here (W-07)
//   WARC-Filename outside a warcinfo (W-11), WARC-IP-Address in a warcinfo or conversion (W-24)
//   a payload digest in a warcinfo or metadata record (formats section 2.5)
// Otherwise the errors of reading a spooled block.
base::Result<Record> make_record(RecordIds& ids, RecordParts parts, DigestAlgorithm algorithm);

}  // namespace warc
