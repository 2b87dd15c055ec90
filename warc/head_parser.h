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

inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// How many CRs and LFs `text` begins with.
std::size_t count_line_ends(std::string_view text);

// The length of the header in front of `text`, its blank line included; npos when it goes on.
std::size_t find_head_end(std::string_view text);

// Does `text` begin with "WARC/" and a version number?
bool begins_warc_record(std::string_view text);
// Is the line in front of `text` an ARC record's: URL, address, date, type, length? The first line
// of an ARC file has a URL of "filedesc:".
bool begins_arc_record(std::string_view text);

// Where below `end` a record begins in damaged text, `end` or behind it when there is none. A WARC
// record may do so anywhere, since what was torn in front of it has no line end; an ARC record at a
// line's beginning.
std::size_t find_warc_record(std::string_view bytes, std::size_t end);
std::size_t find_arc_record(std::string_view bytes, std::size_t end);
// Where in a header that of another record begins, npos if nowhere: the first was torn, and what
// was appended behind it looks like one of its lines.
std::size_t find_torn(std::string_view raw);

struct ParsedHead {
  RecordHead head;
  bool has_length = false;  // Content-Length stands there and is a number a file can have
};

// `raw` ends with its blank line (WARC) or is one line (ARC); `position` goes into the findings.
ParsedHead parse_warc_head(std::string_view raw, Position position, const FindingSink& report);
ParsedHead parse_arc_head(std::string_view raw, Position position, const FindingSink& report);

}  // namespace warc
