// Which encoding a body is in, and its text as UTF-8: BOM, then the Content-Type header, then the
// document's own declaration, then UTF-8 (HTML standard 13.2.3.2, CSS Syntax 3.2). Conversion is
// ICU's. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/url.h"
#include "crawler/extract/charset_labels.h"

namespace crawler::extract {

// Never fails: what says nothing is UTF-8. `content_type` is the header's value, may be empty.
const Charset& html_charset(std::string_view bytes, std::string_view content_type);
const Charset& css_charset(std::string_view bytes, std::string_view content_type);

// The text as well-formed UTF-8 without a BOM; what cannot be decoded is U+FFFD. At most three
// bytes of output for one of input.
std::string to_utf8(std::string_view bytes, const Charset& charset);

// What Url::join needs for links of a document in `charset`; empty when queries are UTF-8 anyway.
// Characters the charset cannot hold become `%26%23NNNN%3B` (URL Standard, "percent-encode after
// encoding").
base::QueryEncoder query_encoder_for(const Charset& charset);

}  // namespace crawler::extract
