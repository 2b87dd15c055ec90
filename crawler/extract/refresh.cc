#include "crawler/extract/refresh.h"

#include <algorithm>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

constexpr std::string_view kBlanks = "\t\n\f\r ";

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
}

// "url" and "=" with white space around it; false leaves `text` alone.
bool skip_url_equals(std::string_view& text) {
  std::string_view rest = text;
  if (!base::starts_with_ignoring_case(rest, "url")) return false;
  rest.remove_prefix(3);
  skip_blanks(rest);
  if (rest.empty() || rest.front() != '=') return false;
  rest.remove_prefix(1);
  skip_blanks(rest);
  text = rest;
  return true;
}

}  // namespace

std::string_view parse_refresh(std::string_view content) {
  skip_blanks(content);
  const std::size_t digits = std::min(content.find_first_not_of("0123456789"), content.size());
  content.remove_prefix(digits);
  if (digits == 0 && (content.empty() || content.front() != '.')) return {};
  content.remove_prefix(std::min(content.find_first_not_of("0123456789."), content.size()));
  if (content.empty()) return {};
  if (content.front() != ';' && content.front() != ',' &&
      kBlanks.find(content.front()) == kBlanks.npos) {
    return {};
  }
  skip_blanks(content);
  if (!content.empty() && (content.front() == ';' || content.front() == ',')) {
    content.remove_prefix(1);
  }
  skip_blanks(content);
  const bool begins_like_url =
      !content.empty() && (content.front() == 'u' || content.front() == 'U');
  // A word that begins like "url" but is not it is the URL itself, quotes and all.
  if (!skip_url_equals(content) && begins_like_url) return content;
  if (!content.empty() && (content.front() == '\'' || content.front() == '"')) {
    const char quote = content.front();
    content.remove_prefix(1);
    content = content.substr(0, content.find(quote));
  }
  return content;
}

}  // namespace crawler::extract
