// Links of an XML feed: RSS 0.9x, 1.0 (RDF) and 2.0 with the modules in use (content, media,
// iTunes, feedburner, wfw, atom), and Atom (RFC 4287; archives and paging RFC 5005). One reader for
// all, because feeds mix them. JSON feeds are json_feed.h's.
#pragma once

#include <string_view>

#include "crawler/extract/link_set.h"
#include "policies/referrer.h"

namespace crawler::extract {

// Relative references are resolved against LinkSet::base() and xml:base. Contexts:
//   feed/entry       an entry's page: link, permalink guid, rdf:about         page, hop F
//   feed/next        further parts and archives of the feed, and itself       page, hop F
//   feed/home        what the feed is of                                      page, hop L
//   feed/comments, feed/external (related, via)                               page, hop L
//   feed/attachment  enclosures, media                                        requisite
//   feed/image       thumbnails, logo, icon                                   requisite
// The HTML in descriptions, summaries and contents is read as html_links.h reads a page, with
// xml:base or else the entry's own address as its base, and gives the contexts of HTML.
// A feed cut short gives what it has. Any text, linear. Any thread.
void add_feed_links(std::string_view utf8, policies::ReferrerPolicy policy, LinkSet& links);

}  // namespace crawler::extract
