// The labels of the WHATWG Encoding Standard (section 4.2) and the ICU converters that read and
// write those encodings.
#pragma once

#include <string_view>

namespace crawler::extract {

struct Charset {
  std::string_view name;    // the standard's name in lower case, e.g. "gbk"
  const char* icu_decoder;  // nullptr: not ICU's work (utf-8, replacement)
  const char* icu_encoder;  // nullptr: the output encoding is UTF-8 (Encoding Standard 4.3)
  std::string_view labels;  // separated by single spaces
};

// The encoding a label stands for ("GB2312" is gbk, "latin1" is windows-1252), any case, white
// space around it ignored; nullptr for an unknown label. Lives for the whole program. Any thread.
const Charset* charset_for_label(std::string_view label);

}  // namespace crawler::extract
