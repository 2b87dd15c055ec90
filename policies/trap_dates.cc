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

struct Day {
  int year = 0, month = 1, day = 1;  // year 0: no date
};

// How sure it is that a number is a date: /topic/2029/7 and /article/202901 are none.
enum class Form {
  strict,  // 2023/11, 2023-11-05, 2023_11_05: months and days of two digits
  free,    // 2023/1, 202311, 20231105, 2023-W45, 2023.11.5 as well
};

bool is_year(std::string_view text) {
  const int value = number(text);
  return text.size() == 4 && value >= 1000 && value < 3000;
}

bool is_part(std::string_view text, int most, Form form) {
  const bool has_size = text.size() == 2 || (form == Form::free && text.size() == 1);
  return has_size && number(text) >= 1 && number(text) <= most;
}

// From its parts; `day` may be empty.
Day day_of(std::string_view year, std::string_view month, std::string_view day, Form form) {
  if (!is_year(year) || !is_part(month, 12, form)) return {};
  if (day.empty()) return {number(year), number(month)};
  return is_part(day, 31, form) ? Day{number(year), number(month), number(day)} : Day{};
}

// "202311", "20231105".
Day compact_day(std::string_view text) {
  if (text.size() != 6 && text.size() != 8) return {};
  const Day day = day_of(text.substr(0, 4), text.substr(4, 2), text.substr(6), Form::strict);
  return day.year >= 1900 && day.year < 2100 ? day : Day{};
}

// "2023-11", "2023-11-05", "2023_11"; else no date.
Day read_day(std::string_view text, Form form) {
  if (text.size() < 6 || text.size() > 10 || !is_year(text.substr(0, 4))) return {};
  const bool is_free = form == Form::free;
  if (is_digit(text[4])) return is_free ? compact_day(text) : Day{};
  const std::string_view separators = is_free ? "-_./" : "-_";
  const char separator = text[4];
  if (separators.find(separator) == std::string_view::npos) return {};
  const std::string_view year = text.substr(0, 4), rest = text.substr(5);
  const bool is_week = is_free && (rest.starts_with('W') || rest.starts_with('w'));
  if (is_week) return number(rest.substr(1)) > 0 ? Day{number(year)} : Day{};
  const std::size_t end = std::min(rest.find(separator), rest.size());
  if (end + 1 == rest.size()) return {};
  return day_of(year, rest.substr(0, end), rest.substr(std::min(end + 1, rest.size())), form);
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

// Numbers after these are dates, after "event" they may be ids.
bool is_calendar_word(std::string_view word) {
  constexpr std::string_view kWords[] = {"calendar", "calendars",  "cal",
                                         "agenda",   "viewcal",    "calendrier",
                                         "kalender", "calendario", "kalendar"};
  return is_in(word, kWords);
}
bool is_event_word(std::string_view word) {
  constexpr std::string_view kWords[] = {"event", "events", "termine", "veranstaltungen"};
  return is_in(word, kWords);
}
bool is_year_word(std::string_view word) {
  constexpr std::string_view kWords[] = {"year", "yr"};
  return is_in(word, kWords);
}
bool is_day_word(std::string_view word) {
  constexpr std::string_view kWords[] = {"date",    "day",      "month", "jour", "mois",
                                         "viewcal", "calendar", "cal",   "week"};
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

// The date the path ends in.
Day day_of_path(std::span<const std::string_view> segments, bool is_calendar, Form form) {
  if (is_calendar && !segments.empty() && is_view_word(segments.back())) {
    segments = segments.first(segments.size() - 1);
  }
  const std::size_t size = segments.size();
  if (size == 0) return {};
  std::string_view last = segments.back();
  // Named by its day, and a file: somebody wrote it. Calendars of files are calendars by name.
  if (is_calendar) last = last.substr(0, last.rfind('.'));
  if (const Day day = read_day(last, form); day.year != 0) return day;
  if (size >= 2) {
    const Day month = day_of(segments[size - 2], last, {}, form);
    if (month.year != 0) return month;
  }
  if (size < 3 || last.empty()) return {};
  return day_of(segments[size - 3], segments[size - 2], last, form);
}

bool is_id(std::string_view name) { return name.ends_with("id") || name.ends_with("ID"); }

// Does this parameter name a day, and which year? False when it is something else.
bool read_date(const TrapParameter& one, bool is_calendar, TrapDate& date) {
  const bool names_day = any_word(one.name, is_day_word);
  if (is_id(one.name) || (!names_day && !any_word(one.name, is_year_word))) return false;
  const std::string value = base::percent_decode(one.value.substr(0, 40));
  const Day day = read_day(value, names_day ? Form::free : Form::strict);
  const bool is_year_alone = is_year(value) && (!names_day || is_calendar);
  const bool is_small = !value.empty() && value.size() <= 2 && number(value) >= 0;
  if (day.year == 0 && !is_year_alone && !is_small) return false;
  date.is_named = date.is_named || names_day;
  if (day.year != 0) date.year = day.year;
  if (is_year_alone) date.year = number(value);
  return true;
}

bool is_past(const Day& day, std::chrono::year_month_day today) {
  const auto that = std::chrono::year{day.year} / day.month / day.day;
  return that <= today;
}

// Without a word that says so, numbers are a date only in these years.
bool is_likely_year(int year, std::chrono::year_month_day today) {
  constexpr int kFirst = 1990, kAhead = 2;
  return year >= kFirst && year <= static_cast<int>(today.year()) + kAhead;
}

}  // namespace

TrapDate date_of(const TrapShape& shape, std::chrono::year_month_day today) {
  TrapDate date;
  const auto segments = shape.segments();
  const auto is_calendar = [](std::string_view text) { return any_word(text, is_calendar_word); };
  const auto is_event = [](std::string_view text) { return any_word(text, is_event_word); };
  bool has_word = std::any_of(segments.begin(), segments.end(), is_calendar);
  date.is_calendar = has_word || std::any_of(segments.begin(), segments.end(), is_event);
  for (const TrapParameter& one : shape.parameters()) {
    has_word = has_word || is_calendar(one.name);
    date.is_calendar = date.is_calendar || has_word || is_event(one.name);
    date.moves =
        date.moves || any_word(one.name, is_move_word) || any_word(one.value, is_move_word);
    date.is_named = date.is_named || (one.name == "view" && is_view_word(one.value));
  }
  bool in_query = false, has_other_number = false;
  for (const TrapParameter& one : shape.parameters()) {
    const bool is_date = read_date(one, has_word, date);
    in_query = in_query || is_date;
    has_other_number = has_other_number || (!is_date && has_digit(one.value));
  }
  date.is_named = date.is_named || date.is_calendar;
  Day day = day_of_path(segments, date.is_calendar, has_word ? Form::free : Form::strict);
  const bool is_sure = date.is_named || date.moves;
  if (!is_sure && !is_likely_year(day.year, today)) day = {};
  date.is_archive = !in_query && !is_sure && is_past(day, today);
  if (date.year == 0) date.year = day.year;
  date.is_date = (in_query || day.year != 0) && (date.is_calendar || !has_other_number);
  return date;
}

}  // namespace policies
