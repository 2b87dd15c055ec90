// Finds the record that `varve cat` shall print: the capture of a URL, the original of a revisit.
// Reads files from end to end, in memory that does not grow with them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "crawler/cli/tool_input.h"
#include "warc/reader.h"

namespace crawler::cli {

// Is `uri` the URL `wanted`, as it stands or as a browser would write it?
bool is_url(std::string_view wanted, std::string_view uri);

struct FoundRecord {
  ToolInput input;
  warc::Position position;
  std::string type, date;  // as the record says
};

struct Captures {
  std::uint64_t count = 0;
  std::optional<FoundRecord> chosen;
  std::uint64_t faults = 0;  // what the reader found wrong on the way
};

// Of the captures of `url`, the newest response or resource, or the newest revisit when there are
// only those; with `near` whichever is closest to that time. The first of equals. When it was never
// captured, the newest record of another type.
base::Result<Captures> find_captures(const std::vector<ToolInput>& inputs, std::string_view url,
                                     std::optional<base::Timestamp> near);

// The response or resource that `revisit` refers to: by WARC-Refers-To, else by
// WARC-Refers-To-Target-URI and -Date (formats W-47).
base::Result<std::optional<FoundRecord>> find_original(const std::vector<ToolInput>& inputs,
                                                       const warc::RecordHead& revisit);

}  // namespace crawler::cli
