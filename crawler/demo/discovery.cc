// What tells crawlers and feed readers where to look: robots.txt, sitemap and feed.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "crawler/demo/html.h"
#include "crawler/demo/pages.h"

namespace crawler::demo {
namespace {

constexpr const char* kImageRobots = R"(User-agent: *
Crawl-delay: 0.1
Allow: /
)";

std::string www_robots(const Origins& origins) {
  return fmt::format("User-agent: *\nDisallow: /private/\n\nSitemap: {}/sitemap.xml\n",
                     origins.www);
}

std::string sitemap(const Origins& origins) {
  std::string urls;
  for (const std::string& target : listed_targets()) {
    urls += fmt::format("<url><loc>{}{}</loc></url>\n", origins.www, escaped(target));
  }
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}</urlset>
)",
                     urls);
}

std::string feed(const Origins& origins) {
  constexpr std::size_t kItems = 15;
  const std::vector<Article> articles = all_articles();
  std::string items;
  for (std::size_t i = 0; i < kItems; ++i) {
    const Article& article = articles[i];
    items += fmt::format(
        "<item><title>{title}</title><link>{www}{path}</link>"
        "<guid isPermaLink=\"true\">{www}{path}</guid>"
        "<pubDate>{date:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        "<description>{text}</description></item>\n",
        fmt::arg("title", escaped(article.headline)), fmt::arg("www", origins.www),
        fmt::arg("path", article.path), fmt::arg("date", article.published),
        fmt::arg("text", escaped(article.paragraphs.front())));
  }
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
<title>海湾日报 The Bay Daily</title>
<link>{0}/</link>
<description>海湾镇的新闻 News of a small harbour town</description>
{1}</channel></rss>
)",
                     origins.www, items);
}

void add_file(Site& site, Host host, const char* target, const char* type, std::string body) {
  site.add(host, target, Kind::discovery, Response{.content_type = type, .body = std::move(body)});
}

}  // namespace

void add_discovery(Site& site) {
  const Origins& origins = site.origins();
  add_file(site, Host::www, "/robots.txt", "text/plain; charset=utf-8", www_robots(origins));
  add_file(site, Host::images, "/robots.txt", "text/plain", kImageRobots);
  add_file(site, Host::www, "/sitemap.xml", "application/xml", sitemap(origins));
  add_file(site, Host::www, "/feed.xml", "application/rss+xml; charset=utf-8", feed(origins));
}

}  // namespace crawler::demo
