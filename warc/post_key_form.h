// Private to post_key*.cc. The form encoding of request bodies in index keys (formats section 3.2),
// as Python's urllib writes and reads it, which pywb uses. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace warc {

// The first `limit` code points of `text`; bytes that are not UTF-8 become U+FFFD.
std::string first_code_points(std::string_view text, std::size_t limit);

// "a=1&b=two+%77ords" gives "a=1&b=two words", of which at most `limit` code points; nothing when
// `body` is not UTF-8 throughout. Escapes that are no UTF-8 give U+FFFD.
std::optional<std::string> decoded_form(std::string_view body, std::size_t limit);

// Appends "name=value", behind '&' unless `out` is empty. Letters, digits and "_.-~" stay, a space
// becomes '+', every other byte %XX.
void append_form_pair(std::string& out, std::string_view name, std::string_view value);

// RFC 4648 section 4, with padding.
std::string to_base64(std::string_view bytes);

}  // namespace warc
