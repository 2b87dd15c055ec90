#include "crawler/status/progress.h"

#include <unistd.h>

#include <array>

#include <fmt/format.h>

#include "base/log.h"

namespace crawler::status {
namespace {

void write_to_terminal(const std::string& text) {
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

std::string human_bytes(std::uint64_t bytes) {
  static constexpr std::array kUnits = {"B", "kB", "MB", "GB", "TB", "PB"};
  double amount = static_cast<double>(bytes);
  std::size_t unit = 0;
  // From 999.5 on three digits would round to 1000 ("1e+03 kB").
  for (; bytes >= 1000 && amount >= 999.5 && unit + 1 < kUnits.size(); ++unit) amount /= 1000;
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.3g} {}", amount, kUnits[unit]);
}

std::string progress_line(const Stats& stats, const frontier::Counts& counts,
                          std::chrono::milliseconds elapsed, double bytes_per_second) {
  const auto seconds = elapsed.count() / 1000;
  const std::string parked = counts.parked > 0 ? fmt::format(", parked {}", counts.parked) : "";
  return fmt::format(
      "fetched {}, queued {}{}, in flight {}, pages {}, {}, {}/s, {} hosts waiting, {}:{:02}",
      stats.fetched, counts.queued, parked, counts.in_flight, stats.pages,
      human_bytes(stats.wire_bytes), human_bytes(static_cast<std::uint64_t>(bytes_per_second)),
      counts.hosts_waiting, seconds / 60, seconds % 60);
}

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

std::chrono::milliseconds Progress::interval() const {
  return std::chrono::milliseconds(terminal_ && !quiet_ ? 500 : 10'000);
}

void Progress::show(const Stats& stats, const frontier::Counts& counts,
                    std::chrono::milliseconds elapsed, bool is_paused) {
  if (quiet_) return;
  const double seconds = static_cast<double>((elapsed - last_elapsed_).count()) / 1000;
  if (seconds > 0) {
    const double now = static_cast<double>(stats.wire_bytes - last_bytes_) / seconds;
    rate_ = last_elapsed_.count() == 0 ? now : 0.7 * rate_ + 0.3 * now;
  }
  last_bytes_ = stats.wire_bytes;
  last_elapsed_ = elapsed;
  const std::string line =
      (is_paused ? "paused: " : "") + progress_line(stats, counts, elapsed, rate_);
  if (terminal_) {
    write_to_terminal("\r\x1b[K" + line);
    line_open_ = true;
  } else {
    base::log(base::LogLevel::info, line);
  }
}

void Progress::end() {
  if (line_open_) write_to_terminal("\n");
  line_open_ = false;
}

}  // namespace crawler::status
