// The encoding a document declares about itself: the HTML standard's "prescan a byte stream to
// determine its encoding", the declaration of XML and the `@charset` rule of CSS Syntax 3.2. All
// look at the first 1,024 bytes only, unless told otherwise.
#pragma once

#include <cstddef>
#include <string_view>

#include "crawler/extract/charset_labels.h"

namespace crawler::extract {

inline constexpr std::size_t kPrescanBytes = 1024;
// Where a <meta> is still looked for when the first bytes hold none: the largest <head> with
// scripts in front of it that is worth reading twice.
inline constexpr std::size_t kLateMetaBytes = 64u << 10;

// From <meta charset>, <meta http-equiv=content-type> or an XML declaration; nullptr when there is
// none. UTF-16 comes back as utf-8 when the declaration was read as ASCII. Any thread.
const Charset* prescan_html(std::string_view bytes, std::size_t limit = kPrescanBytes);

// From `<?xml version="1.0" encoding="gbk"?>` at the very start; its first letters in UTF-16 tell
// that, too.
const Charset* prescan_xml(std::string_view bytes);

// From a leading `@charset "label";`, byte for byte so.
const Charset* prescan_css(std::string_view bytes);

// "Extract a character encoding from a meta element": the charset= inside `text/html; charset=gbk`.
// Also serves Content-Type headers, which the web writes just as loosely.
const Charset* charset_in_content_type(std::string_view content_type);

}  // namespace crawler::extract
