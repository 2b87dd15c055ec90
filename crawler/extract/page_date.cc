#include "crawler/extract/page_date.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

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
  std::size_t size() const { return rest_.size(); }
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

// "10:14", "10:14:18", "10:14:18.250".
std::optional<std::string> take_clock(DateText& text) {
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
  return time;
}

std::optional<std::string> take_time(DateText& text) {
  const auto time = take_clock(text);
  const auto offset = time ? take_offset(text) : std::nullopt;
  if (!offset) return std::nullopt;
  return *time + *offset;
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

std::optional<std::string> iso_date(std::string_view date) {
  if (auto iso = written_date(DateText(date))) return iso;
  if (auto iso = bare_date(DateText(date))) return iso;
  if (const auto time = base::parse_http_date(date)) {
    return base::to_iso8601(*time).substr(0, 19) + "Z";  // without the fraction it never had
  }
  return std::nullopt;
}

constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
constexpr std::string_view kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                          "friday", "saturday", "sunday"};

// "march", "mar" and "Sept", from 1; 0 for other words.
template <std::size_t N>
int number_of(std::string_view word, const std::string_view (&names)[N]) {
  if (word.size() < 3 || word.size() > 9) return 0;
  const std::string lower = base::to_lower_ascii(word);
  for (std::size_t i = 0; i < N; ++i) {
    const bool is_short = lower.size() == 3 || (lower.size() == 4 && names[i].size() > 5);
    if (names[i] == lower || (is_short && names[i].starts_with(lower))) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t run_of(bool (*is_part)(char), std::string_view text) {
  const auto* end = std::find_if_not(text.begin(), text.end(), is_part);
  return static_cast<std::size_t>(end - text.begin());
}

std::optional<int> take_plausible_year(DateText& text) {
  const auto year = text.digits() == 4 ? text.number(4, 4, 1900, 2199) : std::nullopt;
  return year;
}

// "3", "3rd".
std::optional<int> take_ordinal(DateText& text) {
  const auto day = text.digits() <= 2 ? text.number(1, 2, 1, 31) : std::nullopt;
  if (!day) return std::nullopt;
  for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
    if (text.take(ending)) break;
  }
  return day;
}

// Looks for dates at each word and number of a line once.
class DateFinder {
 public:
  explicit DateFinder(std::string_view text) : text_(text) {}

  std::optional<FoundDate> find() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::string_view rest = text_.substr(at);
      const std::size_t digits = run_of(is_digit, rest), letters = run_of(is_letter, rest);
      auto found = digits > 0    ? at_number(at, digits)
                   : letters > 0 ? at_word(at, rest.substr(0, letters))
                                 : std::nullopt;
      if (found) return found;
      at += std::max({digits, letters, std::size_t{1}});
    }
    return std::nullopt;
  }

 private:
  FoundDate found(std::string day, std::size_t begin, DateText& rest) const {
    DateText behind = rest;
    if (!behind.take("T")) behind.skip_blanks();
    if (const auto clock = take_clock(behind)) {
      // "08:30 PM" is not 08:30.
      const std::string_view next = base::trimmed(text_.substr(text_.size() - behind.size()));
      const bool is_half = base::starts_with_ignoring_case(next, "am") ||
                           base::starts_with_ignoring_case(next, "pm") ||
                           base::starts_with_ignoring_case(next, "a.m") ||
                           base::starts_with_ignoring_case(next, "p.m");
      if (!is_half) {
        day += *clock;
        rest = behind;
      }
    }
    return {.iso = std::move(day), .begin = begin, .end = text_.size() - rest.size()};
  }

  std::optional<FoundDate> at_number(std::size_t at, std::size_t digits) {
    DateText rest(text_.substr(at));
    if (digits <= 2) {
      DateText behind = rest;
      day_ = take_ordinal(behind);
      behind.skip_blanks();
      day_begin_ = at;
      day_end_ = text_.size() - behind.size();
      return std::nullopt;
    }
    DateText year = rest;
    if (!take_plausible_year(year)) return std::nullopt;
    auto day = take_written_day(rest);
    if (!day || day->size() < 10 || rest.digits() > 0) return std::nullopt;
    return found(std::move(*day), at, rest);
  }

  std::optional<FoundDate> at_word(std::size_t at, std::string_view word) {
    const int month = number_of(word, kMonths);
    if (month == 0) return std::nullopt;
    DateText rest(text_.substr(at + word.size()));
    rest.take(".");
    std::optional<int> day = day_ && day_end_ == at ? day_ : std::nullopt;
    const std::size_t begin = day ? day_begin_ : at;
    rest.skip_blanks();
    if (!day) day = take_ordinal(rest);
    rest.take(",");
    rest.skip_blanks();
    const auto year = day ? take_plausible_year(rest) : std::nullopt;
    if (!year || !is_day(*year, month, *day)) return std::nullopt;
    return found(fmt::format("{:04}-{:02}-{:02}", *year, month, *day), begin, rest);
  }

  std::string_view text_;
  // The last number that may be the day of the month behind it, and where that would begin.
  std::optional<int> day_;
  std::size_t day_begin_ = 0, day_end_ = 0;
};

// A year on its own, or a day of eight digits: "2024-13" is neither.
bool is_year_or_day(std::string_view digits, std::string_view behind) {
  DateText number(digits);
  if (digits.size() == 8 || digits.size() == 14) return take_bare_day(number).has_value();
  if (!take_plausible_year(number)) return false;
  DateText rest(behind);
  for (const std::string_view separator :
       {std::string_view("-"), std::string_view("/"), std::string_view("."), kNian}) {
    if (rest.take(separator)) return rest.digits() == 0;
  }
  return true;
}

// Seconds or milliseconds from 2001 to 2033, as portals write them.
bool is_unix_time(std::string_view text) {
  const bool has_length = text.size() == 10 || text.size() == 13;
  return has_length && text[0] == '1' && run_of(is_digit, text) == text.size();
}

// What find_date() is too strict for.
bool hints_at_date(std::string_view text) {
  if (is_unix_time(text)) return true;
  bool has_name = false, has_number = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const std::size_t digits = run_of(is_digit, rest), letters = run_of(is_letter, rest);
    if (digits > 0 && is_year_or_day(rest.substr(0, digits), rest.substr(digits))) return true;
    const std::string_view word = rest.substr(0, letters);
    has_number |= digits > 0;
    has_name |= number_of(word, kMonths) > 0 || number_of(word, kWeekdays) > 0;
    at += std::max({digits, letters, std::size_t{1}});
  }
  return has_name && has_number;
}

}  // namespace

std::string to_iso_date(std::string_view text) {
  const std::string_view date = base::trimmed(text);
  return iso_date(date).value_or(std::string(date));
}

std::string as_date(std::string_view text) {
  const std::string_view date = base::trimmed(text);
  if (auto iso = iso_date(date)) return *iso;
  return find_date(date) || hints_at_date(date) ? std::string(date) : std::string();
}

std::optional<FoundDate> find_date(std::string_view text) { return DateFinder(text).find(); }

}  // namespace crawler::extract
