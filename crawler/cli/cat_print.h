// Prints one record for `varve cat`, streamed.
#pragma once

#include "base/error.h"
#include "crawler/cli/tool_input.h"
#include "crawler/cli/tool_line.h"
#include "warc/reader.h"

namespace crawler::cli {

enum class CatPart {
  record,       // header and block as stored, and what closes a record
  headers,      // of the record, then of the HTTP message in it
  payload,      // without chunk framing and content coding
  raw_payload,  // without chunk framing
};

// Prints of `head`, which `reader` is at, the wanted part. What is wrong with it is said on stderr;
// gives the exit code. Of a terminal, headers are made safe.
base::Result<int> print_record(warc::Reader& reader, const warc::RecordHead& head, CatPart part,
                               Stdout& out, Progress& progress);

}  // namespace crawler::cli
