// The elements of an HTML document in document order, free of any parser's types: what html.cc
// reads could come from another tokenizer.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/gumbo_guard.h"

namespace crawler::extract {

struct HtmlAttribute {
  std::string_view name;   // lower case; xlink:href of SVG is "href"
  std::string_view value;  // character references undone
};

// Views are valid during the call that is given the element.
struct HtmlElement {
  std::string_view name;  // lower case; "element" for names too long or too strange to repeat
  bool is_html = true;    // not SVG or MathML
  std::vector<HtmlAttribute> attributes;
  std::string text;  // of <title> and <style> only: what their children say

  // The attribute's value, empty when absent.
  std::string_view attribute(std::string_view name) const;
  bool has(std::string_view name) const;
};

// A parsed document. Comments and scripts hold no elements; those of <noscript> and <template> are
// given like all others. The text must outlive it.
class HtmlTree {
 public:
  explicit HtmlTree(std::string_view utf8, const GumboLimits& limits);

  GumboEnd end() const { return tree_.end(); }
  std::size_t memory_bytes() const { return tree_.memory_bytes(); }

  // Calls `look` for every element; for none when the parser was stopped. No recursion.
  void visit(const std::function<void(const HtmlElement&)>& look) const;

 private:
  GumboTree tree_;
};

}  // namespace crawler::extract
