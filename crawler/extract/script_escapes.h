// Escapes in string literals of JavaScript (ECMA-262 12.9.4) and, being fewer, of JSON.
#pragma once

#include <string>
#include <string_view>

namespace crawler::extract {

// \/ \x2f \u002F \u{2f} \n and line continuations undone; `text` is what stands between the quotes.
// Lone surrogates become U+FFFD, a letter that is no escape stands for itself. Any thread.
std::string without_escapes(std::string_view text);

}  // namespace crawler::extract
