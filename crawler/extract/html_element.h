// One start tag of a document and what it says: the type both readers of HTML give out.
#pragma once

#include <string_view>
#include <vector>

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
  std::string_view text;  // of <title>, <style> and <script> only: what they say

  // The attribute's value, empty when absent.
  std::string_view attribute(std::string_view wanted) const {
    for (const HtmlAttribute& one : attributes) {
      if (one.name == wanted) return one.value;
    }
    return {};
  }
  bool has(std::string_view wanted) const {
    for (const HtmlAttribute& one : attributes) {
      if (one.name == wanted) return true;
    }
    return false;
  }
};

}  // namespace crawler::extract
