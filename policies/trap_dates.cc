#include "policies/trap_dates.h"

#include <algorithm>
#include <string>

#include "base/encoding.h"

namespace policies {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

// Value of up to 8 digits, or -1.
int number(std::string_view text) {
  if (text.empty() || text.size() > 8 || !std::all_of(text.begin(), text.end(), is_digit))
    return -1;
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

bool is_year(std::string_view text) {
  const int value = number(text);
  return text.size() == 4 && value >= 1000 && value < 3000;
}
bool is_month(std::string_view text) {
  return text.size() <= 2 && number(text) >= 1 && number(text) <= 12;
}
bool is_day(std::string_view text) {
  return text.size() <= 2 && number(text) >= 1 && number(text) <= 31;
}

// The year of "2023-11", "2023-11-05", "2023_11", "202311", "20231105", "2023-W45"; else 0.
int year_of_date(std::string_view text) {
  if (text.size() < 6 || text.size() > 10 || !is_year(text.substr(0, 4))) return 0;
  const int year = number(text.substr(0, 4));
  std::string_view rest = text.substr(4);
  if (std::all_of(rest.begin(), rest.end(), is_digit)) {
    const bool is_plausible = year >= 1900 && year < 2100 && is_month(rest.substr(0, 2)) &&
                              (rest.size() == 2 || (rest.size() == 4 && is_day(rest.substr(2))));
    return is_plausible ? year : 0;
  }
  const char separator = rest[0];
  if (separator != '-' && separator != '_' && separator != '.' && separator != '/') return 0;
  rest.remove_prefix(1);
  if (rest.starts_with('W') || rest.starts_with('w')) return number(rest.substr(1)) > 0 ? year : 0;
  const std::size_t end = std::min(rest.find(separator), rest.size());
  if (!is_month(rest.substr(0, end))) return 0;
  return end == rest.size() || is_day(rest.substr(end + 1)) ? year : 0;
}

template <typename Test>
bool any_word(std::string_view text, Test test) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t from = at;
    while (at < text.size() && is_letter(text[at])) ++at;
    if (at > from && at - from <= 12 && test(text.substr(from, at - from))) return true;
  }
  return false;
}

template <std::size_t N>
bool is_in(std::string_view word, const std::string_view (&words)[N]) {
  return std::any_of(std::begin(words), std::end(words), [word](std::string_view one) {
    return base::equals_ignoring_case(one, word);
  });
}

bool is_calendar_word(std::string_view word) {
  constexpr std::string_view kWords[] = {"calendar", "calendars", "cal",      "event",     "events",
                                         "agenda",   "viewcal",   "kalender", "calendrier"};
  return is_in(word, kWords);
}
bool is_date_word(std::string_view word) {
  constexpr std::string_view kWords[] = {"date", "day",     "month",    "year", "yr",  "jour",
                                         "mois", "viewcal", "calendar", "cal",  "week"};
  return is_in(word, kWords);
}
bool is_move_word(std::string_view word) {
  constexpr std::string_view kWords[] = {"next", "prev", "previous"};
  return is_in(word, kWords);
}
bool is_view_word(std::string_view word) {
  constexpr std::string_view kWords[] = {"day", "week", "month", "year", "list"};
  return is_in(word, kWords);
}

// The year the path ends in as a date; 0 when it does not.
int year_of_path(std::span<const std::string_view> segments, bool is_calendar) {
  if (is_calendar && !segments.empty() && is_view_word(segments.back())) {
    segments = segments.first(segments.size() - 1);
  }
  const std::size_t size = segments.size();
  if (size == 0) return 0;
  std::string_view last = segments.back();
  // Named by its day, and a file: somebody wrote it. Calendars of files are calendars by name.
  if (is_calendar) last = last.substr(0, last.rfind('.'));
  if (const int year = year_of_date(last)) return year;
  if (size >= 2 && is_year(segments[size - 2]) && is_month(last)) return number(segments[size - 2]);
  const bool is_full =
      size >= 3 && is_year(segments[size - 3]) && is_month(segments[size - 2]) && is_day(last);
  return is_full ? number(segments[size - 3]) : 0;
}

// Does this parameter name a day, and which year? False when it is something else.
bool read_date(const TrapParameter& one, int& year) {
  std::string value = base::percent_decode(one.value.substr(0, 40));
  const bool is_wordpress = one.name == "m" && (value.size() == 6 || value.size() == 8);
  if (!is_wordpress && !any_word(one.name, is_date_word)) return false;
  if (is_year(value)) {
    year = number(value);
    return true;
  }
  if (const int found = year_of_date(value)) {
    year = found;
    return true;
  }
  return !is_wordpress && number(value) >= 0 && value.size() <= 2;
}

}  // namespace

TrapDate date_of(const TrapShape& shape) {
  TrapDate date;
  const auto segments = shape.segments();
  const auto is_calendar = [](std::string_view text) { return any_word(text, is_calendar_word); };
  date.is_calendar = std::any_of(segments.begin(), segments.end(), is_calendar);
  bool in_query = false, has_other_number = false;
  for (const TrapParameter& one : shape.parameters()) {
    date.is_calendar = date.is_calendar || is_calendar(one.name);
    date.moves =
        date.moves || any_word(one.name, is_move_word) || any_word(one.value, is_move_word);
    if (read_date(one, date.year)) {
      in_query = true;
    } else if (has_digit(one.value)) {
      has_other_number = true;
    }
  }
  const int path_year = year_of_path(segments, date.is_calendar);
  if (date.year == 0) date.year = path_year;
  const bool is_alone = date.is_calendar || !has_other_number;
  date.is_date = (in_query || path_year != 0) && is_alone;
  return date;
}

}  // namespace policies
