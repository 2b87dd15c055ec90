// Percent-encoding with the encode sets of the URL Standard, section 1.3.
#pragma once

#include <string>
#include <string_view>

namespace base {

// Each set holds the bytes that must not stand raw in that part of a URL.
enum class EncodeSet { c0_control, fragment, query, special_query, path, userinfo };

// Appends `bytes`, those in `set` as upper-case %XX. Bytes above 0x7e are in every set, '%' in
// none.
void append_percent_encoded(std::string& out, std::string_view bytes, EncodeSet set);

}  // namespace base
