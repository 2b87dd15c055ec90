// Plain text that is a list of URLs: a sitemap in its simplest form (sitemaps.org, "text file"), or
// a seed list. Linear; any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "crawler/extract/link_set.h"

namespace crawler::extract {

// What the sitemap protocol allows in one file.
inline constexpr std::size_t kMaxListedUrls = 50'000;

// Is every line blank, a comment (`# ...`) or one absolute http or https URL, with at least one
// URL, in the first kMaxListedUrls lines that are not blank? `utf8` may end anywhere: a last line
// without line end is not held against the text. Other text that mentions URLs is no list.
bool is_url_list(std::string_view utf8);

// The URLs of a list as pages (hop sitemap), nothing of any other text.
void add_url_list_links(std::string_view utf8, LinkSet& links);

}  // namespace crawler::extract
