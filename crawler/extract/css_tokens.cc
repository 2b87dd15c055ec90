#include "crawler/extract/css_tokens.h"

#include "base/encoding.h"

namespace crawler::extract {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_newline(char c) { return c == '\n' || c == '\r' || c == '\f'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || is_newline(c); }
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool continues_name(char c) { return starts_name(c) || is_digit(c) || c == '-'; }
// CSS Syntax 4.2, "non-printable code point", but NUL: preprocessing has made that U+FFFD.
bool is_unprintable(char c) {
  return (c > 0 && c <= 0x08) || c == 0x0b || (c >= 0x0e && c <= 0x1f) || c == 0x7f;
}

// CSS Syntax 3.3: NUL becomes U+FFFD.
void append_character(std::string& out, char c) {
  if (c == '\0') {
    base::append_utf8(out, 0xfffd);
  } else {
    out += c;
  }
}

}  // namespace

char CssTokens::peek(std::size_t ahead) const {
  return at_ + ahead < css_.size() ? css_[at_ + ahead] : '\0';
}

// CSS Syntax 4.3.8. A backslash at the very end is an escape too: it gives U+FFFD.
bool CssTokens::starts_escape(std::size_t ahead) const {
  return peek(ahead) == '\\' && !is_newline(peek(ahead + 1));
}

// CSS Syntax 4.3.9.
bool CssTokens::starts_identifier(std::size_t ahead) const {
  if (peek(ahead) != '-') return starts_name(peek(ahead)) || starts_escape(ahead);
  return peek(ahead + 1) == '-' || starts_name(peek(ahead + 1)) || starts_escape(ahead + 1);
}

void CssTokens::skip_comment() {
  const std::size_t end = css_.find("*/", at_ + 2);
  at_ = end == std::string_view::npos ? css_.size() : end + 2;
}

void CssTokens::skip_blanks() {
  while (at_ < css_.size() && is_blank(css_[at_])) ++at_;
}

// The exponent is left to be read as a unit, which comes to the same here.
void CssTokens::skip_number() {
  if (peek() == '+' || peek() == '-') ++at_;
  while (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) ++at_;
}

// CSS Syntax 4.3.14: to the closing parenthesis, minding escaped ones.
void CssTokens::skip_bad_url() {
  std::string ignored;
  while (at_ < css_.size() && css_[at_] != ')') {
    if (starts_escape()) {
      ignored.clear();
      append_escape(ignored);
    } else {
      ++at_;
    }
  }
  if (at_ < css_.size()) ++at_;
}

// CSS Syntax 4.3.7, standing on the backslash.
void CssTokens::append_escape(std::string& out) {
  ++at_;
  if (at_ >= css_.size()) {
    base::append_utf8(out, 0xfffd);
    return;
  }
  if (base::hex_value(css_[at_]) < 0) {
    append_character(out, css_[at_++]);
    return;
  }
  char32_t point = 0;
  for (int digits = 0; digits < 6 && at_ < css_.size() && base::hex_value(css_[at_]) >= 0;
       ++digits) {
    point = point * 16 + static_cast<char32_t>(base::hex_value(css_[at_++]));
  }
  base::append_utf8(out, point == 0 ? 0xfffd : point);
  if (peek() == '\r' && peek(1) == '\n') {
    at_ += 2;
  } else if (at_ < css_.size() && is_blank(css_[at_])) {
    ++at_;
  }
}

std::string CssTokens::take_name() {
  std::string name;
  while (at_ < css_.size()) {
    if (continues_name(css_[at_])) {
      name += css_[at_++];
    } else if (starts_escape()) {
      append_escape(name);
    } else {
      break;
    }
  }
  return name;
}

CssToken CssTokens::take_identifier_like() {
  CssToken token{CssTokenType::identifier, take_name()};
  if (peek() != '(' || at_ >= css_.size()) return token;
  ++at_;
  token.type = CssTokenType::function;
  if (!base::equals_ignoring_case(token.text, "url")) return token;
  // CSS Syntax 4.3.4: url( before a quote is an ordinary function.
  const std::size_t inside = at_;
  skip_blanks();
  if (peek() == '"' || peek() == '\'') {
    at_ = inside;
    return token;
  }
  return take_url();
}

// CSS Syntax 4.3.5. A line end inside makes it a bad string, which says nothing.
CssToken CssTokens::take_string() {
  const char quote = css_[at_++];
  CssToken token{CssTokenType::string, {}};
  while (at_ < css_.size() && css_[at_] != quote) {
    const char c = css_[at_];
    if (is_newline(c)) return {CssTokenType::other, {}};
    if (c != '\\') {
      append_character(token.text, c);
      ++at_;
    } else if (at_ + 1 >= css_.size()) {
      ++at_;  // a backslash at the end of the text is dropped
    } else if (is_newline(css_[at_ + 1])) {
      at_ += css_[at_ + 1] == '\r' && peek(2) == '\n' ? 3 : 2;
    } else {
      append_escape(token.text);
    }
  }
  if (at_ < css_.size()) ++at_;
  return token;
}

// CSS Syntax 4.3.6, standing on the first character of the URL.
CssToken CssTokens::take_url() {
  CssToken token{CssTokenType::url, {}};
  while (at_ < css_.size() && css_[at_] != ')') {
    const char c = css_[at_];
    if (is_blank(c)) {
      skip_blanks();
      if (at_ >= css_.size() || css_[at_] == ')') break;
      skip_bad_url();
      return {CssTokenType::other, {}};
    }
    if (starts_escape()) {
      append_escape(token.text);
    } else if (c == '"' || c == '\'' || c == '(' || c == '\\' || is_unprintable(c)) {
      skip_bad_url();
      return {CssTokenType::other, {}};
    } else {
      append_character(token.text, c);
      ++at_;
    }
  }
  if (at_ < css_.size()) ++at_;
  return token;
}

CssToken CssTokens::take_other() {
  switch (css_[at_++]) {
    case '{': return {CssTokenType::brace_open, {}};
    case '(':
    case '[': return {CssTokenType::open, {}};
    case ')':
    case ']':
    case '}': return {CssTokenType::close, {}};
    case ';': return {CssTokenType::semicolon, {}};
    default: return {CssTokenType::other, {}};
  }
}

CssToken CssTokens::next() {
  if (at_ >= css_.size()) return {};
  const char c = css_[at_];
  if (is_blank(c)) {
    skip_blanks();
    return {CssTokenType::blank, {}};
  }
  if (c == '/' && peek(1) == '*') {
    skip_comment();
    return {CssTokenType::blank, {}};
  }
  if (c == '"' || c == '\'') return take_string();
  if (c == '<' && css_.substr(at_, 4) == "<!--") {
    at_ += 4;
    return {CssTokenType::blank, {}};
  }
  if (c == '-' && css_.substr(at_, 3) == "-->") {
    at_ += 3;
    return {CssTokenType::blank, {}};
  }
  if (c == '@' && starts_identifier(1)) {
    ++at_;
    return {CssTokenType::at_keyword, take_name()};
  }
  if (c == '#' && (continues_name(peek(1)) || starts_escape(1))) {
    ++at_;
    take_name();
    return {CssTokenType::other, {}};
  }
  const bool sign = c == '+' || c == '-';
  const char first = peek(sign ? 1 : 0);
  if (is_digit(first) || (first == '.' && is_digit(peek(sign ? 2 : 1)))) {
    skip_number();
    if (starts_identifier()) take_name();
    return {CssTokenType::other, {}};
  }
  return starts_identifier() ? take_identifier_like() : take_other();
}

}  // namespace crawler::extract
