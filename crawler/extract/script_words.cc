#include "crawler/extract/script_words.h"

#include "crawler/extract/text_scan.h"

namespace crawler::extract {

bool expects_expression(std::string_view word) {
  static constexpr std::string_view kWords[] = {
      "return", "typeof", "case",  "in",    "of",      "new",     "void",
      "delete", "throw",  "yield", "await", "default", "extends", "instanceof"};
  return word.size() >= 2 && word.size() <= 10 && is_one_of(word, kWords);
}

bool takes_patterns(std::string_view function) {
  static constexpr std::string_view kNames[] = {"indexOf",
                                                "lastIndexOf",
                                                "includes",
                                                "startsWith",
                                                "endsWith",
                                                "matchAll",
                                                "search",
                                                "split",
                                                "replace",
                                                "replaceAll",
                                                "test",
                                                "querySelector",
                                                "querySelectorAll",
                                                "closest",
                                                "matches",
                                                "getElementById",
                                                "addEventListener",
                                                "removeEventListener",
                                                "createElementNS",
                                                "setAttributeNS",
                                                "require",
                                                "define",
                                                "__webpack_require__",
                                                "Error",
                                                "TypeError",
                                                "RegExp",
                                                "trigger",
                                                "getItem",
                                                "setItem",
                                                "File",
                                                "append",
                                                "hasClass",
                                                "addClass"};
  return function.size() >= 4 && is_one_of(function, kNames);
}

}  // namespace crawler::extract
