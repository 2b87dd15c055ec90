#include "crawler/extract/script_strings.h"

#include <algorithm>

#include "crawler/extract/script_words.h"

namespace crawler::extract {

enum class ScriptStrings::Bracket : char {
  plain,        // ( of an expression or a call
  condition,    // if ( while ( for ( with (: a statement follows its end, so a regex may
  concat,       // .concat(
  pattern,      // a call that compares, looks up or names a module
  import,       // import(
  worker,       // new Worker(, new SharedWorker(, serviceWorker.register(
  scripts,      // importScripts(
  precache,     // precacheAndRoute(, addAll(
  url,          // new URL(
  block,        // { of statements
  object,       // { of an object
  substitution  // ${ in a template
};

namespace {

// Bits of a byte's class: what it is outside strings, and what it means inside one.
enum : std::uint8_t {
  kBlank = 1,
  kWord = 2,
  kStop = 4,     // quotes, backslash, line ends: looked at one by one inside a string
  kUrlMark = 8,  // / and .
};

using Classes = std::array<std::uint8_t, 256>;

constexpr void mark(Classes& classes, std::string_view characters, std::uint8_t bit) {
  for (const char c : characters) classes[static_cast<unsigned char>(c)] |= bit;
}

constexpr Classes make_classes() {
  Classes classes{};
  for (unsigned c = '0'; c <= '9'; ++c) classes[c] = kWord;
  for (unsigned c = 'a'; c <= 'z'; ++c) classes[c] = kWord;
  for (unsigned c = 'A'; c <= 'Z'; ++c) classes[c] = kWord;
  for (unsigned c = 0x80; c < 0x100; ++c) classes[c] = kWord;
  mark(classes, " \t\r\n\f\v", kBlank);
  mark(classes, "_$#\\", kWord);
  mark(classes, "\"'`\\\r\n$", kStop);
  mark(classes, "/.", kUrlMark);
  return classes;
}

constexpr Classes kClasses = make_classes();

std::uint8_t class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }

bool is_flag(char c) { return std::string_view("dgimsuvy").find(c) != std::string_view::npos; }

}  // namespace

ScriptStrings::ScriptStrings(std::string_view script, ScriptKind kind)
    : text_(script.substr(0, UINT32_MAX)), kind_(kind), rescans_left_(4 * text_.size()) {}

std::string_view ScriptStrings::word(unsigned tokens_back) const {
  const Token& token = back(tokens_back);
  return token.kind == 'w' ? text_.substr(token.begin, token.end - token.begin)
                           : std::string_view();
}

void ScriptStrings::push(char kind, std::size_t begin, std::size_t end) {
  tokens_[++count_ % tokens_.size()] = {kind, static_cast<std::uint32_t>(begin),
                                        static_cast<std::uint32_t>(end)};
  at_ = end;
}

// The first mark after blanks; NUL at the end.
char ScriptStrings::peek_mark(std::size_t from) const {
  while (from < text_.size() && (class_of(text_[from]) & kBlank) != 0) ++from;
  return from < text_.size() ? text_[from] : '\0';
}

std::optional<ScriptString> ScriptStrings::next() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    const std::uint8_t kind = class_of(c);
    std::optional<ScriptString> found;
    if ((kind & kWord) != 0) {
      take_word();
    } else if ((kind & kBlank) != 0) {
      ++at_;
    } else if (c == '"' || c == '\'') {
      found = take_quoted(c);
    } else if (c == '`') {
      found = take_template(false);
    } else if (c == '}' && close_brace()) {
      found = take_template(true);
    } else if (c != '}') {
      take_mark(c);
    }
    if (found) return found;
  }
  return std::nullopt;
}

void ScriptStrings::take_word() {
  const char* const end = text_.data() + text_.size();
  const char* p = text_.data() + at_ + 1;
  while (p != end && (class_of(*p) & kWord) != 0) ++p;
  push('w', at_, static_cast<std::size_t>(p - text_.data()));
}

void ScriptStrings::take_mark(char mark) {
  switch (mark) {
    case '/': return take_slash();
    case '(': return open_paren();
    case ')': return close_paren();
    case '{': return open_brace();
    case '<':
      if (kind_ != ScriptKind::module && text_.substr(at_, 4) == "<!--") return skip_line();
      break;
    default: break;
  }
  push(mark, at_, at_ + 1);
}

void ScriptStrings::skip_line() {
  while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
}

void ScriptStrings::skip_block_comment() {
  const std::size_t end = text_.find("*/", at_ + 2);
  at_ = end == std::string_view::npos ? text_.size() : end + 2;
}

void ScriptStrings::take_slash() {
  const char after = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  if (after == '/') return skip_line();
  if (after == '*') return skip_block_comment();
  // Without a budget a slash is a division, read once.
  if (rescans_left_ > 0 && may_be_regex() && skip_regex()) return;
  push('/', at_, at_ + 1);
}

// ECMA-262 leaves this to the parser; the token before decides nearly always.
bool ScriptStrings::may_be_regex() const {
  switch (const Token& last = back(0); last.kind) {
    case 'w':
      if (back(1).kind == '.') return false;
      return expects_expression(word(0)) || word(0) == "else" || word(0) == "do";
    case 's':
    case ']': return false;
    case ')':
    case '}': return regex_may_follow_close_;
    case '.': return back(1).kind == '.';  // a spread, not the end of "1."
    case '+':
    case '-': return back(1).kind != last.kind || back(1).end != last.begin;  // i++ / 2
    default: return true;
  }
}

// Moves behind a regex. What has no end on its line, or is followed by what cannot follow a regex,
// was a division; reading it again is paid for from a budget, so that time stays linear.
bool ScriptStrings::skip_regex() {
  std::size_t at = at_ + 1;
  bool is_whole = false;
  for (bool in_class = false; at < text_.size() && !is_whole; ++at) {
    const char c = text_[at];
    if (c == '\n' || c == '\r') break;
    if (c == '\\' && at + 1 < text_.size() && text_[at + 1] != '\n') ++at;
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    is_whole = c == '/' && !in_class;
  }
  at = std::min(at, text_.size());
  while (is_whole && at < text_.size() && is_flag(text_[at])) ++at;
  const char next = at < text_.size() ? text_[at] : ';';
  is_whole = is_whole && (class_of(next) & kWord) == 0 &&
             std::string_view("\"'`({[@").find(next) == std::string_view::npos;
  if (!is_whole) {
    rescans_left_ -= std::min(rescans_left_, at - at_);
    return false;
  }
  push('s', at_, at);
  return true;
}

bool ScriptStrings::is_after_new() const {
  return word(1) == "new" || (back(1).kind == '.' && word(3) == "new");
}

void ScriptStrings::open_paren() {
  Bracket bracket = Bracket::plain;
  const std::string_view name = word(0);
  const bool is_member = back(1).kind == '.';
  if (name.size() < 2) {
    // Minified names: nothing we know.
  } else if (is_member && name == "concat") {
    bracket = Bracket::concat;
  } else if (!is_member && (name == "if" || name == "while" || name == "for" || name == "with")) {
    bracket = Bracket::condition;
  } else if (!is_member && name == "import") {
    bracket = Bracket::import;
  } else if (name == "importScripts") {
    bracket = Bracket::scripts;
  } else if (name == "precacheAndRoute" || name == "addAll") {
    bracket = Bracket::precache;
  } else if ((name == "Worker" || name == "SharedWorker") && is_after_new()) {
    bracket = Bracket::worker;
  } else if (name == "register" && is_member &&
             (word(2) == "serviceWorker" || word(3) == "serviceWorker")) {
    bracket = Bracket::worker;
  } else if (name == "URL" && is_after_new()) {
    bracket = Bracket::url;
  } else if (takes_patterns(name)) {
    bracket = Bracket::pattern;
  }
  open_.push_back(bracket);
  push('(', at_, at_ + 1);
}

void ScriptStrings::close_paren() {
  regex_may_follow_close_ = false;
  if (!open_.empty() && open_.back() < Bracket::block) {
    regex_may_follow_close_ = open_.back() == Bracket::condition;
    open_.pop_back();
  }
  push(')', at_, at_ + 1);
}

void ScriptStrings::open_brace() {
  const Token& last = back(0);
  bool is_block =
      last.kind == 0 || std::string_view(";{})").find(last.kind) != std::string_view::npos;
  if (last.kind == 'w') is_block = !expects_expression(word(0));
  if (last.kind == '>') is_block = back(1).kind == '=' && back(1).end == last.begin;
  open_.push_back(is_block ? Bracket::block : Bracket::object);
  push('{', at_, at_ + 1);
}

// True when the brace ends a substitution, so that its template goes on.
bool ScriptStrings::close_brace() {
  // A parenthesis left open inside braces is damage that ends with them.
  while (!open_.empty() && open_.back() < Bracket::block) open_.pop_back();
  const Bracket bracket = open_.empty() ? Bracket::block : open_.back();
  if (!open_.empty()) open_.pop_back();
  regex_may_follow_close_ = bracket == Bracket::block;
  if (bracket == Bracket::substitution) return true;
  push('}', at_, at_ + 1);
  return false;
}

std::optional<ScriptString> ScriptStrings::take_quoted(char quote) {
  const char* const begin = text_.data() + at_ + 1;
  const char* const end = text_.data() + text_.size();
  std::uint8_t seen = 0;
  bool has_escapes = false;
  const char* p = begin;
  for (; p != end; ++p) {
    const std::uint8_t kind = class_of(*p);
    seen |= kind;
    if ((kind & kStop) == 0) continue;
    if (*p == quote) break;
    if (*p == '\n' || *p == '\r') break;
    if (*p != '\\') continue;
    has_escapes = true;
    if (++p == end) break;
    // A line end that is CR LF counts once (ECMA-262 12.9.4, LineContinuation).
    if (*p == '\r' && p + 1 != end && p[1] == '\n') ++p;
  }
  const std::size_t stop = static_cast<std::size_t>(p - text_.data());
  // A string ends with its line: what has no quote there is damage.
  const bool is_whole = p != end && *p == quote;
  const bool is_wanted = is_whole && (has_escapes || (seen & kUrlMark) != 0);
  std::optional<ScriptString> found;
  if (is_wanted) {
    found = {.text = {begin, static_cast<std::size_t>(p - begin)},
             .use = use_of(quote, stop + 1),
             .has_escapes = has_escapes};
  }
  push('s', at_, is_whole ? stop + 1 : stop);
  return found;
}

std::optional<ScriptString> ScriptStrings::take_template(bool is_continued) {
  const std::size_t begin = at_ + 1;
  std::uint8_t seen = 0;
  bool has_escapes = false;
  for (std::size_t at = begin; at < text_.size(); ++at) {
    const char c = text_[at];
    const std::uint8_t kind = class_of(c);
    seen |= kind;
    if ((kind & kStop) == 0) continue;
    if (c == '\\') {
      has_escapes = true;
      ++at;
    } else if (c == '$' && at + 1 < text_.size() && text_[at + 1] == '{') {
      open_.push_back(Bracket::substitution);
      push('{', at, at + 2);
      return std::nullopt;
    } else if (c == '`') {
      std::optional<ScriptString> found;
      if (!is_continued && (has_escapes || (seen & kUrlMark) != 0)) {
        found = {.text = text_.substr(begin, at - begin),
                 .use = use_of('`', at + 1),
                 .has_escapes = has_escapes};
      }
      push('s', at_, at + 1);
      return found;
    }
  }
  // No end: damage, or a backtick in a regex taken for a division. What follows is read as code.
  const std::size_t next = rescans_left_ > 0 ? begin : text_.size();
  rescans_left_ -= std::min(rescans_left_, text_.size() - at_);
  push('`', at_, next);
  return std::nullopt;
}

bool ScriptStrings::is_followed_by_module_url(std::size_t from) const {
  static constexpr std::string_view kModuleUrl = "import.meta.url";
  const auto skip_blanks = [&] {
    while (from < text_.size() && (class_of(text_[from]) & kBlank) != 0) ++from;
  };
  skip_blanks();
  if (from >= text_.size() || text_[from] != ',') return false;
  ++from;
  skip_blanks();
  return text_.substr(from, kModuleUrl.size()) == kModuleUrl;
}

// `end` is behind the closing quote.
ScriptUse ScriptStrings::use_of(char quote, std::size_t end) const {
  const Token& last = back(0);
  const char next = peek_mark(end);
  if (next == '+' || next == '.') return ScriptUse::beginning;
  if (last.kind == 'w') {
    const bool is_import = word(0) == "from" || word(0) == "import";
    // Nowhere else does a string stand right behind such a word.
    if (quote != '`' && is_import) return ScriptUse::static_import;
    if (quote == '`' && !expects_expression(word(0))) return ScriptUse::pattern;
  }
  if (last.kind == '+') return ScriptUse::ending;
  if ((last.kind == '{' || last.kind == ',') && next == ':') return ScriptUse::property_name;
  return use_as_argument(next, end);
}

ScriptUse ScriptStrings::use_as_argument(char next, std::size_t end) const {
  const bool is_first = back(0).kind == '(';
  const bool is_whole = next == ')' || next == ',';
  const bool is_sole_value = is_first && is_whole;
  if (is_inside(Bracket::scripts) && is_whole) return ScriptUse::import_scripts;
  if (is_inside(Bracket::pattern)) return ScriptUse::pattern;
  // The strings stand in the call itself or in the objects of its list.
  const bool is_in_object = open_.size() > 1 && open_[open_.size() - 2] == Bracket::precache;
  if (is_inside(Bracket::precache) || is_in_object) return ScriptUse::precached;
  if (is_inside(Bracket::concat)) return ScriptUse::ending;
  if (is_inside(Bracket::import) && is_sole_value) return ScriptUse::dynamic_import;
  if (is_inside(Bracket::worker) && is_sole_value) return ScriptUse::worker;
  if (is_inside(Bracket::url) && is_first && is_followed_by_module_url(end)) {
    return ScriptUse::module_url;
  }
  return ScriptUse::other;
}

}  // namespace crawler::extract
