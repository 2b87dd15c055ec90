#include "policies/hours.h"

#include <algorithm>
#include <optional>

#include "base/encoding.h"

namespace policies {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes kDay = hours(24);
constexpr std::size_t kMostWindows = 100;

// One or two digits.
std::optional<int> small_number(std::string_view text) {
  if (text.empty() || text.size() > 2) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// "6", "06" or "22:30"; 24:00 is the end of the day.
std::optional<minutes> parse_moment(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto hour = small_number(text.substr(0, colon));
  const auto minute = colon == text.npos ? std::optional(0) : small_number(text.substr(colon + 1));
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const minutes moment = hours(*hour) + minutes(*minute);
  return moment <= kDay ? std::optional(moment) : std::nullopt;
}

}  // namespace

base::Result<Hours> Hours::parse(std::string_view text) {
  Hours hours;
  hours.text_ = base::trimmed(text);
  const auto wrong = [](std::string_view part) {
    return base::fail(base::Errc::invalid, "\"" + base::printable(part) +
                                               "\": expected hours such as 22-06 or 22:30-06, "
                                               "several with commas between them");
  };
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string_view part = base::trimmed(text.substr(at, end - at));
    const std::size_t dash = part.find('-');
    if (dash == part.npos || hours.windows_.size() == kMostWindows) return wrong(part);
    const auto from = parse_moment(base::trimmed(part.substr(0, dash)));
    const auto to = parse_moment(base::trimmed(part.substr(dash + 1)));
    // Nobody means "never", and who means "always" says nothing.
    if (!from || !to || *from == *to || *from == kDay) return wrong(part);
    hours.windows_.push_back({*from, *to});
    at = end + 1;
  }
  return hours;
}

seconds Hours::until_open(seconds time_of_day) const {
  if (windows_.empty()) return seconds{0};
  const seconds now = time_of_day % seconds(kDay);
  seconds least = kDay;
  for (const Window& window : windows_) {
    const bool is_overnight = window.to < window.from;
    const bool is_open = is_overnight ? now >= window.from || now < window.to
                                      : now >= window.from && now < window.to;
    if (is_open) return seconds{0};
    const seconds wait = window.from - now;
    least = std::min(least, wait.count() < 0 ? wait + seconds(kDay) : wait);
  }
  return least;
}

}  // namespace policies
