// Links of an OPML document (opml.org, versions 1 and 2): a list of feeds, as readers export it.
#pragma once

#include <string_view>

#include "crawler/extract/link_set.h"
#include "policies/referrer.h"

namespace crawler::extract {

// `xmlUrl` of an outline is a feed: a page of hop F, context "opml/feed". `htmlUrl`, the site it is
// of, and `url` of links and included lists are ordinary links: "opml/site", "opml/link". Attribute
// names in any case. Linear. Any thread.
void add_opml_links(std::string_view utf8, policies::ReferrerPolicy policy, LinkSet& links);

}  // namespace crawler::extract
