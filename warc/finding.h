// What a reader or checker has to say about a file somebody else wrote: where, which rule, one
// sentence. Codes are stable names for scripts; docs/findings.md lists them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace warc {

enum class Severity {
  note,   // legal but unwise, or a recommendation not followed; the file still counts as clean
  error,  // against the standard, or some reader fails on it
};

struct Finding {
  Severity severity = Severity::error;
  // In the file as stored: of the gzip member concerned, or of the record or byte in a plain file.
  std::uint64_t offset = 0;
  std::string_view code;  // "gzip-crc"; a literal
  std::string message;    // one sentence in lower case, printable
  // Bytes of the file, from `offset`, that no record covers because of this.
  std::uint64_t skipped = 0;
};

// Called as things are found, in the order of the file.
using FindingSink = std::function<void(Finding)>;

}  // namespace warc
