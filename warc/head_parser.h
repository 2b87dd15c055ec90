// From the text of a record header to a RecordHead. Lenient: it finds what it can and says what is
// wrong. Private to reader.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "warc/finding.h"
#include "warc/record_head.h"

namespace warc {

// A header longer than this is not one: the longest URL we take is 1 MiB, and a header may hold
// two.
inline constexpr std::size_t kMaxRecordHead = 4 << 20;

// The length of the header in front of `text`, its blank line included; npos when it goes on.
std::size_t find_head_end(std::string_view text);

// Does `text` begin with "WARC/" and a version number?
bool begins_warc_record(std::string_view text);
// Is the line in front of `text` an ARC record's: URL, address, date, type, length? The first line
// of an ARC file has a URL of "filedesc:".
bool begins_arc_record(std::string_view text);

struct ParsedHead {
  RecordHead head;
  bool has_length = false;  // Content-Length stands there and is a number a file can have
};

// `raw` ends with its blank line (WARC) or is one line (ARC); `position` goes into the findings.
ParsedHead parse_warc_head(std::string_view raw, Position position, const FindingSink& report);
ParsedHead parse_arc_head(std::string_view raw, Position position, const FindingSink& report);

}  // namespace warc
