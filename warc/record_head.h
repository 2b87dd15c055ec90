// The header of a record as somebody wrote it (ISO 28500 section 4; ARC 1.0), as a value. Nothing
// is cleaned: `raw` and the field values hold the bytes read. Writing is record.h's work.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "warc/http_message.h"
#include "warc/record.h"

namespace warc {

struct Position {
  std::uint64_t offset = 0;  // in the file: of the gzip member, or of the record in a plain file
  // Decoded bytes of the member in front of the record: 0 unless records share a member.
  std::uint64_t inner = 0;
};

struct RecordHead {
  Position position;
  std::string version;  // "WARC/1.1", "ARC/1.0"
  RecordType type;      // lower case; of an ARC record what a WARC would say
  HeaderList fields;    // folded lines joined with one space; made up for ARC records
  std::uint64_t content_length = 0;
  std::string raw;  // the header's bytes, its blank line included

  // The first value of the field, empty when there is none.
  std::string_view field(std::string_view name) const;
  // WARC-Target-URI without the '<' and '>' of old wget (formats section 6.1).
  std::string_view target_uri() const;
  // WARC-Date; nothing when it is none (W3C-DTF: year to nanoseconds, 'Z').
  std::optional<base::Timestamp> date() const;
  bool is_arc() const { return version.starts_with("ARC/"); }
};

// W3C-DTF as ISO 28500:2017 5.4 allows it in WARC-Date: YYYY, YYYY-MM, YYYY-MM-DD or to minutes,
// seconds or 1 to 9 fraction digits, with 'Z'. Fractions beyond microseconds are cut off.
std::optional<base::Timestamp> parse_warc_date(std::string_view text);

}  // namespace warc
