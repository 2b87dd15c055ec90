// Links and facts of an HTML document (and of XHTML and SVG), after the HTML standard where it
// speaks and the web's habits (lazy loading, og:image) where it does not. Which attribute is what
// kind of link is told by the tables in html_rules.cc.
#pragma once

#include <optional>
#include <string_view>

#include "base/url.h"
#include "crawler/extract/extraction.h"
#include "crawler/extract/html_tokenizer.h"
#include "crawler/extract/link_set.h"
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
  Markup markup = Markup::html;
};

// Appends links and notes to `extraction` and fills its facts but for the charset. Linear in
// time, twice over the text. Any thread.
void read_html(const HtmlSource& source, Extraction& extraction);

// The links of a piece of HTML within another document, an entry of a feed; relative ones against
// `base`, or those of `links` without one.
void add_fragment_links(std::string_view utf8, Markup markup, const std::optional<base::Url>& base,
                        policies::ReferrerPolicy policy, LinkSet& links);

// The links of a style sheet, drawing or document written as a data: URL (data_url.h). It has no
// address, so only absolute references count. `nesting` is 1 for one in a document with an address;
// the third level is the last.
void add_data_url_links(std::string_view url, policies::ReferrerPolicy policy, unsigned nesting,
                        LinkSet& links);

}  // namespace crawler::extract
