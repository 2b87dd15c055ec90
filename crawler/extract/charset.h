// Which encoding a body is in, and its text as UTF-8. The order of evidence is the HTML standard's
// (13.2.3.2, "encoding sniffing algorithm"), CSS Syntax 3.2 and RFC 7303: BOM, then the
// Content-Type header, then the document's own declaration; what declares nothing is guessed at,
// which is charset_detect.h's work. Pure functions, any thread; none fails.
//
// JSON is UTF-8 by its definition: read it as that.
#pragma once

#include <string>
#include <string_view>

#include "base/url.h"
#include "crawler/extract/charset_labels.h"

namespace crawler::extract {

// Everywhere `bytes` is the body without content coding, or at least its first 64 KiB;
// `content_type` is the header's value, may be empty.

// `parent` is the charset of the document that names this one, null when that is unknown or UTF-8:
// it counts where nothing is declared (HTML standard 13.2.3.2 for frames of the same
// origin, 4.2.4.3 and 8.1.4.2 for sheets and scripts, CSS Syntax 3.2 "environment encoding").

// A <meta> past the first 1,024 bytes, but within 64 KiB, counts where none is among them: browsers
// begin again when they meet one (13.2.3.5, "changing the encoding while parsing").
const Charset& html_charset(std::string_view bytes, std::string_view content_type,
                            const Charset* parent = nullptr);

// XML, XHTML, SVG, feeds: `<?xml encoding="gbk"?>`, also in UTF-16 without BOM.
const Charset& xml_charset(std::string_view bytes, std::string_view content_type);

const Charset& css_charset(std::string_view bytes, std::string_view content_type,
                           const Charset* parent = nullptr);

// Plain text and scripts, which cannot declare anything.
const Charset& text_charset(std::string_view bytes, std::string_view content_type,
                            const Charset* parent = nullptr);

// The text as well-formed UTF-8 without a BOM; what cannot be decoded is U+FFFD. At most three
// bytes of output for one of input.
std::string to_utf8(std::string_view bytes, const Charset& charset);

// What Url::join needs for links of a document in `charset`; empty when queries are UTF-8 anyway.
// Characters the charset cannot hold become `%26%23NNNN%3B` (URL Standard, "percent-encode after
// encoding").
base::QueryEncoder query_encoder_for(const Charset& charset);

}  // namespace crawler::extract
