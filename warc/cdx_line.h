// Reads the lines of an index anybody wrote: CDXJ, and CDX with 7, 9, 10 or 11 fields or as many as
// its legend names (formats section 3.1). Strict where a wrong guess would point into the wrong
// record, tolerant otherwise; time and memory are linear in the line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "warc/cdx.h"

namespace warc {

// What a line looks like, from its first characters and its number of fields. Cheap; a line that is
// cdxj or cdx here may still be refused by CdxLineParser.
enum class LineKind {
  cdxj,
  cdx,
  legend,  // " CDX N b a ...": names the fields of the lines below
  header,  // "!meta ...", "!OpenWayback-CDXJ 1.0": about the file
  empty,
  other,  // no line of an index: torn, or of something else
};
LineKind kind_of_line(std::string_view line);

// The lines of one file in their order: a CDX legend holds for the lines below it. One thread at a
// time.
class CdxLineParser {
 public:
  // Longer lines are refused (LineSorter takes no longer ones either).
  static constexpr std::size_t kMaxLine = 4 << 20;

  // The entry of `line`, which comes without its end; nothing for legends, headers and empty lines.
  // Errc::invalid (or too_large) says what is wrong with it.
  //
  // Required: a key without spaces, 14 digits of a date (17 are cut to 14), a URL; in CDXJ also
  // filename, offset and length, in CDX what the legend has of them (the 7-field form has no
  // filename and no offset, the 9- and 10-field forms no length: empty and 0). Numbers are digits
  // up to 2^63-1, in CDXJ as string or number. A file name has no ".." in its path and no control
  // characters; it may be absolute. "-" is an absent value. A line without a key (wget's legend has
  // none) gets the SURT of its URL. A legend with a letter not known here is fine.
  base::Result<std::optional<CdxEntry>> parse(std::string_view line);

 private:
  std::string legend_;  // "NbamskrMSVg", empty when none was seen
};

}  // namespace warc
