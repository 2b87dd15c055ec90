// Links and facts of an HTML document (and of SVG, read by the same parser), after the HTML
// standard where it speaks and the web's habits (lazy loading, og:image) where it does not. Which
// attribute is what kind of link is one table in html_links.cc.
#pragma once

#include <optional>
#include <string_view>

#include "base/url.h"
#include "crawler/extract/extraction.h"
#include "policies/referrer.h"

namespace crawler::extract {

struct HtmlSource {
  std::string_view utf8;
  // Where the document was found. Without one the document's own <base> or, failing that, its
  // <link rel=canonical> stands in; with none of them only absolute links count.
  std::optional<base::Url> url = std::nullopt;
  base::QueryEncoder encode_query = nullptr;  // empty: UTF-8
  // From the Referrer-Policy header or the default; <meta name=referrer> overrides it.
  policies::ReferrerPolicy referrer_policy =
      policies::ReferrerPolicy::strict_origin_when_cross_origin;
};

// Appends links and notes to `extraction` and fills its facts (title, robots_meta, language). A
// document whose parser passed its deadline or memory cap gives a note and nothing else. At most
// 8 MiB are read. Any thread.
void read_html(const HtmlSource& source, Extraction& extraction);

}  // namespace crawler::extract
