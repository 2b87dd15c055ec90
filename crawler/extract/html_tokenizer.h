// Tags and text of an HTML or XML document, by the tokenisation of the HTML standard (13.2.5). Each
// byte is read a bounded number of times and memory is that of the largest tag, whatever the text
// holds. Knows no tree: html_elements.h tells it where text is raw and where CDATA is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/html_element.h"

namespace crawler::extract {

enum class Markup {
  html,  // names in lower case, <? is a comment, CDATA only where allow_cdata() says so
  xml,   // names as written, instructions end with ?>, a doctype may hold declarations
};

enum class TokenType {
  start_tag,
  end_tag,
  text,         // only after give_text(true); as written, in pieces
  cdata,        // like text, but `&` means itself
  instruction,  // XML only: the inside of <?...?> is the text
  end,
};

// Views are valid until the next call to next().
struct HtmlToken {
  TokenType type = TokenType::end;
  std::string_view name;                  // of a tag
  bool self_closing = false;              // <br/>
  std::vector<HtmlAttribute> attributes;  // of a start tag; no two of a name
  std::string_view text;
};

// More attributes than any honest tag has; those behind are read over.
inline constexpr std::size_t kMaxAttributes = 128;

class HtmlTokenizer {
 public:
  // `utf8` must outlive the tokenizer. A BOM is text.
  HtmlTokenizer(std::string_view utf8, Markup markup) : text_(utf8), markup_(markup) {}

  // The next token; TokenType::end at the end, again and again. A tag the text ends in is none.
  const HtmlToken& next();

  void give_text(bool wanted) { gives_text_ = wanted; }
  // True within SVG and MathML: <![CDATA[ is text there and a comment elsewhere.
  void allow_cdata(bool allowed) { allows_cdata_ = allowed; }

  // What stands before the next end tag of that name (lower case), or before the end of the text:
  // RCDATA, RAWTEXT and script data (13.2.5.2 to 13.2.5.31). Moves behind it.
  std::string_view take_raw_text(std::string_view element);
  std::string_view take_script();
  // All that is left (13.2.5.5).
  std::string_view take_plaintext();

 private:
  // A part of text_, or of scratch_ where it was not as written.
  struct Slice {
    std::size_t from = 0, size = 0;
    bool in_scratch = false;
  };
  struct AttributeSlices {
    Slice name, value;
    std::uint32_t name_hash = 0;  // so that many names are told apart quickly
  };

  char peek(std::size_t ahead = 0) const;
  std::string_view view(const Slice& slice) const;

  bool take_text(std::size_t end);
  bool take_markup();
  bool take_declaration();
  bool take_instruction();
  void skip_comment();
  void skip_doctype();
  void skip_past(char c);
  std::size_t skip_declarations(std::size_t at) const;
  bool take_cdata();

  bool take_tag(TokenType type);
  bool take_attributes();
  bool take_attribute();
  bool take_value(Slice& value);
  Slice take_name(bool of_attribute);
  Slice unescaped(std::size_t from, std::size_t size);
  void skip_blanks();
  void keep(AttributeSlices attribute);

  std::string_view take_until(std::size_t end);

  std::string_view text_;
  Markup markup_;
  std::size_t at_ = 0;
  bool gives_text_ = false, allows_cdata_ = false;
  HtmlToken token_;
  std::vector<AttributeSlices> attributes_;
  std::string scratch_;
};

}  // namespace crawler::extract
