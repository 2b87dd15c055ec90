// What the words in a tag say about the block it opens: the habits of web designers, as
// Readability and its kin have collected them, and the pinyin of Chinese sites.
#pragma once

#include "crawler/extract/html_element.h"
#include "crawler/extract/text_blocks.h"

namespace crawler::extract {

// By tag, `role`, `class` and `id`. Never anything for <html> and <body>.
BlockHint block_hint(const HtmlElement& element);

// Is this where the author's name stands: rel=author, itemprop=author, class "byline"?
bool is_byline(const HtmlElement& element);

// Is this where the date stands: <time>, or class or id "timestamp", "pubtime", "post-date"?
bool is_date_place(const HtmlElement& element);

// Hidden by an attribute: `hidden`, aria-hidden=true, style="display:none".
bool is_hidden(const HtmlElement& element);

}  // namespace crawler::extract
