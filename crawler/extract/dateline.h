// The line under a headline that says when and by whom, as readers see it: "By Jane Doe, 3 May
// 2024"; "Published: ..."; in Chinese "source: X, author: Y, time: Z" in one line. The last resort
// where a page says nothing in its metas.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/text_blocks.h"

namespace crawler::extract {

struct Dateline {
  std::string published;  // ISO 8601: a day, or a day and a time
  std::string byline;     // 200 bytes
};

// Of the lines around a headline, in their order. A date counts behind a label, in a place called
// the date's, or in a short line below the <h1>; not behind the label of something else ("Updated",
// "time of the meeting:"). Authors go before journalists, those before editors.
Dateline read_dateline(const std::vector<const TextLine*>& lines);

// The author's names in `text`, which an element of the author's holds; without labels, dates and
// sources beside them, empty when nothing else is there.
std::string author_in(std::string_view text);

}  // namespace crawler::extract
