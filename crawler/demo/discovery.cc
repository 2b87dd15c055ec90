// What tells crawlers and feed readers where to look: robots.txt, a sitemap index with a plain and
// a packed sitemap, an RSS, an Atom and a JSON feed; and two pages that nothing else leads to.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <string_view>

#include "base/json.h"
#include "crawler/demo/content_coding.h"
#include "crawler/demo/html.h"
#include "crawler/demo/pages.h"

namespace crawler::demo {
namespace {

constexpr const char* kNewsSitemap = "/sitemap-news.xml";
constexpr const char* kArchiveSitemap = "/sitemap-archive.xml.gz";
// Pages no page links to.
constexpr std::string_view kOnlyInSitemap = "/archive/1961/ferry-log.html";
constexpr std::string_view kOnlyInFeed = "/notes/fog-bell.html";

constexpr const char* kImageRobots = R"(User-agent: *
Crawl-delay: 0.1
Allow: /
)";

std::string www_robots(const Origins& origins) {
  return fmt::format("User-agent: *\nDisallow: /private/\n\nSitemap: {}/sitemap.xml\n",
                     origins.www);
}

std::string sitemap_index(const Origins& origins) {
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{0}{1}</loc></sitemap>
<sitemap><loc>{0}{2}</loc></sitemap>
</sitemapindex>
)",
                     origins.www, kNewsSitemap, kArchiveSitemap);
}

std::string news_sitemap(const Origins& origins) {
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

// With the picture of the newest article, as image sitemaps name them.
std::string archive_sitemap(const Origins& origins) {
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>{}{}</loc><image:image><image:loc>{}{}</image:loc></image:image></url>
</urlset>
)",
                     origins.www, kOnlyInSitemap, origins.images, picture_target(picture_of(0)));
}

std::string rss(const Origins& origins) {
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

// One note of its own, and the newest article once more.
std::string atom(const Origins& origins) {
  const Article article = all_articles().front();
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{www}/notes/">
<title>港口笔记 Harbour notes</title><id>{www}/notes/</id>
<link rel="self" href="/feed.atom"/><link href="/"/>
<updated>{date:%Y-%m-%dT%H:%M:%SZ}</updated><author><name>The Bay Daily</name></author>
<entry><title>Fog bell</title><id>{www}{note}</id><link href="{note_name}"/>
<updated>{date:%Y-%m-%dT%H:%M:%SZ}</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p><img src="/static/logo.png" alt=""/> The fog bell rang for an hour.
<a href="/about.html">About us</a></p>
</div></content></entry>
<entry><title>{headline}</title><id>{www}{path}</id><link href="{path}"/>
<updated>{date:%Y-%m-%dT%H:%M:%SZ}</updated>
<summary type="html">&lt;p&gt;{text}&lt;/p&gt;</summary></entry>
</feed>
)",
                     fmt::arg("www", origins.www), fmt::arg("date", article.published),
                     fmt::arg("note", kOnlyInFeed),
                     fmt::arg("note_name", kOnlyInFeed.substr(kOnlyInFeed.rfind('/') + 1)),
                     fmt::arg("headline", escaped(article.headline)),
                     fmt::arg("path", article.path),
                     fmt::arg("text", escaped(escaped(article.paragraphs.front()))));
}

// JSON Feed 1.1.
std::string json_feed(const Origins& origins) {
  constexpr std::size_t kItems = 5;
  const std::vector<Article> articles = all_articles();
  base::JsonWriter json;
  json.begin_object()
      .field("version", "https://jsonfeed.org/version/1.1")
      .field("title", "海湾日报 The Bay Daily")
      .field("home_page_url", std::string_view(origins.www + "/"))
      .field("feed_url", std::string_view(origins.www + "/feed.json"))
      .key("items")
      .begin_array();
  for (std::size_t i = 0; i < kItems; ++i) {
    const std::string url = origins.www + articles[i].path;
    json.begin_object()
        .field("id", std::string_view(url))
        .field("url", std::string_view(url))
        .field("title", std::string_view(articles[i].headline))
        .field("content_text", std::string_view(articles[i].paragraphs.front()))
        .end_object();
  }
  return json.end_array().end_object().take();
}

void add_hidden_page(Site& site, std::string_view target, const char* title, const char* text) {
  PageHead head;
  head.title = title;
  head.description = text;
  site.add(Host::www, std::string(target), Kind::page,
           Response{.content_type = kHtmlType,
                    .body = document(head, fmt::format("<article class=\"story\"><h1>{}</h1>\n"
                                                       "<p>{}</p></article>",
                                                       title, text))});
}

void add_file(Site& site, Host host, const char* target, const char* type, std::string body) {
  site.add(host, target, Kind::discovery, Response{.content_type = type, .body = std::move(body)});
}

}  // namespace

void add_discovery(Site& site) {
  const Origins& origins = site.origins();
  add_file(site, Host::www, "/robots.txt", "text/plain; charset=utf-8", www_robots(origins));
  add_file(site, Host::images, "/robots.txt", "text/plain", kImageRobots);
  add_file(site, Host::www, "/sitemap.xml", "application/xml", sitemap_index(origins));
  add_file(site, Host::www, kNewsSitemap, "application/xml", news_sitemap(origins));
  // A file that is gzip in itself, without a Content-Encoding.
  add_file(site, Host::www, kArchiveSitemap, "application/gzip", to_gzip(archive_sitemap(origins)));
  add_file(site, Host::www, "/feed.xml", "application/rss+xml; charset=utf-8", rss(origins));
  add_file(site, Host::www, "/feed.atom", "application/atom+xml; charset=utf-8", atom(origins));
  add_file(site, Host::www, "/feed.json", "application/feed+json", json_feed(origins));
  add_hidden_page(site, kOnlyInSitemap, "The ferry log of 1961",
                  "Eleven crossings, two lost hats, one cow. No page of this paper links here any "
                  "more; the sitemap remembers.");
  add_hidden_page(site, kOnlyInFeed, "Fog bell",
                  "The fog bell rang for an hour this morning, and nobody had touched the rope. "
                  "Notes like this one go to readers of the feed alone.");
}

}  // namespace crawler::demo
