// The decoders of the Encoding Standard (sections 8 to 14), to UTF-8. What cannot be decoded
// becomes U+FFFD, by the standard's count of them, and an ASCII byte is never swallowed by a broken
// pair: a page cannot hide a `<` from us that browsers see. Linear; any thread.
#pragma once

#include <string>
#include <string_view>

#include "crawler/extract/charset_labels.h"

namespace crawler::extract {

// `bytes` without BOM. At most three bytes of output for one of input.
std::string decode(std::string_view bytes, const Charset& charset);

}  // namespace crawler::extract
