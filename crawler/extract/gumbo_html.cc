#include "crawler/extract/gumbo_html.h"

#include <algorithm>
#include <string>
#include <vector>

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

bool is_text(const GumboNode& node) {
  return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE ||
         node.type == GUMBO_NODE_CDATA;
}

std::string text_of(const GumboElement& element) {
  std::string text;
  for (unsigned i = 0; i < element.children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(element.children.data[i]);
    if (is_text(*child)) text += child->v.text.text;
  }
  return text;
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

const GumboVector& children_of(const GumboNode& node) {
  return node.type == GUMBO_NODE_DOCUMENT ? node.v.document.children : node.v.element.children;
}

// Attribute names keep SVG's capitals (viewBox); those looked for here have none.
template <typename Look>
auto show(const GumboElement& source, Look&& look) {
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
  std::string text;
  if (source.tag == GUMBO_TAG_TITLE || source.tag == GUMBO_TAG_STYLE ||
      source.tag == GUMBO_TAG_SCRIPT) {
    text = text_of(source);
    element.text = text;
  }
  return look(element);
}

}  // namespace

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
    const GumboVector& children = children_of(node);
    for (unsigned i = children.length; i > 0; --i) {
      open.push_back(static_cast<const GumboNode*>(children.data[i - 1]));
    }
  }
}

void HtmlTree::walk(HtmlTreeVisitor& visitor) const {
  if (tree_.output() == nullptr) return;
  struct Open {
    const GumboNode* node;
    unsigned next_child;
  };
  std::vector<Open> open{{tree_.output()->document, 0}};
  while (!open.empty()) {
    Open& top = open.back();
    const GumboVector& children = children_of(*top.node);
    if (top.next_child == children.length) {
      if (top.node->type != GUMBO_NODE_DOCUMENT) visitor.leave();
      open.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[top.next_child++]);
    if (is_text(*child)) {
      visitor.text(child->v.text.text);
    } else if (is_element(*child)) {
      const auto enter = [&](const HtmlElement& element) { return visitor.enter(element); };
      if (show(child->v.element, enter)) open.push_back({child, 0});
    }
  }
}

}  // namespace crawler::extract
