// The visible text of a page as lines, each in the block it stands in: what main_text.h chooses
// from. Left out are scripts, styles, <noscript>, templates, form controls, embedded objects, ruby
// annotations and what attributes hide; style sheets are not read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "crawler/extract/gumbo_html.h"

namespace crawler::extract {

// What tag, role, class and id say of a block, in the words web designers use.
enum class BlockHint : std::uint8_t {
  none,
  article,      // "content", "entry", <article>
  boilerplate,  // "sidebar", "related", <nav>
  comments,
};

struct TextBlock {
  std::uint32_t parent = 0;  // the root's is itself; parents stand before their children
  BlockHint hint = BlockHint::none;
  bool is_paragraph = false;  // <p>, <li>, <pre>: its parent is what holds the text together
  bool is_landmark = false;   // <h1>, <main>: never within boilerplate
};

// Sizes are in letters: a CJK character counts as two, white space as none.
struct TextLine {
  std::uint32_t block = 0;
  std::uint32_t size = 0, link_size = 0;  // link_size is a part of size
  std::uint32_t marks = 0;                // of punctuation
  bool is_heading = false;
  bool is_title = false;  // in an <h1>
  bool is_dated = false;  // some of it stands where the date is said to stand
  std::string text;       // as PlainLine makes it, never empty
};

struct TextPage {
  std::vector<TextBlock> blocks;  // never empty
  std::vector<TextLine> lines;    // in document order
  std::string title;              // of the first <h1>; 1,000 bytes
  // Of the first short element that is called the author's (rel, itemprop, class); 200 bytes.
  std::string byline;
};

// Reads at most 100,000 blocks and 4 MiB of text; an honest page has a tenth of either. Linear.
TextPage read_text_page(const HtmlTree& tree);

}  // namespace crawler::extract
