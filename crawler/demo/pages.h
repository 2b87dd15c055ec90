// The parts of the sample site, each putting its resources into the table.
#pragma once

#include <string>
#include <vector>

#include "crawler/demo/article.h"
#include "crawler/demo/site.h"

namespace crawler::demo {

void add_assets(Site& site);         // assets.cc: style sheets, script, font, logo
void add_pictures(Site& site);       // news_pages.cc: photographs, thumbnails, charts
void add_news_pages(Site& site);     // news_pages.cc: home, sections, articles
void add_special_pages(Site& site);  // special_pages.cc: one page for each oddity of the web
void add_discovery(Site& site);      // discovery.cc: robots.txt, sitemaps, feeds, two hidden pages

// A list of links to everything add_special_pages() adds, for the home page.
std::string special_links();

// The targets of pages that sitemap-news.xml names: all articles and sections.
std::vector<std::string> listed_targets();

// Targets on the picture host.
std::string picture_target(std::size_t picture);
std::string thumbnail_target(std::size_t picture);

// Which picture of photographs() heads all_articles()[article].
std::size_t picture_of(std::size_t article);
// Pictures no article is headed by.
inline constexpr std::size_t kLazyPicture = 48, kHeroPicture = 49;

}  // namespace crawler::demo
