// Timestamps of records and logs, and the clock seam. Waits and delays use
// std::chrono::steady_clock instead, so that a jump of the wall clock changes no politeness delay.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// UTC, microseconds since 1970.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

// Where the time of day comes from; tests give a fixed one. now() is called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

// The machine's clock; lives for the whole program.
const Clock& system_clock();

// "2026-11-22T10:31:26.123Z": WARC-Date with three fraction digits (formats W-12, W-13).
std::string to_iso8601(Timestamp time);
// "20261122103126": the 14 digits of CDX.
std::string to_timestamp14(Timestamp time);
// "20261122103126123": 17 digits, for file names.
std::string to_timestamp17(Timestamp time);

// RFC 9110 5.6.7 IMF-fixdate and the two obsolete forms; nothing when the text is none of them.
std::optional<Timestamp> parse_http_date(std::string_view text);

}  // namespace base
