// `<?xml-stylesheet href="..."?>`: how an XML document of any kind (SVG, XHTML, a feed, a sitemap)
// names its CSS or XSLT (W3C, "Associating Style Sheets with XML documents 1.0", second edition).
#pragma once

#include <string_view>

#include "crawler/extract/link_set.h"
#include "policies/referrer.h"

namespace crawler::extract {

// Adds what the prolog names, alternates too; later instructions mean nothing. Requisites of
// context "xml-stylesheet/href". Linear, and stops at the root element. Any thread.
void add_xml_stylesheet_links(std::string_view utf8, policies::ReferrerPolicy policy,
                              LinkSet& links);

}  // namespace crawler::extract
