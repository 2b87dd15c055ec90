// The masthead's typeface, drawn in code: a TrueType font with just the letters of "The Bay Daily".
#pragma once

#include <string>

namespace crawler::demo {

// A complete TrueType file ("Varve Demo", 10 glyphs, under 4 KB). Same bytes in every run.
std::string masthead_font();

}  // namespace crawler::demo
