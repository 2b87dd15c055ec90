// state/clocks.jsonl: how long each host was told to rest, so that a crawl begun again asks no
// sooner. Loop thread only. A line a rest, with the time of day it began (microseconds since 1970
// are too fine: milliseconds), its length in milliseconds, and the host; an empty host is
// everybody:
//
//   {"at":1795343486123,"rest":10000,"host":"www.example.com"}
//   {"closed":1795343999000}
//
// What is left of a rest is at + rest - now, but never more than the rest itself: a clock set back
// prolongs nothing. Where the last line does not say "closed" the program was killed, and each host
// may have been asked after its last line: it rests its last rest again, at most five minutes.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "base/disk.h"
#include "base/error.h"
#include "base/line_file.h"
#include "base/time.h"
#include "crawler/frontier/frontier.h"

namespace crawler::engine {

class ClockJournal {
 public:
  // Reads what an earlier run left (whatever is no line of ours is passed over) and begins a new
  // file with what of it still holds. `disk` and `clock` outlive the journal.
  static base::Result<ClockJournal> open(base::Disk& disk, const std::filesystem::path& directory,
                                         const base::Clock& clock);

  // Hosts rest what is left of their rests.
  void restore(frontier::Frontier& frontier, frontier::TimePoint now) const;

  // A host rests from now on. Throws FatalError when it cannot be written.
  void note(const std::string& host, std::chrono::milliseconds rest);

  // The crawl is over, and nothing is in flight: nobody was asked after the last line. Without this
  // line the next run is only more patient, so that failing to write it is no failure.
  base::Result<void> close();

 private:
  struct Rest {
    std::chrono::sys_time<std::chrono::milliseconds> began;
    std::chrono::milliseconds length;
  };
  using Rests = std::map<std::string, Rest>;

  ClockJournal(base::Disk& disk, std::filesystem::path path, const base::Clock& clock,
               base::LineFile lines)
      : disk_(&disk), path_(std::move(path)), clock_(&clock), lines_(std::move(lines)) {}

  static std::string line_of(const std::string& host, const Rest& rest);
  static void take_line(std::string_view line, Rests& rests, bool& is_closed);
  static base::Result<base::LineFile> rewrite(base::Disk& disk, const std::filesystem::path& path,
                                              const Rests& rests);
  void compact();

  base::Disk* disk_;
  std::filesystem::path path_;
  const base::Clock* clock_;
  base::LineFile lines_;
  Rests rests_;
  std::size_t lines_written_ = 0;
};

}  // namespace crawler::engine
