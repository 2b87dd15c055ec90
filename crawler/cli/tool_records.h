// Walks over the records of one input for the tools that list or count them.
#pragma once

#include <functional>

#include "crawler/cli/tool_input.h"
#include "warc/reader.h"

namespace crawler::cli {

// Called with each record and the reader that is at it; the block may be left unread. False ends
// the walk.
using RecordVisitor = std::function<base::Result<bool>(warc::Reader&, const warc::RecordHead&)>;

// Says on stderr what the reader finds wrong (notes are left to `varve verify`) and gives the exit
// code: 1 when there was something, or `input` could not be read to its end.
int for_each_record(const ToolInput& input, Progress& progress, const RecordVisitor& visit,
                    std::uint64_t start_offset = 0);

// "1234", and "1234+567" for a record that begins 567 bytes into what the gzip member at 1234
// holds.
std::string to_text(warc::Position position);

}  // namespace crawler::cli
