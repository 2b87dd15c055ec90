// JSON Feed 1.1 (jsonfeed.org), application/feed+json: its entries, their pictures and attachments.
#pragma once

#include <string_view>

#include "crawler/extract/link_set.h"
#include "policies/referrer.h"

namespace crawler::extract {

// Entries (items[].url) and the next part of the feed (next_url) are pages of hop F; home_page_url
// and external_url, what an entry is about, are ordinary links. Icons, pictures, avatars and
// attachments are requisites. The HTML of content_html is read as that of XML feeds is. What is no
// JSON gives nothing. Contexts are "feed/entry", "feed/next", "feed/home", "feed/external",
// "feed/image", "feed/attachment". Any thread.
void add_json_feed_links(std::string_view json, policies::ReferrerPolicy policy, LinkSet& links);

}  // namespace crawler::extract
