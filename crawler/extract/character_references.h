// Character references of HTML: `&amp;`, `&#20013;`, `&copy` (HTML standard 13.2.5.72
// to 13.2.5.80).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crawler::extract {

enum class ReferencesIn {
  text,       // `&copyx` is the sign and an x
  attribute,  // `?a=1&copy=2` stays as it is
};

// Appends `text` to `out` with its references undone; whatever is none stays. Line ends become
// LF and NUL becomes U+FFFD, as the standard's input stream and tokenizer do. `out` grows by at
// most three times the size of `text`. Linear. Any thread.
void append_unescaped(std::string& out, std::string_view text, ReferencesIn where);

// Is there anything in `text` that append_unescaped() would change?
bool needs_unescaping(std::string_view text);

}  // namespace crawler::extract
