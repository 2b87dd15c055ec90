#include "crawler/extract/dateline.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/encoding.h"
#include "crawler/extract/page_date.h"
#include "crawler/extract/page_facts.h"

namespace crawler::extract {
namespace {

constexpr std::size_t kMaxLineBytes = 400;  // longer ones are paragraphs
constexpr std::uint32_t kShortLine = 80;    // in letters
constexpr std::size_t kMaxNameBytes = 90;   // three Chinese names and their commas, or six words
constexpr std::size_t kMaxNameWords = 8;

using Words = std::span<const std::string_view>;

constexpr std::string_view kWideColon = "\xef\xbc\x9a";
constexpr std::string_view kWideStop = "\xe3\x80\x82";

// "time published", "publ. time", "date published", "published on", "sent on", "time", "date".
constexpr std::string_view kPublished[] = {
    "published",
    "posted",
    "date",
    "\xe5\x8f\x91\xe5\xb8\x83\xe6\x97\xb6\xe9\x97\xb4",
    "\xe5\x8f\x91\xe8\xa1\xa8\xe6\x97\xb6\xe9\x97\xb4",
    "\xe5\x8f\x91\xe5\xb8\x83\xe6\x97\xa5\xe6\x9c\x9f",
    "\xe5\x8f\x91\xe5\xb8\x83\xe4\xba\x8e",
    "\xe5\x8f\x91\xe8\xa1\xa8\xe4\xba\x8e",
    "\xe6\x97\xb6\xe9\x97\xb4",
    "\xe6\x97\xa5\xe6\x9c\x9f",
};
// "updated", "changed", "edited", "closes", "begins", "meeting", "activity", "visited".
constexpr std::string_view kOtherDates[] = {
    "updated",
    "modified",
    "edited",
    "revised",
    "\xe6\x9b\xb4\xe6\x96\xb0",
    "\xe4\xbf\xae\xe6\x94\xb9",
    "\xe7\xbc\x96\xe8\xbe\x91",
    "\xe6\x88\xaa\xe6\xad\xa2",
    "\xe5\xbc\x80\xe5\xa7\x8b",
    "\xe4\xbc\x9a\xe8\xae\xae",
    "\xe6\xb4\xbb\xe5\x8a\xa8",
    "\xe8\xae\xbf\xe9\x97\xae",
};
// "author", "text by".
constexpr std::string_view kAuthors[] = {"\xe4\xbd\x9c\xe8\x80\x85", "\xe6\x96\x87/"};
constexpr std::string_view kJournalists[] = {"\xe8\xae\xb0\xe8\x80\x85"};
// "editor" and its short form.
constexpr std::string_view kEditors[] = {"\xe7\xbc\x96\xe8\xbe\x91", "\xe8\xb4\xa3\xe7\xbc\x96"};
// What ends a name: "source", "author", "journalist", "responsible", "editor", "published",
// "time", "date", "visits", "read", "clicks", "letter size", "photo", and marks.
constexpr std::string_view kNameEnds[] = {
    "\xe6\x9d\xa5\xe6\xba\x90",
    "\xe4\xbd\x9c\xe8\x80\x85",
    "\xe8\xae\xb0\xe8\x80\x85",
    "\xe8\xb4\xa3\xe4\xbb\xbb",
    "\xe7\xbc\x96\xe8\xbe\x91",
    "\xe8\xb4\xa3\xe7\xbc\x96",
    "\xe5\x8f\x91\xe5\xb8\x83",
    "\xe6\x97\xb6\xe9\x97\xb4",
    "\xe6\x97\xa5\xe6\x9c\x9f",
    "\xe6\xb5\x8f\xe8\xa7\x88",
    "\xe9\x98\x85\xe8\xaf\xbb",
    "\xe7\x82\xb9\xe5\x87\xbb",
    "\xe5\xad\x97\xe5\x8f\xb7",
    "\xe6\x91\x84\xe5\xbd\xb1",
    " Published",
    " Updated",
    " Posted",
    " - ",
    "|",
    "(",
    ")",
    "]",
    "\xef\xbc\x88",  // full-width brackets and bar
    "\xef\xbc\x89",
    "\xef\xbd\x9c",
    "\xe3\x80\x91",
    "\xc2\xb7 ",  // middle dot and bullet between words; within a name none has a blank behind it
    "\xe2\x80\xa2",
    "\xe2\x80\x93",  // dashes
    "\xe2\x80\x94",
};

bool drop_end(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  text = base::trimmed(text);
  return true;
}

bool ends_with_any(std::string_view text, Words ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [text](std::string_view end) { return text.ends_with(end); });
}

bool contains_any(std::string_view text, Words words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

enum class DateRank { none, plain, named };

// What the text in front of a date makes of it.
DateRank rank_behind(std::string_view before) {
  const std::string lower = base::to_lower_ascii(before);
  std::string_view text = base::trimmed(lower);
  const bool has_colon = drop_end(text, ":") || drop_end(text, kWideColon);
  if (!has_colon) drop_end(text, " on") || drop_end(text, " at");
  // The label alone, not what stands before it in the line.
  const std::string_view label = text.substr(std::min(text.rfind(' ') + 1, text.size()));
  if (contains_any(label, kOtherDates)) return DateRank::none;
  if (ends_with_any(label, kPublished)) return DateRank::named;
  return has_colon ? DateRank::none : DateRank::plain;
}

struct RankedDate {
  DateRank rank = DateRank::none;
  std::string iso;
};

// The best of the first few dates of a line.
RankedDate date_in(std::string_view line) {
  RankedDate best;
  for (int dates = 0; dates < 3; ++dates) {
    auto found = find_date(line);
    if (!found) break;
    const DateRank rank = rank_behind(line.substr(0, found->begin));
    if (rank > best.rank) best = {rank, std::move(found->iso)};
    line.remove_prefix(found->end);
  }
  return best;
}

// Cut where something else than names begins.
std::string_view names_at_front(std::string_view text) {
  std::size_t end = text.find_first_of("0123456789\n");
  if (const auto date = find_date(text)) end = std::min(end, date->begin);
  for (const std::string_view one : kNameEnds) end = std::min(end, text.find(one));
  text = base::trimmed(text.substr(0, end));
  // "Y tongxunyuan:": an unknown label, the last word before its colon.
  const std::size_t colon = std::min(text.find(':'), text.find(kWideColon));
  if (colon != std::string_view::npos) {
    const std::size_t blank = text.rfind(' ', colon);
    text = text.substr(0, blank == std::string_view::npos ? 0 : blank);
  }
  while (drop_end(text, ",") || drop_end(text, "\xef\xbc\x8c") || drop_end(text, "/")) {
  }
  return text.size() <= kMaxNameBytes ? text : std::string_view();
}

// Behind one of `labels` and a colon, or a blank where `is_loose`.
std::string_view labelled(std::string_view line, Words labels, bool is_loose) {
  for (const std::string_view label : labels) {
    const std::size_t at = line.find(label);
    if (at == std::string_view::npos) continue;
    std::string_view behind = line.substr(at + label.size());
    const bool has_colon = behind.starts_with(":") || behind.starts_with(kWideColon) ||
                           behind.starts_with(" :") || label.ends_with("/");
    if (!has_colon && !(is_loose && behind.starts_with(" "))) continue;
    if (behind.starts_with(kWideColon)) behind.remove_prefix(kWideColon.size());
    behind.remove_prefix(std::min(behind.find_first_not_of(" :"), behind.size()));
    if (const auto names = names_at_front(behind); !names.empty()) return names;
  }
  return {};
}

// Words of a name begin with a capital, or are no English at all: "By the river" is none.
bool are_names(std::string_view text) {
  constexpr std::string_view kSmallWords[] = {"and", "da", "de",  "del", "der", "di",
                                              "la",  "le", "van", "von", "bin", "al"};
  std::size_t words = 0;
  for (; !text.empty(); ++words) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const bool is_small = !word.empty() && word[0] >= 'a' && word[0] <= 'z';
    const bool is_known =
        std::find(std::begin(kSmallWords), std::end(kSmallWords), word) != std::end(kSmallWords);
    if (is_small && (words == 0 || !is_known)) return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words > 0 && words <= kMaxNameWords;
}

// "By Jane Doe", at the beginning of the line or behind its date.
std::string_view english_names(std::string_view line) {
  if (const auto date = find_date(line)) {
    const std::size_t by = std::min(line.find(" by ", date->end), line.find(" By ", date->end));
    if (by < date->end + 20) line.remove_prefix(by + 1);
  }
  if (!base::starts_with_ignoring_case(line, "by ")) return {};
  const std::string_view names = names_at_front(line.substr(3));
  return are_names(names) ? names : std::string_view();
}

// Best first.
constexpr std::size_t kNameRanks = 4;

std::string_view names_of_rank(std::string_view line, std::size_t rank) {
  switch (rank) {
    case 0: return labelled(line, kAuthors, false);
    case 1: return english_names(line);
    case 2: return labelled(line, kJournalists, true);
    default: return labelled(line, kEditors, false);
  }
}

bool is_paragraph(std::string_view text) {
  return text.size() > kMaxLineBytes || text.ends_with(kWideStop) || text.ends_with('.');
}

}  // namespace

std::string author_in(std::string_view text) {
  for (std::size_t rank = 0; rank < kNameRanks; ++rank) {
    const std::string_view names = names_of_rank(text, rank);
    if (!names.empty()) return as_byline(names);
  }
  const std::string whole = as_byline(text);
  const bool is_mixed = find_date(whole).has_value() || contains_any(whole, kNameEnds);
  return is_mixed ? std::string(names_at_front(whole)) : whole;
}

Dateline read_dateline(const std::vector<const TextLine*>& lines) {
  Dateline result;
  DateRank date_rank = DateRank::none;
  std::size_t name_rank = kNameRanks;
  const bool has_title =
      std::any_of(lines.begin(), lines.end(), [](const TextLine* line) { return line->is_title; });
  bool is_below = !has_title;
  for (const TextLine* const line : lines) {
    is_below |= line->is_title;
    if (line->is_heading || is_paragraph(line->text)) continue;
    RankedDate date = date_in(line->text);
    const bool is_plain = date.rank == DateRank::plain;
    if (is_plain && line->is_dated) date.rank = DateRank::named;
    const bool counts = !is_plain || line->is_dated || (is_below && line->size <= kShortLine);
    if (counts && date.rank > date_rank) {
      date_rank = date.rank;
      result.published = std::move(date.iso);
    }
    for (std::size_t rank = 0; rank < name_rank; ++rank) {
      const std::string names = as_byline(names_of_rank(line->text, rank));
      if (names.empty()) continue;
      result.byline = names;
      name_rank = rank;
    }
  }
  return result;
}

}  // namespace crawler::extract
