#include "crawler/extract/html_tokenizer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "base/encoding.h"
#include "crawler/extract/character_references.h"
#include "crawler/extract/raw_text.h"

namespace crawler::extract {
namespace {

enum : std::uint8_t {
  kBlank = 1,          // white space of 13.2.5; CR is LF by then
  kEndsTagName = 2,    // blank / >
  kEndsAttribute = 4,  // blank / > =
  kEndsUnquoted = 8,   // blank >
  kIsRewritten = 16,   // in a name: upper case and NUL
  kIsEscaped = 32,     // in a value: & CR NUL
  kLetter = 64,
};

constexpr std::array<std::uint8_t, 256> classes() {
  std::array<std::uint8_t, 256> table{};
  const auto set = [&table](std::string_view bytes, std::uint8_t flags) {
    for (const char c : bytes) table[static_cast<unsigned char>(c)] |= flags;
  };
  set("\t\n\f\r ", kBlank | kEndsTagName | kEndsAttribute | kEndsUnquoted);
  set("/", kEndsTagName | kEndsAttribute);
  set(">", kEndsTagName | kEndsAttribute | kEndsUnquoted);
  set("=", kEndsAttribute);
  set("ABCDEFGHIJKLMNOPQRSTUVWXYZ", kIsRewritten | kLetter);
  set("abcdefghijklmnopqrstuvwxyz", kLetter);
  set("&\r", kIsEscaped);
  table[0] |= kIsRewritten | kIsEscaped;
  return table;
}
constexpr std::array<std::uint8_t, 256> kClasses = classes();

bool is(char c, std::uint8_t flags) {
  return (kClasses[static_cast<unsigned char>(c)] & flags) != 0;
}

constexpr std::string_view kCdata = "[CDATA[";

// FNV-1a. Who makes names collide gains the time of a comparison.
std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

}  // namespace

char HtmlTokenizer::peek(std::size_t ahead) const {
  return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

std::string_view HtmlTokenizer::view(const Slice& slice) const {
  return (slice.in_scratch ? std::string_view(scratch_) : text_).substr(slice.from, slice.size);
}

const HtmlToken& HtmlTokenizer::next() {
  token_.type = TokenType::end;
  token_.attributes.clear();
  token_.self_closing = false;
  while (at_ < text_.size()) {
    const std::size_t tag = std::min(text_.find('<', at_), text_.size());
    if (take_text(tag) || at_ >= text_.size()) break;
    if (take_markup()) break;
  }
  return token_;
}

// Moves to `end`; true when what lies between is a token.
bool HtmlTokenizer::take_text(std::size_t end) {
  const std::size_t from = at_;
  at_ = end;
  if (!gives_text_ || from == end) return false;
  token_.type = TokenType::text;
  token_.text = text_.substr(from, end - from);
  return true;
}

// 13.2.5.6 "Tag open state", standing on '<'. True when it is a token.
bool HtmlTokenizer::take_markup() {
  const char next = peek(1);
  // XML names may begin with any letter of any script.
  const bool is_name =
      is(next, kLetter) || (markup_ == Markup::xml && (next == '_' || (next & 0x80) != 0));
  if (is_name) {
    ++at_;
    return take_tag(TokenType::start_tag);
  }
  if (next == '!') return take_declaration();
  if (next == '?') return take_instruction();
  if (next != '/') return take_text(at_ + 1);
  const char first = peek(2);
  if (is(first, kLetter) || (markup_ == Markup::xml && (first == '_' || (first & 0x80) != 0))) {
    at_ += 2;
    return take_tag(TokenType::end_tag);
  }
  // 13.2.5.7: "</" at the very end is text, "</>" is nothing, the rest is a comment.
  if (at_ + 2 >= text_.size()) return take_text(text_.size());
  skip_past('>');
  return false;
}

void HtmlTokenizer::skip_past(char c) {
  const std::size_t found = text_.find(c, at_);
  at_ = found == std::string_view::npos ? text_.size() : found + 1;
}

// 13.2.5.42 "Markup declaration open state".
bool HtmlTokenizer::take_declaration() {
  const std::string_view rest = text_.substr(at_ + 2);
  if (rest.starts_with("--")) {
    skip_comment();
  } else if (rest.starts_with(kCdata) && (allows_cdata_ || markup_ == Markup::xml)) {
    return take_cdata();
  } else if (base::starts_with_ignoring_case(rest, "doctype")) {
    skip_doctype();
  } else {
    skip_past('>');
  }
  return false;
}

// 13.2.5.69: text up to "]]>", character references not undone.
bool HtmlTokenizer::take_cdata() {
  const std::size_t from = at_ + 2 + kCdata.size();
  const std::size_t end = std::min(text_.find("]]>", from), text_.size());
  at_ = std::min(end + 3, text_.size());
  if (!gives_text_ || from >= end) return false;
  token_.type = TokenType::cdata;
  token_.text = text_.substr(from, end - from);
  return true;
}

bool HtmlTokenizer::take_instruction() {
  if (markup_ == Markup::html) {
    skip_past('>');
    return false;
  }
  const std::size_t from = at_ + 2;
  const std::size_t end = std::min(text_.find("?>", from), text_.size());
  at_ = std::min(end + 2, text_.size());
  token_.type = TokenType::instruction;
  token_.text = text_.substr(from, end - from);
  return true;
}

// 13.2.5.43 to 13.2.5.52: ends at "-->", at "--!>", and at once in "<!-->" and "<!--->".
void HtmlTokenizer::skip_comment() {
  const std::size_t inside = at_ + 4;
  const std::string_view start = text_.substr(inside);
  for (const std::string_view end : {">", "->"}) {
    if (markup_ == Markup::xml || !start.starts_with(end)) continue;
    at_ = inside + end.size();
    return;
  }
  for (at_ = inside; at_ < text_.size();) {
    skip_past('>');
    const std::string_view before = text_.substr(inside, at_ - inside);
    if (before.ends_with("-->") || (markup_ == Markup::html && before.ends_with("--!>"))) return;
  }
}

// HTML: every '>' ends a doctype, in quotes or not (13.2.5.59). XML 1.0, 2.8: declarations in
// brackets come first.
void HtmlTokenizer::skip_doctype() {
  if (markup_ == Markup::html) return skip_past('>');
  for (std::size_t at = at_; at < text_.size(); ++at) {
    const char c = text_[at];
    if (c == '"' || c == '\'') {
      at = std::min(text_.find(c, at + 1), text_.size());
    } else if (c == '[') {
      at = skip_declarations(at + 1);
    } else if (c == '>') {
      at_ = at + 1;
      return;
    }
  }
  at_ = text_.size();
}

// Where the ']' of the internal subset stands.
std::size_t HtmlTokenizer::skip_declarations(std::size_t at) const {
  const auto behind = [&](std::string_view end, std::size_t from) {
    const std::size_t found = text_.find(end, from);
    return found == std::string_view::npos ? text_.size() : found + end.size();
  };
  while (at < text_.size() && text_[at] != ']') {
    const std::string_view rest = text_.substr(at);
    if (rest.starts_with("<!--")) {
      at = behind("-->", at + 4);
    } else if (rest.starts_with("<?")) {
      at = behind("?>", at + 2);
    } else if (rest[0] == '"' || rest[0] == '\'') {
      at = behind(rest.substr(0, 1), at + 1);
    } else {
      ++at;
    }
  }
  return at;
}

void HtmlTokenizer::skip_blanks() {
  while (at_ < text_.size() && is(text_[at_], kBlank)) ++at_;
}

// The name of a tag (13.2.5.8) or of an attribute (13.2.5.33), standing on its first character.
HtmlTokenizer::Slice HtmlTokenizer::take_name(bool of_attribute) {
  const std::uint8_t ends = of_attribute ? kEndsAttribute : kEndsTagName;
  const std::size_t from = at_;
  if (of_attribute && peek() == '=') ++at_;  // "=x" is a name that begins with '='
  std::uint8_t seen = 0;
  while (at_ < text_.size() && !is(text_[at_], ends)) {
    seen |= kClasses[static_cast<unsigned char>(text_[at_++])];
  }
  const std::size_t size = at_ - from;
  if ((seen & kIsRewritten) == 0 || markup_ == Markup::xml) return {from, size, false};
  const std::size_t begin = scratch_.size();
  for (const char c : text_.substr(from, size)) {
    if (c == '\0') {
      base::append_utf8(scratch_, 0xfffd);
    } else {
      scratch_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return {begin, scratch_.size() - begin, true};
}

HtmlTokenizer::Slice HtmlTokenizer::unescaped(std::size_t from, std::size_t size) {
  const std::size_t begin = scratch_.size();
  append_unescaped(scratch_, text_.substr(from, size), ReferencesIn::attribute);
  return {begin, scratch_.size() - begin, true};
}

// 13.2.5.35 "Before attribute value state", behind the '='. False at the end of the text.
bool HtmlTokenizer::take_value(Slice& value) {
  skip_blanks();
  const char quote = peek();
  if (at_ >= text_.size()) return false;
  if (quote == '>') return true;
  const std::uint8_t ends = kEndsUnquoted;
  const bool is_quoted = quote == '"' || quote == '\'';
  if (is_quoted) ++at_;
  const std::size_t from = at_;
  if (is_quoted) {
    at_ = text_.find(quote, at_);
    if (at_ == std::string_view::npos) at_ = text_.size();
  } else {
    while (at_ < text_.size() && !is(text_[at_], ends)) ++at_;
  }
  if (at_ >= text_.size()) return false;
  const std::size_t size = at_ - from;
  if (is_quoted) ++at_;
  value =
      needs_unescaping(text_.substr(from, size)) ? unescaped(from, size) : Slice{from, size, false};
  return true;
}

// The first attribute of a name counts (13.2.5.33).
void HtmlTokenizer::keep(AttributeSlices attribute) {
  if (attributes_.size() >= kMaxAttributes) return;
  const std::string_view name = view(attribute.name);
  attribute.name_hash = hash_of(name);
  for (const AttributeSlices& known : attributes_) {
    if (known.name_hash == attribute.name_hash && view(known.name) == name) return;
  }
  attributes_.push_back(attribute);
}

// Standing on its name. False at the end of the text.
bool HtmlTokenizer::take_attribute() {
  AttributeSlices attribute;
  attribute.name = take_name(true);
  skip_blanks();
  if (peek() == '=') {
    ++at_;
    if (!take_value(attribute.value)) return false;
  }
  keep(attribute);
  return at_ < text_.size();
}

// 13.2.5.32, to behind the '>'. False when the text ends before it.
bool HtmlTokenizer::take_attributes() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '>') {
      ++at_;
      return true;
    }
    if (is(c, kBlank)) {
      ++at_;
    } else if (c == '/') {
      ++at_;
      token_.self_closing = peek() == '>';
    } else if (!take_attribute()) {
      return false;
    }
  }
  return false;
}

// Standing on the name. A tag the text ends in is dropped (13.2.5, eof-in-tag).
bool HtmlTokenizer::take_tag(TokenType type) {
  scratch_.clear();
  attributes_.clear();
  const Slice name = take_name(false);
  if (!take_attributes()) {
    at_ = text_.size();
    return false;
  }
  // Only now does scratch_ stay where it is.
  token_.type = type;
  token_.name = view(name);
  if (type == TokenType::start_tag) {
    for (const AttributeSlices& one : attributes_) {
      token_.attributes.push_back({view(one.name), view(one.value)});
    }
  }
  return true;
}

std::string_view HtmlTokenizer::take_until(std::size_t end) {
  const std::size_t from = at_;
  at_ = end;
  return text_.substr(from, end - from);
}

std::string_view HtmlTokenizer::take_raw_text(std::string_view element) {
  return take_until(raw_text_end(text_, at_, element));
}

std::string_view HtmlTokenizer::take_script() { return take_until(script_end(text_, at_)); }

std::string_view HtmlTokenizer::take_plaintext() { return take_until(text_.size()); }

}  // namespace crawler::extract
