// Tokens of CSS Syntax Module Level 3, section 4.3, reduced to what finding URLs needs: numbers,
// hashes, operators and the like all come out as `other`. The preprocessing of section 3.3 is done
// on the way: NUL reads as U+FFFD, and CR LF as one line end where that matters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crawler::extract {

enum class CssTokenType {
  identifier,
  function,    // name(   - text is the name
  at_keyword,  // @name   - text is the name
  string,      // text is the value
  bad_string,  // one that a line end broke
  url,         // unquoted url(...) - text is the value
  bad_url,     // unquoted, with what may not be in one
  open,        // ( or [
  brace_open,  // {, told apart because it ends an at-rule's prelude
  close,       // ) ] } - text is the character
  semicolon,
  blank,  // white space, a comment, <!-- or -->
  other,
  end,
};

struct CssToken {
  CssTokenType type = CssTokenType::end;
  // Escapes undone. A part of the sheet where it can be; valid until the next call to next().
  std::string_view text = {};
};

// Walks once over the text; each byte is read a bounded number of times. The text must outlive it.
class CssTokens {
 public:
  explicit CssTokens(std::string_view css) : css_(css) {}

  // `end` at the end, again and again.
  CssToken next();

 private:
  // The byte `ahead` on, 0 to 255; negative beyond the end.
  int peek(std::size_t ahead = 0) const;
  bool starts_escape(std::size_t ahead = 0) const;
  bool starts_identifier(std::size_t ahead = 0) const;
  bool starts_number() const;

  void skip_blanks();
  void skip_number();
  void append_escape();
  void append_escape_in_string();
  void append_replacement();
  std::string_view text_since(std::size_t from, std::size_t end);
  std::string_view take_name();
  CssToken take_number();
  CssToken take_identifier_like();
  CssToken take_comment();
  CssToken take_string();
  CssToken take_url();
  CssToken take_bad_url();
  CssToken take_sign();

  std::string_view css_;
  std::size_t at_ = 0;
  std::string scratch_;  // the text of a token with escapes
};

}  // namespace crawler::extract
