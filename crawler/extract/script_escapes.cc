#include "crawler/extract/script_escapes.h"

#include <cstddef>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

// The value of `digits` hex digits at `at`, or -1.
int hex_number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    const int digit = base::hex_value(text[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

// Of \uXXXX or \u{X...} with `at` behind the u, which moves behind it; -1 for what is neither.
int take_unicode(std::string_view text, std::size_t& at) {
  if (at < text.size() && text[at] == '{') {
    // Six digits at most, and no further: a flood of these must not be searched from each.
    const std::size_t digits = text.substr(at + 1, 7).find('}');
    if (digits == std::string_view::npos) return -1;
    const int value = hex_number(text, at + 1, digits);
    if (value >= 0) at += digits + 2;
    return value;
  }
  const int value = hex_number(text, at, 4);
  if (value >= 0) at += 4;
  return value;
}

void append_unicode(std::string_view text, std::size_t& at, std::string& out) {
  const int first = take_unicode(text, at);
  if (first < 0) {
    out += 'u';
    return;
  }
  char32_t point = static_cast<char32_t>(first);
  if (first >= 0xd800 && first < 0xdc00 && text.substr(at, 2) == "\\u") {
    std::size_t after = at + 2;
    const int second = take_unicode(text, after);
    if (second >= 0xdc00 && second < 0xe000) {
      point = 0x10000 + ((point - 0xd800) << 10) + (static_cast<char32_t>(second) - 0xdc00);
      at = after;
    }
  }
  base::append_utf8(out, point);
}

char control_of(char letter) {
  switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case '0': return '\0';
    default: return letter;
  }
}

}  // namespace

std::string without_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at++];
    if (c != '\\' || at == text.size()) {
      out += c;
      continue;
    }
    const char kind = text[at++];
    if (kind == 'u') {
      append_unicode(text, at, out);
    } else if (kind == 'x' && hex_number(text, at, 2) >= 0) {
      base::append_utf8(out, static_cast<char32_t>(hex_number(text, at, 2)));
      at += 2;
    } else if (kind == '\n' || kind == '\r') {
      if (kind == '\r' && at < text.size() && text[at] == '\n') ++at;
    } else {
      out += control_of(kind);
    }
  }
  return out;
}

}  // namespace crawler::extract
