// The line an operator watches: rewritten in place on a terminal, a plain line every 10 s
// elsewhere.
#pragma once

#include <chrono>
#include <string>

#include "crawler/frontier/frontier.h"
#include "crawler/status/stats.h"

namespace crawler::status {

// "fetched 120, queued 35, parked 7, in flight 4, pages 60, 12.3 MB, 1.2 MB/s, 3 hosts waiting,
// 0:42"; parked only where something is.
std::string progress_line(const Stats& stats, const frontier::Counts& counts,
                          std::chrono::milliseconds elapsed, double bytes_per_second);

// "12.3 MB": decimal units, three digits.
std::string human_bytes(std::uint64_t bytes);

// Loop thread only.
class Progress {
 public:
  explicit Progress(bool quiet);
  // How often show() wants to be called.
  std::chrono::milliseconds interval() const;
  void show(const Stats& stats, const frontier::Counts& counts, std::chrono::milliseconds elapsed,
            bool is_paused = false);
  // Leaves the terminal's line, so that what follows starts at its beginning.
  void end();

 private:
  bool quiet_, terminal_;
  bool line_open_ = false;
  std::uint64_t last_bytes_ = 0;
  std::chrono::milliseconds last_elapsed_{0};
  double rate_ = 0;
};

}  // namespace crawler::status
