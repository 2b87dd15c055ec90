// What is on the site, looked at without a socket.
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <boost/test/unit_test.hpp>

#include "crawler/demo/article.h"
#include "crawler/demo/demo_site.h"
#include "crawler/demo/site.h"

using namespace crawler::demo;

namespace {

constexpr std::uint16_t kPort = 8790;

const Site& the_site() {
  static const Site site = make_site(origins_of("http", kPort));
  return site;
}

std::string body_of(const std::string& target) {
  Site site = the_site();
  return site.answer(Request{.method = "GET", .host = std::string(kWwwHost), .target = target})
      .body;
}

bool is_known(const std::string& url) {
  for (const Expected& expected : the_site().manifest()) {
    if (expected.url == url) return true;
  }
  return false;
}

std::size_t count_of(Kind kind) {
  std::size_t count = 0;
  for (const Expected& expected : the_site().manifest()) count += expected.kind == kind ? 1 : 0;
  return count;
}

// Everything between `before` and the next `end`, for each occurrence.
std::vector<std::string> all_between(const std::string& text, const std::string& before, char end) {
  std::vector<std::string> found;
  for (std::size_t at = text.find(before); at != text.npos; at = text.find(before, at)) {
    at += before.size();
    found.push_back(text.substr(at, text.find(end, at) - at));
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(demo_content)

BOOST_AUTO_TEST_CASE(there_are_at_least_sixty_pages_and_fifty_pictures) {
  BOOST_TEST(count_of(Kind::page) >= 60U);
  BOOST_TEST(count_of(Kind::forbidden_with_referer) >= 50U);
  BOOST_TEST(count_of(Kind::requisite) >= 10U);
  BOOST_TEST(count_of(Kind::redirect) == 3U);
  BOOST_TEST(count_of(Kind::missing) == 2U);
  BOOST_TEST(count_of(Kind::disallowed) == 2U);
  BOOST_TEST(count_of(Kind::flaky) == 1U);
}

BOOST_AUTO_TEST_CASE(every_article_has_its_own_headline_address_and_text) {
  std::set<std::string> headlines, paths, leads;
  for (const Article& article : all_articles()) {
    headlines.insert(article.headline);
    paths.insert(article.path);
    leads.insert(article.paragraphs.front());
    BOOST_TEST(article.paragraphs.size() >= 3U);
  }

  const std::size_t count = all_articles().size();
  BOOST_TEST(count >= 52U);
  BOOST_TEST(headlines.size() == count);
  BOOST_TEST(paths.size() == count);
  BOOST_TEST(leads.size() == count);
}

BOOST_AUTO_TEST_CASE(half_of_the_articles_are_chinese) {
  BOOST_TEST(chinese_stories().size() == english_stories().size());
}

BOOST_AUTO_TEST_CASE(no_two_pages_or_pictures_have_the_same_body) {
  std::map<std::string, std::string> seen;
  for (const Expected& expected : the_site().manifest()) {
    if (expected.size == 0) continue;
    const auto [known, is_new] = seen.emplace(expected.sha1, expected.url);
    BOOST_TEST(is_new, expected.url << " equals " << known->second);
  }
}

BOOST_AUTO_TEST_CASE(the_site_is_the_same_in_every_run) {
  const Site again = make_site(origins_of("http", kPort));

  BOOST_REQUIRE(again.manifest().size() == the_site().manifest().size());
  for (std::size_t i = 0; i < again.manifest().size(); ++i) {
    BOOST_TEST(again.manifest()[i].sha1 == the_site().manifest()[i].sha1);
  }
}

BOOST_AUTO_TEST_CASE(the_home_page_reaches_what_the_brief_promises) {
  const std::string home = body_of("/");

  for (const char* link :
       {"/private/staff.html", "/missing/old-story.html", "/gone/notice-1998.html",
        "/live/tide-gauge.html", "/go/ferry", "/go/lighthouse", "/beacon/read", "/gbk/notice.html",
        "/features/telegraph.html", "http://outside.example.test/", "/新闻/潮汐表.html"}) {
    BOOST_TEST(home.find(std::string("href=\"") + link + "\"") != home.npos, link);
  }
}

BOOST_AUTO_TEST_CASE(every_link_and_picture_of_the_pages_is_in_the_manifest) {
  const Origins& origins = the_site().origins();
  for (const Expected& expected : the_site().manifest()) {
    if (expected.kind != Kind::page || !expected.content_type.starts_with("text/html")) continue;
    if (expected.url.ends_with("/gbk/notice.html")) continue;  // its links need an encoder
    const std::string html = body_of(expected.url.substr(origins.www.size()));
    for (const char* attribute : {" href=\"", " src=\"", "data-src=\"", "srcset=\"", "url('"}) {
      for (std::string value : all_between(html, attribute, attribute[4] == '\'' ? '\'' : '"')) {
        if (value.starts_with("http://outside.") || value.find("新闻") != value.npos) continue;
        if (value.find("&amp;") != value.npos) value.replace(value.find("&amp;"), 5, "&");
        value = value.substr(0, value.find(' '));  // the first candidate of a srcset
        if (value.starts_with("//")) value = "http:" + value;
        if (value.starts_with("/")) value = origins.www + value;
        BOOST_TEST(is_known(value), value << " on " << expected.url);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(two_pages_are_named_by_a_sitemap_or_a_feed_alone) {
  const Origins& origins = the_site().origins();
  std::string pages;
  for (const Expected& expected : the_site().manifest()) {
    if (expected.kind == Kind::page) pages += body_of(expected.url.substr(origins.www.size()));
  }

  for (const char* hidden : {"/archive/1961/ferry-log.html", "/notes/fog-bell.html"}) {
    BOOST_TEST(is_known(origins.www + hidden), hidden);
    BOOST_TEST(pages.find(hidden) == pages.npos, hidden);
  }
  BOOST_TEST(body_of("/sitemap.xml").find("/sitemap-archive.xml.gz</loc>") != std::string::npos);
  BOOST_TEST(body_of("/sitemap-archive.xml.gz").starts_with("\x1f\x8b"));
  BOOST_TEST(body_of("/sitemap-news.xml").find("ferry-log") == std::string::npos);
  BOOST_TEST(body_of("/feed.atom").find("href=\"fog-bell.html\"") != std::string::npos);
  BOOST_TEST(count_of(Kind::discovery) == 8U);
}

BOOST_AUTO_TEST_CASE(every_address_in_sitemaps_and_feeds_is_in_the_manifest) {
  for (const char* list : {"/sitemap.xml", "/sitemap-news.xml", "/feed.xml"}) {
    const std::string text = body_of(list);
    for (const char* element : {"<loc>", "<link>"}) {
      for (const std::string& url : all_between(text, element, '<')) {
        BOOST_TEST(is_known(url), url << " in " << list);
      }
    }
  }
  for (const std::string& url : all_between(body_of("/feed.json"), "\"url\":\"", '"')) {
    BOOST_TEST(is_known(url), url);
  }
}

BOOST_AUTO_TEST_CASE(the_gbk_page_is_gbk_and_says_so_only_inside) {
  const std::string page = body_of("/gbk/notice.html");

  BOOST_TEST(page.find("<meta charset=\"gbk\">") != page.npos);
  BOOST_TEST(page.find("\xBA\xA3\xB4\xF8") != page.npos);          // the two characters in GBK
  BOOST_TEST(page.find("\xE6\xB5\xB7\xE5\xB8\xA6") == page.npos);  // and in UTF-8
  for (const Expected& expected : the_site().manifest()) {
    if (!expected.url.ends_with("/gbk/notice.html")) continue;
    BOOST_TEST(expected.content_type == "text/html");
  }
}

BOOST_AUTO_TEST_CASE(pictures_are_asked_for_without_referer_in_all_three_ways) {
  std::size_t by_meta = 0, by_attribute = 0, by_header = 0;
  Site site = the_site();
  for (const Article& article : all_articles()) {
    const Response page = site.answer(
        Request{.method = "GET", .host = std::string(kWwwHost), .target = article.path});
    const bool has_meta = page.body.find("<meta name=\"referrer\"") != page.body.npos;
    const bool has_header = !page.headers.empty();
    const bool has_attribute = page.body.find("referrerpolicy=\"no-referrer\"") != page.body.npos;
    BOOST_TEST(has_meta + has_header + has_attribute == 1, article.path);
    by_meta += has_meta ? 1 : 0;
    by_attribute += has_attribute ? 1 : 0;
    by_header += has_header ? 1 : 0;
  }

  BOOST_TEST(by_meta >= 10U);
  BOOST_TEST(by_attribute >= 10U);
  BOOST_TEST(by_header == 1U);
}

BOOST_AUTO_TEST_CASE(a_port_of_the_scheme_itself_is_left_out) {
  BOOST_TEST(origins_of("http", 80).www == "http://www.varve-news.test");
  BOOST_TEST(origins_of("https", 443).images == "https://i.varve-news.test");
  BOOST_TEST(origins_of("https", 80).www == "https://www.varve-news.test:80");
}

BOOST_AUTO_TEST_CASE(the_sample_article_points_at_the_site) {
  std::ifstream file(VARVE_SOURCE_DIR "/conf/sample-article.md");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::size_t pictures = 0, links = 0;
  for (std::string url : all_between(text, "http://", '>')) {
    url = "http://" + url.substr(0, url.find_first_of("'\" "));
    BOOST_TEST(is_known(url), url);
    ++(url.find("//i.") != url.npos ? pictures : links);
  }

  BOOST_TEST(text.starts_with("---\n"));
  BOOST_TEST(pictures >= 4U);
  BOOST_TEST(links == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
