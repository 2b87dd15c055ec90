// Links of a sitemap (sitemaps.org protocol 0.9): lists of pages, indexes of such lists, and
// Google's extensions for images, videos and alternates. Namespaces, letter case and white space
// are as site owners leave them. The plain text form is url_list_links.h's.
#pragma once

#include <cstddef>
#include <string_view>

#include "crawler/extract/link_set.h"

namespace crawler::extract {

// What the protocol allows one file: bytes without coding, and URLs.
inline constexpr std::size_t kMaxSitemapBytes = 50u << 20;
// Half as many links again for pictures and alternates.
inline constexpr LinkLimits kSitemapLimits{
    .links = 75'000, .references = 200'000, .bytes = kMaxSitemapBytes};

// XML. Contexts:
//   sitemap/page      a URL of the site                         page, hop S
//   sitemap/alternate the same in another language              page, hop S
//   sitemap/sitemap   an entry of an index                      requisite, hop S
//   sitemap/image, sitemap/video                                requisite, hop E
// lastmod, changefreq and priority are not read; news entries hold no URLs. An entry the text ends
// in is left out. All are asked for without a Referer: nobody comes from a sitemap. Linear. Any
// thread.
void add_sitemap_links(std::string_view utf8, LinkSet& links);

}  // namespace crawler::extract
