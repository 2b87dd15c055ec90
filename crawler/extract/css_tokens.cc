#include "crawler/extract/css_tokens.h"

#include <array>
#include <cstdint>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

// What a byte may be, one bit each: one look at a table replaces a chain of comparisons.
enum Class : std::uint8_t {
  kNewline = 1,
  kBlank = 2,
  kDigit = 4,
  kStartsName = 8,
  kContinuesName = 16,
  kEndsPlainString = 32,  // what a string cannot simply run over
  kEndsPlainUrl = 64,     // what an unquoted URL cannot simply run over
};

constexpr std::uint8_t classes_of(int c) {
  const bool newline = c == '\n' || c == '\r' || c == '\f';
  const bool blank = newline || c == ' ' || c == '\t';
  const bool digit = c >= '0' && c <= '9';
  // NUL stands for U+FFFD, and everything beyond ASCII may be in a name.
  const bool name = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  // CSS Syntax 4.2, "non-printable code point".
  const bool unprintable = c <= 0x08 || c == 0x0b || (c >= 0x0e && c <= 0x1f) || c == 0x7f;
  const bool quote = c == '"' || c == '\'';
  const bool special = c == '\\' || c == '\0';
  return static_cast<std::uint8_t>(
      (newline ? kNewline : 0) | (blank ? kBlank : 0) | (digit ? kDigit : 0) |
      (name || c == '\0' ? kStartsName : 0) |
      // NUL is left out: take_name() must see it to replace it.
      (name || digit || c == '-' ? kContinuesName : 0) |
      (newline || quote || special ? kEndsPlainString : 0) |
      (blank || quote || special || unprintable || c == '(' || c == ')' ? kEndsPlainUrl : 0));
}

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> table{};
  for (int c = 0; c < 256; ++c) table[static_cast<std::size_t>(c)] = classes_of(c);
  return table;
}

constexpr std::array<std::uint8_t, 256> kClasses = make_classes();

// Negative is the end of the text, which is nothing.
bool is(int c, Class what) { return c >= 0 && (kClasses[static_cast<std::size_t>(c)] & what) != 0; }

bool has(char c, Class what) { return (kClasses[static_cast<unsigned char>(c)] & what) != 0; }

// The first place from `at` on whose byte is (or, with `wanted` false, is not) of that class.
std::size_t find(std::string_view text, std::size_t at, Class what, bool wanted) {
  while (at < text.size() && has(text[at], what) != wanted) ++at;
  return at;
}

bool is_url(std::string_view name) {
  return name.size() == 3 && base::equals_ignoring_case(name, "url");
}

}  // namespace

int CssTokens::peek(std::size_t ahead) const {
  return at_ + ahead < css_.size() ? static_cast<unsigned char>(css_[at_ + ahead]) : -1;
}

// CSS Syntax 4.3.8. A backslash at the very end is an escape too: it gives U+FFFD.
bool CssTokens::starts_escape(std::size_t ahead) const {
  return peek(ahead) == '\\' && !is(peek(ahead + 1), kNewline);
}

// CSS Syntax 4.3.9.
bool CssTokens::starts_identifier(std::size_t ahead) const {
  if (peek(ahead) != '-') return is(peek(ahead), kStartsName) || starts_escape(ahead);
  return peek(ahead + 1) == '-' || is(peek(ahead + 1), kStartsName) || starts_escape(ahead + 1);
}

// CSS Syntax 4.3.10.
bool CssTokens::starts_number() const {
  const std::size_t sign = peek() == '+' || peek() == '-' ? 1 : 0;
  return is(peek(sign), kDigit) || (peek(sign) == '.' && is(peek(sign + 1), kDigit));
}

void CssTokens::skip_blanks() { at_ = find(css_, at_, kBlank, false); }

// The exponent is left to be read as a unit, and "1.2.3" taken for one number: for finding URLs
// that comes to the same.
void CssTokens::skip_number() {
  if (peek() == '+' || peek() == '-') ++at_;
  while (is(peek(), kDigit) || (peek() == '.' && is(peek(1), kDigit))) ++at_;
}

// CSS Syntax 4.3.7, standing on the backslash.
void CssTokens::append_escape() {
  ++at_;
  const int c = peek();
  if (c <= 0) {
    at_ += c == 0 ? 1 : 0;
    base::append_utf8(scratch_, 0xfffd);
    return;
  }
  if (base::hex_value(css_[at_]) < 0) {
    scratch_ += css_[at_++];
    return;
  }
  char32_t point = 0;
  for (int digits = 0; digits < 6 && at_ < css_.size() && base::hex_value(css_[at_]) >= 0;
       ++digits) {
    point = point * 16 + static_cast<char32_t>(base::hex_value(css_[at_++]));
  }
  base::append_utf8(scratch_, point == 0 ? 0xfffd : point);
  if (peek() == '\r' && peek(1) == '\n') {
    at_ += 2;
  } else if (is(peek(), kBlank)) {
    ++at_;
  }
}

// CSS Syntax 4.3.5, standing on the backslash: in a string one may stand before a line end, which
// then goes on, and at the end of the text, where it is dropped.
void CssTokens::append_escape_in_string() {
  if (peek(1) < 0) {
    ++at_;
  } else if (is(peek(1), kNewline)) {
    at_ += peek(1) == '\r' && peek(2) == '\n' ? 3 : 2;
  } else {
    append_escape();
  }
}

void CssTokens::append_replacement() {
  base::append_utf8(scratch_, 0xfffd);
  ++at_;
}

// Where the scratch is empty, nothing before `from` has given any text, and none is copied.
std::string_view CssTokens::text_since(std::size_t from, std::size_t end) {
  const std::string_view rest = css_.substr(from, end - from);
  if (scratch_.empty()) return rest;
  return scratch_ += rest;
}

// CSS Syntax 4.3.11.
std::string_view CssTokens::take_name() {
  scratch_.clear();
  for (std::size_t from = at_;; from = at_) {
    at_ = find(css_, at_, kContinuesName, false);
    const bool is_nul = peek() == '\0';
    if (!is_nul && !starts_escape()) return text_since(from, at_);
    scratch_.append(css_, from, at_ - from);
    is_nul ? append_replacement() : append_escape();
  }
}

// CSS Syntax 4.3.3, with the unit.
CssToken CssTokens::take_number() {
  skip_number();
  if (starts_identifier()) take_name();
  return {CssTokenType::other};
}

// CSS Syntax 4.3.4: url( before a quote is an ordinary function.
CssToken CssTokens::take_identifier_like() {
  const std::string_view name = take_name();
  if (peek() != '(') return {CssTokenType::identifier, name};
  ++at_;
  if (!is_url(name)) return {CssTokenType::function, name};
  const std::size_t inside = at_;
  skip_blanks();
  if (peek() != '"' && peek() != '\'') return take_url();
  at_ = inside;
  return {CssTokenType::function, name};
}

CssToken CssTokens::take_comment() {
  const std::size_t end = css_.find("*/", at_ + 2);
  at_ = end == std::string_view::npos ? css_.size() : end + 2;
  return {CssTokenType::blank};
}

// CSS Syntax 4.3.5. A string that the end of the text cuts is one all the same.
CssToken CssTokens::take_string() {
  const int quote = peek();
  std::size_t from = ++at_;
  scratch_.clear();
  for (;;) {
    at_ = find(css_, at_, kEndsPlainString, true);
    const int c = peek();
    if (c == quote || c < 0) break;
    if (is(c, kNewline)) return {CssTokenType::bad_string};
    if (c == '"' || c == '\'') {
      ++at_;
      continue;
    }
    scratch_.append(css_, from, at_ - from);
    c == '\0' ? append_replacement() : append_escape_in_string();
    from = at_;
  }
  const std::string_view text = text_since(from, at_);
  at_ += at_ < css_.size() ? 1 : 0;
  return {CssTokenType::string, text};
}

// CSS Syntax 4.3.6, standing on the first character of the URL.
CssToken CssTokens::take_url() {
  std::size_t from = at_, end = at_;
  scratch_.clear();
  for (;;) {
    at_ = end = find(css_, at_, kEndsPlainUrl, true);
    skip_blanks();
    const int c = peek();
    if (c == ')' || c < 0) break;
    if (at_ > end || (c != '\0' && !starts_escape())) return take_bad_url();
    scratch_.append(css_, from, at_ - from);
    c == '\0' ? append_replacement() : append_escape();
    from = at_;
  }
  at_ += at_ < css_.size() ? 1 : 0;
  return {CssTokenType::url, text_since(from, end)};
}

// CSS Syntax 4.3.14: to the closing parenthesis, minding escaped ones. Other escapes cannot hide a
// parenthesis, so their digits may pass as characters.
CssToken CssTokens::take_bad_url() {
  while (at_ < css_.size() && css_[at_] != ')') at_ += starts_escape() ? 2 : 1;
  at_ = at_ < css_.size() ? at_ + 1 : css_.size();
  return {CssTokenType::bad_url};
}

// Standing on + - or a dot, and at no number.
CssToken CssTokens::take_sign() {
  if (css_.substr(at_, 3) == "-->") {
    at_ += 3;
    return {CssTokenType::blank};
  }
  if (starts_identifier()) return take_identifier_like();
  ++at_;
  return {CssTokenType::other};
}

// CSS Syntax 4.3.1.
CssToken CssTokens::next() {
  if (at_ >= css_.size()) return {};
  const char c = css_[at_];
  if (has(c, kStartsName)) return take_identifier_like();
  switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case '\f': skip_blanks(); return {CssTokenType::blank};
    case '"':
    case '\'': return take_string();
    case '+':
    case '-':
    case '.': return starts_number() ? take_number() : take_sign();
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return take_number();
    case '/':
      if (peek(1) == '*') return take_comment();
      break;
    case '<':
      if (css_.substr(at_, 4) != "<!--") break;
      at_ += 4;
      return {CssTokenType::blank};
    case '@':
      if (!starts_identifier(1)) break;
      ++at_;
      return {CssTokenType::at_keyword, take_name()};
    case '#':
      ++at_;
      if (is(peek(), kContinuesName) || peek() == '\0' || starts_escape()) take_name();
      return {CssTokenType::other};
    case '\\':
      if (starts_escape()) return take_identifier_like();
      break;
    case '{': ++at_; return {CssTokenType::brace_open};
    case '(':
    case '[': ++at_; return {CssTokenType::open, css_.substr(at_ - 1, 1)};
    case ')':
    case ']':
    case '}': ++at_; return {CssTokenType::close, css_.substr(at_ - 1, 1)};
    case ';': ++at_; return {CssTokenType::semicolon};
    default: break;
  }
  ++at_;
  return {CssTokenType::other};
}

}  // namespace crawler::extract
