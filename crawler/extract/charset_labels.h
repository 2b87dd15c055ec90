// The labels of the WHATWG Encoding Standard (section 4.2), and the ICU converters of single bytes
// that our tables are made of (charset_index.h).
#pragma once

#include <string_view>

namespace crawler::extract {

struct Charset {
  std::string_view name;    // the standard's name in lower case, e.g. "gbk"
  const char* converter;    // ICU's; nullptr where none is needed or there is none
  bool has_encoder;         // false: the output encoding is UTF-8 (Encoding Standard 4.3)
  std::string_view labels;  // separated by single spaces
};

// One byte, one character: all but UTF-8, UTF-16, the East Asian ones and replacement.
bool is_single_byte(const Charset& charset);

// The encoding a label stands for ("GB2312" is gbk, "latin1" is windows-1252), any case, white
// space around it ignored; nullptr for an unknown label. Lives for the whole program. Any thread.
const Charset* charset_for_label(std::string_view label);

}  // namespace crawler::extract
