// state/clocks.jsonl: how long each host was told to rest, so that a crawl begun again asks no
// sooner. Loop thread only.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "base/disk.h"
#include "base/error.h"
#include "base/line_file.h"
#include "base/time.h"
#include "crawler/frontier/frontier.h"

namespace crawler::engine {

class ClockJournal {
 public:
  // Reads what an earlier run left (whatever is no line of ours is passed over) and begins a new
  // file with what of it still holds.
  static base::Result<ClockJournal> open(base::Disk& disk, const std::filesystem::path& directory,
                                         const base::Clock& clock);

  // Hosts rest what is left of their rests.
  void restore(frontier::Frontier& frontier, frontier::TimePoint now) const;

  // A host rests from now on. Throws FatalError when it cannot be written.
  void note(const std::string& host, std::chrono::milliseconds rest);

  // The crawl is over, and nothing is in flight: nobody was asked after the last line.
  void close();

 private:
  ClockJournal(base::LineFile lines, const base::Clock& clock)
      : lines_(std::move(lines)), clock_(clock) {}

  base::LineFile lines_;
  const base::Clock& clock_;
};

}  // namespace crawler::engine
