#include "crawler/extract/character_references.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

struct NamedReference {
  std::string_view name;  // without its ';'
  std::string_view utf8;
  bool stands_without_semicolon = false;
};

constexpr NamedReference kNamed[] = {
#include "crawler/extract/named_references.inc"
};

constexpr std::size_t kLongestName = 31;
constexpr std::size_t kLongestWithoutSemicolon = 6;

// What &#128; to &#159; mean: windows-1252 (HTML standard 13.2.5.80); 0 for those it leaves alone.
constexpr std::uint16_t kC1[] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

const NamedReference* find_named(std::string_view name) {
  const auto* found = std::lower_bound(
      std::begin(kNamed), std::end(kNamed), name,
      [](const NamedReference& row, std::string_view wanted) { return row.name < wanted; });
  return found != std::end(kNamed) && found->name == name ? found : nullptr;
}

char32_t replaced(char32_t point) {
  if (point >= 0x80 && point <= 0x9f && kC1[point - 0x80] != 0) return kC1[point - 0x80];
  return point == 0 ? 0xfffd : point;
}

// `text` begins with "&#". How many bytes the reference takes; 0 when it is none.
std::size_t append_numeric(std::string& out, std::string_view text) {
  const bool is_hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  const std::size_t first = is_hex ? 3 : 2;
  const char32_t radix = is_hex ? 16 : 10;
  std::size_t at = first;
  char32_t point = 0;
  for (; at < text.size(); ++at) {
    const int value = base::hex_value(text[at]);
    if (value < 0 || static_cast<char32_t>(value) >= radix) break;
    // Past the last code point it stays past it, however many digits follow.
    if (point <= 0x10ffff) point = point * radix + static_cast<char32_t>(value);
  }
  if (at == first) return 0;
  base::append_utf8(out, replaced(point));
  return at < text.size() && text[at] == ';' ? at + 1 : at;
}

// `text` begins with '&' and a letter or digit.
std::size_t append_named(std::string& out, std::string_view text, ReferencesIn where) {
  std::size_t end = 1;
  while (end < text.size() && end <= kLongestName && is_alphanumeric(text[end])) ++end;
  const std::string_view word = text.substr(1, end - 1);
  if (end < text.size() && text[end] == ';') {
    if (const NamedReference* named = find_named(word)) {
      out += named->utf8;
      return end + 1;
    }
  }
  for (std::size_t size = std::min(word.size(), kLongestWithoutSemicolon); size >= 2; --size) {
    const NamedReference* named = find_named(word.substr(0, size));
    if (named == nullptr || !named->stands_without_semicolon) continue;
    const char next = size + 1 < text.size() ? text[size + 1] : '\0';
    // For history's sake: a query that was written without escaping its '&'.
    if (where == ReferencesIn::attribute && (next == '=' || is_alphanumeric(next))) return 0;
    out += named->utf8;
    return size + 1;
  }
  return 0;
}

std::size_t append_reference(std::string& out, std::string_view text, ReferencesIn where) {
  if (text.size() < 2) return 0;
  if (text[1] == '#') return append_numeric(out, text);
  return is_alphanumeric(text[1]) ? append_named(out, text, where) : 0;
}

bool is_special(char c) { return c == '&' || c == '\r' || c == '\0'; }

}  // namespace

bool needs_unescaping(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_special);
}

void append_unescaped(std::string& out, std::string_view text, ReferencesIn where) {
  for (std::size_t at = 0; at < text.size();) {
    const auto* from = text.data() + at;
    const auto* special = std::find_if(from, text.data() + text.size(), is_special);
    out.append(from, special);
    at += static_cast<std::size_t>(special - from);
    if (at >= text.size()) return;
    if (text[at] == '\r') {
      out += '\n';
      at += text.substr(at, 2) == "\r\n" ? 2 : 1;
    } else if (text[at] == '\0') {
      base::append_utf8(out, 0xfffd);
      ++at;
    } else if (const std::size_t taken = append_reference(out, text.substr(at), where)) {
      at += taken;
    } else {
      out += text[at++];
    }
  }
}

}  // namespace crawler::extract
