#include "crawler/extract/gumbo_html.h"

#include <algorithm>

#include <gumbo.h>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

constexpr std::size_t kLongestName = 32;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
}

// Names gumbo does not know ("picture", "use", custom elements) stand in the source text only.
std::string unknown_name(const GumboElement& element) {
  GumboStringPiece piece = element.original_tag;
  gumbo_tag_from_original_text(&piece);
  if (piece.length == 0 || piece.length > kLongestName) return "element";
  std::string name = base::to_lower_ascii({piece.data, piece.length});
  return std::all_of(name.begin(), name.end(), is_plain) ? name : "element";
}

std::string text_of(const GumboElement& element) {
  std::string text;
  for (unsigned i = 0; i < element.children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(element.children.data[i]);
    if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_WHITESPACE ||
        child->type == GUMBO_NODE_CDATA) {
      text += child->v.text.text;
    }
  }
  return text;
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

// Attribute names keep SVG's capitals (viewBox); those looked for here have none.
void show(const GumboElement& source, const std::function<void(const HtmlElement&)>& look) {
  HtmlElement element;
  const std::string strange_name =
      source.tag == GUMBO_TAG_UNKNOWN ? unknown_name(source) : std::string();
  element.name = source.tag == GUMBO_TAG_UNKNOWN ? std::string_view(strange_name)
                                                 : gumbo_normalized_tagname(source.tag);
  element.is_html = source.tag_namespace == GUMBO_NAMESPACE_HTML;
  element.attributes.reserve(source.attributes.length);
  for (unsigned i = 0; i < source.attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(source.attributes.data[i]);
    element.attributes.push_back({attribute->name, attribute->value});
  }
  if (source.tag == GUMBO_TAG_TITLE || source.tag == GUMBO_TAG_STYLE) {
    element.text = text_of(source);
  }
  look(element);
}

}  // namespace

std::string_view HtmlElement::attribute(std::string_view wanted) const {
  for (const HtmlAttribute& attribute : attributes) {
    if (attribute.name == wanted) return attribute.value;
  }
  return {};
}

bool HtmlElement::has(std::string_view wanted) const {
  return std::any_of(attributes.begin(), attributes.end(),
                     [&](const HtmlAttribute& attribute) { return attribute.name == wanted; });
}

HtmlTree::HtmlTree(std::string_view utf8, const GumboLimits& limits) : tree_(utf8, limits) {}

void HtmlTree::visit(const std::function<void(const HtmlElement&)>& look) const {
  if (tree_.output() == nullptr) return;
  // A stack of our own: pages nest 10,000 deep, and gumbo's index_within_parent is not kept right
  // where it moves nodes.
  std::vector<const GumboNode*> open{tree_.output()->document};
  while (!open.empty()) {
    const GumboNode& node = *open.back();
    open.pop_back();
    if (node.type != GUMBO_NODE_DOCUMENT && !is_element(node)) continue;
    if (is_element(node)) show(node.v.element, look);
    const GumboVector& children =
        node.type == GUMBO_NODE_DOCUMENT ? node.v.document.children : node.v.element.children;
    for (unsigned i = children.length; i > 0; --i) {
      open.push_back(static_cast<const GumboNode*>(children.data[i - 1]));
    }
  }
}

}  // namespace crawler::extract
