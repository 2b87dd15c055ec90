#include "warc/record_head.h"

#include <chrono>

namespace warc {
namespace {

// Exactly `digits` digits from the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return number;
}

// Letters of either case, as literals of RFC 5234's grammars are.
bool take(std::string_view& text, char c) {
  if (!text.starts_with(c) && !(c >= 'A' && text.starts_with(static_cast<char>(c + 32)))) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

// ".1" to ".123456789" as microseconds; 0 when there is no point, nothing when there is no digit.
std::optional<int> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  int micros = 0;
  std::size_t digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 6) micros = micros * 10 + (text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0 || digits > 9) return std::nullopt;
  for (std::size_t i = digits; i < 6; ++i) micros *= 10;
  return micros;
}

struct Parts {
  int year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, micros = 0;
};

std::optional<base::Timestamp> timestamp(const Parts& parts) {
  using namespace std::chrono;
  const year_month_day date(year(parts.year), month(static_cast<unsigned>(parts.month)),
                            day(static_cast<unsigned>(parts.day)));
  // A second of 60 is a leap second, which UTC has.
  if (!date.ok() || parts.year == 0 || parts.hour > 23 || parts.minute > 59 || parts.second > 60) {
    return std::nullopt;
  }
  return base::Timestamp(sys_days(date)) + hours(parts.hour) + minutes(parts.minute) +
         seconds(parts.second) + microseconds(parts.micros);
}

// "hh:mm[:ss[.f]]Z"
bool take_time(std::string_view& text, Parts& parts) {
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return false;
  const auto minute = take_number(text, 2);
  if (!minute) return false;
  parts.hour = *hour;
  parts.minute = *minute;
  if (take(text, ':')) {
    const auto second = take_number(text, 2);
    const auto micros = take_fraction(text);
    if (!second || !micros) return false;
    parts.second = *second;
    parts.micros = *micros;
  }
  return take(text, 'Z');
}

}  // namespace

std::string_view RecordHead::field(std::string_view name) const {
  return fields.find(name).value_or(std::string_view());
}

std::string_view RecordHead::target_uri() const {
  std::string_view uri = field("WARC-Target-URI");
  if (uri.size() >= 2 && uri.starts_with('<') && uri.ends_with('>')) {
    uri = uri.substr(1, uri.size() - 2);
  }
  return uri;
}

std::optional<base::Timestamp> RecordHead::date() const {
  return parse_warc_date(field("WARC-Date"));
}

std::optional<base::Timestamp> parse_warc_date(std::string_view text) {
  Parts parts;
  const auto year = take_number(text, 4);
  if (!year) return std::nullopt;
  parts.year = *year;
  for (int* part : {&parts.month, &parts.day}) {
    if (text.empty()) return timestamp(parts);
    const bool has_dash = take(text, '-');
    const auto number = take_number(text, 2);
    if (!has_dash || !number) return std::nullopt;
    *part = *number;
  }
  if (text.empty()) return timestamp(parts);
  if (!take(text, 'T') || !take_time(text, parts) || !text.empty()) return std::nullopt;
  return timestamp(parts);
}

}  // namespace warc
