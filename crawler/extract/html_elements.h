// The elements of an HTML or XML document in the order of their start tags, without a tree: the
// tokenizer of html_tokenizer.h and as much of tree construction (HTML standard 13.2.6) as decides
// how the next tag is read: where text is raw, where SVG and MathML begin and end. As if scripting
// were off, so that <noscript> holds elements; so does <template>.
#pragma once

#include <functional>
#include <string_view>

#include "crawler/extract/html_element.h"
#include "crawler/extract/html_tokenizer.h"

namespace crawler::extract {

// Calls `look` for every element; a tag the text ends in is none. Linear in time; memory is that of
// the largest tag, or of the largest <style> or <script> in SVG. `hear`, where there is one, is
// given the text between tags, in pieces and as written, without that of elements whose text is
// raw. Any thread.
void visit_elements(std::string_view utf8, Markup markup,
                    const std::function<void(const HtmlElement&)>& look,
                    const std::function<void(std::string_view)>& hear = nullptr);

}  // namespace crawler::extract
