// What lists and counts tell of a record beside its header: the HTTP status and the media type of
// what was captured.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.h"
#include "warc/reader.h"
#include "warc/record_head.h"

namespace warc {

struct RecordFacts {
  int status = 0;  // of the HTTP response in the record; 0 when there is none
  // "text/html", lower case, without parameters, any bytes: of the HTTP response, else of the
  // record. Empty when nothing says.
  std::string mime;
  std::uint64_t block_bytes = 0;  // read; fewer than content_length when the record is cut
};

// Reads the block of `head`, which reader.next() gave, to its end.
base::Result<RecordFacts> read_facts(Reader& reader, const RecordHead& head);

// The type and subtype of a Content-Type, in lower case.
std::string mime_of(std::string_view content_type);

// A capture of something on the web, as an index lists it: response, resource or revisit.
bool is_capture(const RecordHead& head);

}  // namespace warc
