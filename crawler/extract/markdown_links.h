// The links Markdown itself writes: `![alt](url "title")` and `[text](url)`. Reference links, code
// blocks and the rest of the language are left alone. Linear.
#pragma once

#include <functional>
#include <string_view>

namespace crawler::extract {

struct MarkdownLink {
  std::string_view url;  // a view into the text
  bool is_image = false;
};

// Calls `found` for each link in order of their ends. Any thread.
void read_markdown_links(std::string_view markdown,
                         const std::function<void(const MarkdownLink&)>& found);

}  // namespace crawler::extract
