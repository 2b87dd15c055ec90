// The string literals of a JavaScript program and what the code does with each: a lexer after
// ECMA-262 clause 12, reduced to what finding URLs needs. It never fails: damaged code gives the
// strings it has. Linear in time; memory is one byte for each bracket that is open.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace crawler::extract {

enum class ScriptUse : char {
  other,
  static_import,   // import "x", import a from "x", export * from "x"
  dynamic_import,  // import("x")
  worker,          // new Worker("x"), new SharedWorker("x"), serviceWorker.register("x")
  import_scripts,  // importScripts("x", "y")
  module_url,      // new URL("x", import.meta.url)
  precached,       // precacheAndRoute([{url: "x"}]), addAll(["x"]): in a service worker
  property_name,   // {"x": 1}
  beginning,       // "x" + y, "x".concat(y), "x".split(","): not the whole of anything
  ending,          // y + "x", y.concat("x")
  pattern,         // indexOf("x"), require("x"), html`x`: compared, looked up or not a URL at all
};

struct ScriptString {
  std::string_view text;  // between the quotes, escapes as written; lives as long as the script
  ScriptUse use = ScriptUse::other;
  bool has_escapes = false;
};

// Classic scripts may hold HTML comments (ECMA-262 B.1.1) and no static imports.
enum class ScriptKind { classic, module, unknown };

// Walks once over the script, which must outlive it; at most 4 GiB are read.
class ScriptStrings {
 public:
  ScriptStrings(std::string_view script, ScriptKind kind);

  // The next literal, in order; nothing at the end. Templates with ${} are left out, as are strings
  // with neither '/' nor '.' nor an escape, which can be no URL.
  std::optional<ScriptString> next();

 private:
  struct Token {
    char kind = 0;  // 'w' word or number, 's' string, else the punctuation mark; 0 for none
    std::uint32_t begin = 0, end = 0;
  };
  enum class Bracket : char;

  const Token& back(unsigned tokens) const { return tokens_[(count_ - tokens) % tokens_.size()]; }
  std::string_view word(unsigned tokens_back) const;
  void push(char kind, std::size_t begin, std::size_t end);
  char peek_mark(std::size_t from) const;
  bool is_inside(Bracket bracket) const { return !open_.empty() && open_.back() == bracket; }

  void take_word();
  void take_mark(char mark);
  void take_slash();
  void skip_line();
  void skip_block_comment();
  bool may_be_regex() const;
  bool skip_regex();
  void open_paren();
  void open_brace();
  void close_paren();
  bool close_brace();
  bool is_after_new() const;
  bool is_followed_by_module_url(std::size_t from) const;
  std::optional<ScriptString> take_quoted(char quote);
  std::optional<ScriptString> take_template(bool is_continued);
  ScriptUse use_of(char quote, std::size_t end) const;
  ScriptUse use_as_argument(char next, std::size_t end) const;

  std::string_view text_;
  ScriptKind kind_;
  std::size_t at_ = 0;
  std::array<Token, 4> tokens_{};  // the last ones
  unsigned count_ = 0;
  std::vector<Bracket> open_;            // ( { and ${, innermost last
  bool regex_may_follow_close_ = false;  // after the last ) or }
  std::size_t rescans_left_;             // bytes that may be read again for a regex that was none
};

}  // namespace crawler::extract
