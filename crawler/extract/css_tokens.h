// Tokens of CSS Syntax Module Level 3, section 4.3, reduced to what finding URLs needs: numbers,
// operators and the like all come out as `other`.
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
  url,         // unquoted url(...) - text is the value
  open,        // ( [ {
  close,       // ) ] }
  brace_open,  // {, told apart because it ends an at-rule's prelude
  semicolon,
  blank,  // white space or a comment
  other,
  end,
};

struct CssToken {
  CssTokenType type = CssTokenType::end;
  std::string text;
};

// Walks once over the text; each byte is read a bounded number of times. The text must outlive it.
class CssTokens {
 public:
  explicit CssTokens(std::string_view css) : css_(css) {}

  // `end` at the end, again and again.
  CssToken next();

 private:
  // The character `ahead` bytes on; NUL beyond the end.
  char peek(std::size_t ahead = 0) const;
  bool starts_escape(std::size_t ahead = 0) const;
  bool starts_identifier(std::size_t ahead = 0) const;

  void skip_comment();
  void skip_blanks();
  void skip_number();
  void skip_bad_url();
  void append_escape(std::string& out);
  std::string take_name();
  CssToken take_identifier_like();
  CssToken take_string();
  CssToken take_url();
  CssToken take_other();

  std::string_view css_;
  std::size_t at_ = 0;
};

}  // namespace crawler::extract
