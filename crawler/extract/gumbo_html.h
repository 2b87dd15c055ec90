// The elements of an HTML document by gumbo's tree: the second opinion beside html_elements.h, and
// what needs a tree.
#pragma once

#include <functional>
#include <string_view>

#include "crawler/extract/gumbo_guard.h"
#include "crawler/extract/html_element.h"

namespace crawler::extract {

// What a walk through a tree calls, in document order. Views live for the call.
class HtmlTreeVisitor {
 public:
  virtual ~HtmlTreeVisitor() = default;
  // False passes over all that is in the element; leave() is not called for it then.
  virtual bool enter(const HtmlElement& element) = 0;
  virtual void leave() = 0;  // the innermost element entered
  virtual void text(std::string_view utf8) = 0;
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
  // The same with text and nesting.
  void walk(HtmlTreeVisitor& visitor) const;

 private:
  GumboTree tree_;
};

}  // namespace crawler::extract
