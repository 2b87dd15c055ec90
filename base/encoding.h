// Small text encodings: hexadecimal, Base32, percent-decoding, UTF-8, ASCII case.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

// Lower-case hexadecimal.
std::string to_hex(std::string_view bytes);

// RFC 4648 section 6, upper case, without padding: 20 bytes give 32 characters (WARC digests).
std::string to_base32(std::string_view bytes);

// Every %XX decoded once; a '%' without two hex digits stays as it is.
std::string percent_decode(std::string_view text);

// 0-15, or -1 when `c` is no hexadecimal digit.
int hex_value(char c);

// The code point at `at`, which moves past it. Malformed UTF-8 gives U+FFFD and moves on by the
// maximal subpart (WHATWG Encoding, UTF-8 decoder). `at` must be below text.size().
char32_t next_code_point(std::string_view text, std::size_t& at);

// Appends the UTF-8 form of a code point; surrogates and values above U+10FFFF become U+FFFD.
void append_utf8(std::string& out, char32_t point);

// Is all of `text` well-formed UTF-8?
bool is_utf8(std::string_view text);

// ASCII letters only; other bytes stay.
std::string to_lower_ascii(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

// Without leading and trailing space, tab, CR, LF, FF.
std::string_view trimmed(std::string_view text);

// Text safe for a terminal: control characters (C0, C1, DEL), bidirectional overrides and bytes
// that are not UTF-8 become '?'.
std::string printable(std::string_view text);

}  // namespace base
