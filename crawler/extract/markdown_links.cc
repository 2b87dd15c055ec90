#include "crawler/extract/markdown_links.h"

#include <cstddef>
#include <vector>

namespace crawler::extract {
namespace {

constexpr int kMaxParentheses = 32;  // as CommonMark's reference parser

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The destination after "](" (CommonMark 6.3). `at` moves past what was read, link or not: a failed
// try is not read twice, which keeps the whole linear. Empty when there is no link.
std::string_view take_destination(std::string_view text, std::size_t& at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  if (at < text.size() && text[at] == '<') {
    const std::size_t from = ++at;
    while (at < text.size() && text[at] != '>' && text[at] != '\n') ++at;
    return at < text.size() && text[at] == '>' ? text.substr(from, at++ - from)
                                               : std::string_view();
  }
  const std::size_t from = at;
  int depth = 0;
  for (; at < text.size() && !is_blank(text[at]); ++at) {
    if (text[at] == '(' && ++depth > kMaxParentheses) return {};
    if (text[at] == ')' && --depth < 0) break;
  }
  if (at >= text.size() || depth > 0) return {};
  return text.substr(from, at - from);
}

}  // namespace

void read_markdown_links(std::string_view markdown,
                         const std::function<void(const MarkdownLink&)>& found) {
  std::vector<bool> open;  // the open brackets; true for "!["
  for (std::size_t at = 0; at < markdown.size();) {
    const char c = markdown[at++];
    if (c == '\\' && at < markdown.size()) {
      ++at;
    } else if (c == '[') {
      open.push_back(at >= 2 && markdown[at - 2] == '!');
    } else if (c == ']' && !open.empty()) {
      const bool is_image = open.back();
      open.pop_back();
      if (at >= markdown.size() || markdown[at] != '(') continue;
      const std::string_view url = take_destination(markdown, ++at);
      if (!url.empty()) found({url, is_image});
    }
  }
}

}  // namespace crawler::extract
