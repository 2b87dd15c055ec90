// The readable main text of a page, without navigation, comments, advertisements and lists of other
// articles: what `text` in pages.jsonl holds and full-text search finds. In the spirit of Mozilla's
// Readability, reduced to what a dozen sentences can say:
//
//  1. The page is a list of lines, each in a block (text_blocks.h). Sizes are counted in letters,
//     a CJK character being two, so that text without blanks between words weighs what it should.
//  2. A block that tag, role, class or id call boilerplate or comments is left out with all that is
//     in it; unless it holds the <h1> or <main> or, comments aside, four fifths of the page's
//     prose: then the name was the wrapper's.
//  3. A line is prose when it is long, or ends like a sentence, and few of its letters are links.
//     Its score, 1 and more for punctuation and length, goes to the block that holds the paragraph,
//     half of it to the next one out, a sixth to the one after.
//  4. The block with the best score, less its share of links, is the core. It grows to an ancestor
//     that holds a fifth more prose and few more links: an article in several parts.
//  5. Of its lines those that are mostly links are dropped, and headings with nothing left below.
//  6. A core with less prose than a short paragraph, or one that loses more than it keeps, is no
//     article: then all of the page outside boilerplate is the text, or, failing that, all of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "crawler/extract/gumbo_guard.h"

namespace crawler::extract {

inline constexpr std::size_t kMaxMainTextBytes = 200'000;

struct MainText {
  std::string title;      // of the first <h1>; one line, 1,000 bytes
  std::string byline;     // by rel, itemprop or class, or the dateline's; 200 bytes
  std::string published;  // what the dateline says (dateline.h), ISO 8601; of articles only
  // Lines of UTF-8 separated by LF, one for each paragraph, heading, item or cell; white space
  // collapsed, no control characters. Cut at the end of a line.
  std::string text;
  // The tree was not built within the bounds of gumbo_guard.h: then all else is empty.
  GumboEnd end = GumboEnd::complete;
};

// Linear beside the parser, which has 0.2 s and 64 times the input in memory. Any thread.
MainText main_text(std::string_view utf8);

}  // namespace crawler::extract
