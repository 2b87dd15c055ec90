// reports/skipped.jsonl: every URL that was turned away or parked, once, with the reason. Loop
// thread only.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/disk.h"
#include "base/error.h"
#include "base/line_file.h"
#include "base/time.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace crawler::status {

class SkippedList {
 public:
  // `max_lines` bounds the file: what comes after is counted, not listed, and the last line says
  // so.
  static base::Result<SkippedList> open(base::Disk& disk, const std::filesystem::path& directory,
                                        std::uint64_t max_lines = 1'000'000);

  // Writes one line, unless this URL had one for this reason before. Throws FatalError when it
  // cannot be written.
  void add(const policies::Candidate& candidate, const policies::Verdict& verdict,
           base::Timestamp now);

 private:
  explicit SkippedList(base::LineFile lines) : lines_(std::move(lines)) {}

  base::LineFile lines_;
};

}  // namespace crawler::status
