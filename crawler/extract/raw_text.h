// Where text that is no markup ends: RCDATA, RAWTEXT and script data of the HTML standard (13.2.5.2
// to 13.2.5.31).
#pragma once

#include <cstddef>
#include <string_view>

namespace crawler::extract {

// Where the first "</element" followed by white space, '/' or '>' begins at or after `from`;
// text.size() when there is none. `element` in lower case. Linear.
std::size_t raw_text_end(std::string_view text, std::size_t from, std::string_view element);

// The same for a script, where `<!--` and then `<script` hide an end tag (13.2.5.20 to 13.2.5.31).
std::size_t script_end(std::string_view text, std::size_t from);

}  // namespace crawler::extract
