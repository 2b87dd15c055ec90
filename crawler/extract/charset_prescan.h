// The encoding a document declares about itself: the HTML standard's "prescan a byte stream to
// determine its encoding" and the `@charset` rule of CSS Syntax 3.2. Both look at the first 1,024
// bytes only.
#pragma once

#include <string_view>

#include "crawler/extract/charset_labels.h"

namespace crawler::extract {

// From <meta charset>, <meta http-equiv=content-type> or an XML declaration; nullptr when there is
// none. UTF-16 comes back as utf-8, for the declaration was read as ASCII. Any thread.
const Charset* prescan_html(std::string_view bytes);

// From a leading `@charset "label";`, byte for byte so.
const Charset* prescan_css(std::string_view bytes);

// "Extract a character encoding from a meta element": the charset= inside `text/html; charset=gbk`.
// Also serves Content-Type headers, which the web writes just as loosely.
const Charset* charset_in_content_type(std::string_view content_type);

}  // namespace crawler::extract
