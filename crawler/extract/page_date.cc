#include "crawler/extract/page_date.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/time.h"

namespace crawler::extract {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What is left of the text, taken from the front.
class DateText {
 public:
  explicit DateText(std::string_view text) : rest_(text) {}

  bool is_empty() const { return rest_.empty(); }
  std::size_t digits() const {
    std::size_t count = 0;
    while (count < rest_.size() && is_digit(rest_[count])) ++count;
    return count;
  }

  bool take(std::string_view what) {
    if (!rest_.starts_with(what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }
  void skip_blanks() {
    while (take(" ")) {
    }
  }

  // A number of `least` to `most` digits between two bounds.
  std::optional<int> number(std::size_t least, std::size_t most, int low, int high) {
    const std::size_t count = std::min(digits(), most);
    if (count < least) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + (rest_[i] - '0');
    if (value < low || value > high) return std::nullopt;
    rest_.remove_prefix(count);
    return value;
  }

  std::string_view take_digits() {
    const std::string_view taken = rest_.substr(0, digits());
    rest_.remove_prefix(taken.size());
    return taken;
  }

 private:
  std::string_view rest_;
};

std::optional<int> take_year(DateText& text) { return text.number(4, 4, 1000, 2999); }

bool is_day(int year, int month, int day) {
  return std::chrono::year_month_day(std::chrono::year(year),
                                     std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

// The Chinese words behind the numbers of a date.
constexpr std::string_view kNian = "\xe5\xb9\xb4", kYue = "\xe6\x9c\x88", kRi = "\xe6\x97\xa5";

// "2022-03-01", "2022/3/1", "2022.3.1", "2022 nian 3 yue 1 ri" in Chinese, without blanks; a month
// alone with '-' only.
std::optional<std::string> take_written_day(DateText& text) {
  const auto year = take_year(text);
  if (!year) return std::nullopt;
  std::string_view separator;
  for (const std::string_view one :
       {std::string_view("-"), std::string_view("/"), std::string_view("."), kNian}) {
    if (separator.empty() && text.take(one)) separator = one;
  }
  if (separator.empty()) return std::nullopt;
  const auto month = text.number(1, 2, 1, 12);
  if (!month) return std::nullopt;
  if (separator == "-" && text.is_empty()) return fmt::format("{:04}-{:02}", *year, *month);
  if (!text.take(separator == kNian ? kYue : separator)) return std::nullopt;
  const auto day = text.number(1, 2, 1, 31);
  if (!day || !is_day(*year, *month, *day)) return std::nullopt;
  if (separator == kNian && !text.take(kRi)) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
}

// "20220301".
std::optional<std::string> take_bare_day(DateText& text) {
  const auto year = take_year(text);
  const auto month = year ? text.number(2, 2, 1, 12) : std::nullopt;
  const auto day = month ? text.number(2, 2, 1, 31) : std::nullopt;
  if (!day || !is_day(*year, *month, *day)) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
}

// "Z", "+08:00", "+0800", "+08"; "GMT" and "UTC" are what some write for Z. Empty when none is
// there.
std::optional<std::string> take_offset(DateText& text) {
  text.skip_blanks();
  if (text.is_empty()) return "";
  for (const std::string_view zero : {"Z", "z", "GMT", "UTC"}) {
    if (text.take(zero)) return "Z";
  }
  const bool is_behind = text.take("-");
  if (!is_behind && !text.take("+")) return std::nullopt;
  const auto hours = text.number(2, 2, 0, 14);
  if (!hours) return std::nullopt;
  if (text.is_empty()) return fmt::format("{}{:02}:00", is_behind ? '-' : '+', *hours);
  text.take(":");
  const auto minutes = text.number(2, 2, 0, 59);
  if (!minutes) return std::nullopt;
  return fmt::format("{}{:02}:{:02}", is_behind ? '-' : '+', *hours, *minutes);
}

// "10:14", "10:14:18", "10:14:18.250" and the offset behind it.
std::optional<std::string> take_time(DateText& text) {
  const auto hours = text.number(1, 2, 0, 23);
  if (!hours || !text.take(":")) return std::nullopt;
  const auto minutes = text.number(2, 2, 0, 59);
  if (!minutes) return std::nullopt;
  std::string time = fmt::format("T{:02}:{:02}", *hours, *minutes);
  if (text.take(":")) {
    const auto seconds = text.number(2, 2, 0, 60);
    if (!seconds) return std::nullopt;
    time += fmt::format(":{:02}", *seconds);
    if (text.take(".")) {
      const std::string_view fraction = text.take_digits();
      if (fraction.empty() || fraction.size() > 9) return std::nullopt;
      time.append(1, '.').append(fraction);
    }
  }
  const auto offset = take_offset(text);
  if (!offset) return std::nullopt;
  return time + *offset;
}

std::optional<std::string> written_date(DateText text) {
  auto day = take_written_day(text);
  if (!day || text.is_empty()) return day;
  if (!text.take("T")) text.skip_blanks();
  const auto time = take_time(text);
  if (!time || !text.is_empty()) return std::nullopt;
  return *day + *time;
}

// 8 or 14 digits, as content systems and archives write them.
std::optional<std::string> bare_date(DateText text) {
  const std::size_t digits = text.digits();
  if (digits != 8 && digits != 14) return std::nullopt;
  auto day = take_bare_day(text);
  if (!day || text.is_empty()) return day;
  const auto hours = text.number(2, 2, 0, 23);
  const auto minutes = hours ? text.number(2, 2, 0, 59) : std::nullopt;
  const auto seconds = minutes ? text.number(2, 2, 0, 60) : std::nullopt;
  if (!seconds || !text.is_empty()) return std::nullopt;
  return fmt::format("{}T{:02}:{:02}:{:02}", *day, *hours, *minutes, *seconds);
}

}  // namespace

std::string to_iso_date(std::string_view text) {
  const std::string_view date = base::trimmed(text);
  if (auto iso = written_date(DateText(date))) return *iso;
  if (auto iso = bare_date(DateText(date))) return *iso;
  if (const auto time = base::parse_http_date(date)) {
    return base::to_iso8601(*time).substr(0, 19) + "Z";  // without the fraction it never had
  }
  return std::string(date);
}

}  // namespace crawler::extract
