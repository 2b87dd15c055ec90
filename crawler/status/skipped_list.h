// reports/skipped.jsonl: every URL that was turned away or parked, once for each reason, and why.
// Links to what is not wanted stand on every page of a site, so that most calls say again what is
// known: that costs one hash and one look-up. A crawl begins the file anew. Loop thread only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <unordered_set>
#include <utility>

#include "base/disk.h"
#include "base/error.h"
#include "base/line_file.h"
#include "base/time.h"
#include "crawler/frontier/fingerprint.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace crawler::status {

class SkippedList {
 public:
  // `max_lines` bounds the file, and the memory (40 bytes a line): what comes after is counted, not
  // listed, and the last line says so.
  static base::Result<SkippedList> open(base::Disk& disk, const std::filesystem::path& directory,
                                        std::uint64_t max_lines = 1'000'000);

  // Writes one line, unless this URL had one for this reason before; says whether it is new. When
  // the list is full, what it does not hold is new each time. Throws FatalError when the line
  // cannot be written.
  bool add(const policies::Candidate& candidate, const policies::Verdict& verdict,
           base::Timestamp now);

  // Writes the last line, where not all is listed: {"notListed":N}, links, not URLs. Errors: it
  // cannot be written.
  base::Result<void> close();

 private:
  SkippedList(base::LineFile lines, std::uint64_t max_lines)
      : lines_(std::move(lines)), max_lines_(max_lines), key_(frontier::random_sip_key()) {}

  base::LineFile lines_;
  std::uint64_t max_lines_;
  frontier::SipKey key_;
  std::unordered_set<std::uint64_t> listed_;  // URL and reason
  std::uint64_t not_listed_ = 0;
};

}  // namespace crawler::status
