#include "base/time.h"

#include <ctime>

#include <array>

#include <fmt/format.h>

namespace base {
namespace {

class SystemClock : public Clock {
 public:
  Timestamp now() const override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
  }
};

struct Civil {
  int year;
  unsigned month, day;
  long hours, minutes, seconds, millis;
};

Civil civil(Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::milliseconds>(time - day)};
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          static_cast<long>(clock.hours().count()),
          static_cast<long>(clock.minutes().count()),
          static_cast<long>(clock.seconds().count()),
          static_cast<long>(clock.subseconds().count())};
}

}  // namespace

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

std::string to_iso8601(Timestamp time) {
  const Civil c = civil(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", c.year, c.month, c.day, c.hours,
                     c.minutes, c.seconds, c.millis);
}

std::string to_timestamp14(Timestamp time) { return to_timestamp17(time).substr(0, 14); }

std::string to_timestamp17(Timestamp time) {
  const Civil c = civil(time);
  return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}{:03}", c.year, c.month, c.day, c.hours,
                     c.minutes, c.seconds, c.millis);
}

std::optional<Timestamp> parse_http_date(std::string_view text) {
  // IMF-fixdate, RFC 850 and asctime, in the C locale this program never leaves.
  static constexpr std::array formats = {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT",
                                         "%a %b %d %H:%M:%S %Y"};
  const std::string copy(text.substr(0, 64));
  for (const char* format : formats) {
    std::tm fields{};
    const char* end = strptime(copy.c_str(), format, &fields);
    if (end == nullptr || *end != '\0') continue;
    return Timestamp{std::chrono::seconds{timegm(&fields)}};
  }
  return std::nullopt;
}

}  // namespace base
