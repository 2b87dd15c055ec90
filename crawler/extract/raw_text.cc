#include "crawler/extract/raw_text.h"

#include <algorithm>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

// Does `text` begin with `prefix` (lower case) and a character that ends a tag's name?
bool names_tag(std::string_view text, std::string_view prefix) {
  if (text.size() <= prefix.size() || !base::starts_with_ignoring_case(text, prefix)) return false;
  return std::string_view("\t\n\f\r />").find(text[prefix.size()]) != std::string_view::npos;
}

enum class Script { data, escaped, double_escaped };

}  // namespace

std::size_t raw_text_end(std::string_view text, std::size_t from, std::string_view element) {
  for (std::size_t at = text.find("</", from); at != text.npos; at = text.find("</", at + 2)) {
    if (names_tag(text.substr(at + 2), element)) return at;
  }
  return text.size();
}

std::size_t script_end(std::string_view text, std::size_t from) {
  Script state = Script::data;
  std::size_t at = from;
  while (at < text.size()) {
    at = state == Script::data ? text.find('<', at) : text.find_first_of("<-", at);
    if (at == text.npos) break;
    const std::string_view rest = text.substr(at);
    const bool ends = names_tag(rest, "</script");
    if (ends && state != Script::double_escaped) return at;
    if (ends) {
      state = Script::escaped;
    } else if (state == Script::data && rest.starts_with("<!--")) {
      state = Script::escaped;
      ++at;  // the two dashes may be those of "-->": "<!-->" is whole
    } else if (state != Script::data && rest.starts_with("-->")) {
      state = Script::data;
    } else if (state == Script::escaped && names_tag(rest, "<script")) {
      state = Script::double_escaped;
    }
    ++at;
  }
  return text.size();
}

}  // namespace crawler::extract
