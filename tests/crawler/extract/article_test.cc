// Saved articles and URL lists as seeds.
#include "crawler/extract/article.h"

#include <fstream>
#include <iterator>
#include <string>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/markdown_links.h"
#include "tests/crawler/extract/extracting.h"
#include "tests/support/shared_data.h"

namespace {

using crawler::extract::Article;
using crawler::extract::looks_like_article;
using crawler::extract::looks_like_html;
using crawler::extract::parse_article;
using crawler::extract::parse_url_list;
using support::told;
using support::urls_of;

const std::string kArticle =
    "\xef\xbb\xbf\n---\r\n"
    "title: 'A title: with a colon'\n"
    "categories:\n - one\n - two\n"
    "headimg: 'https://img.example/head.jpg'\n"
    "author: Somebody\n"
    "comments: false\n"
    "date: Tue, 01 Mar 2022 08:20:30 GMT\n"
    "tags: [x, y]\n"
    "thumbnail: //img.example/thumb.jpg\n"
    "---\n\n"
    "<div><a href=https://www.example/page>x</a><img src=https://img.example/1.png "
    "referrerpolicy=no-referrer><img src=/relative.png><img "
    "src=https://img.example/head.jpg></div>\n"
    "![alt](https://img.example/2.png \"t\") and [text](https://www.example/(a)) [no](relative)\n";

Article parsed(std::string_view bytes) { return parse_article(bytes, "a.md").value(); }

std::string failure(std::string_view bytes) {
  const auto article = parse_article(bytes, "a.md");
  return article ? "no failure" : article.error().detail;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(article)

BOOST_AUTO_TEST_CASE(the_front_matter_is_read) {
  const Article article = parsed(kArticle);

  BOOST_TEST(article.title == "A title: with a colon");
  BOOST_TEST(article.author == "Somebody");
  BOOST_TEST(article.date == "Tue, 01 Mar 2022 08:20:30 GMT");
  BOOST_TEST(article.categories == (std::vector<std::string>{"one", "two"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(article.other.size() == 4u);
  BOOST_TEST(article.other[1].first == "comments");
  BOOST_TEST(article.other[1].second == "false");
  BOOST_TEST(article.other[2].second == "x, y");
  BOOST_TEST(article.body_html.find("\n<div>") == 0u);
}

BOOST_AUTO_TEST_CASE(pictures_come_first_and_only_links_that_stand_alone_count) {
  const std::vector<std::string> expected{
      "requisite headimg https://img.example/head.jpg no-referrer",
      "requisite thumbnail https://img.example/thumb.jpg no-referrer",
      "requisite img/src https://img.example/1.png no-referrer",
      "requisite markdown/image https://img.example/2.png default",
      "page a/href https://www.example/page default",
      "page markdown/link https://www.example/(a) default"};

  BOOST_TEST(told(parsed(kArticle).links) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(categories_may_be_one_string) {
  const Article article = parsed("---\ncategories: one, two\n---\n");

  BOOST_TEST(article.categories == (std::vector<std::string>{"one", "two"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_real_article_has_eight_pictures_and_a_link) {
  const auto path = support::shared_data("seeds/000_e7e112145eed5650.txt");
  if (!path) return;
  std::ifstream file(*path, std::ios::binary);
  const Article article = parsed(std::string(std::istreambuf_iterator<char>(file), {}));

  BOOST_TEST(article.categories.size() == 3u);
  BOOST_REQUIRE(article.links.size() == 9u);
  for (std::size_t i = 0; i < 8; ++i) {
    BOOST_TEST(article.links[i].url.host() == "i.guancha.cn");
    BOOST_TEST((article.links[i].referrer_policy == policies::ReferrerPolicy::no_referrer));
  }
  BOOST_TEST(article.links[0].context == "headimg");
  BOOST_TEST((article.links[8].kind == policies::LinkKind::page));
  BOOST_TEST(article.links[8].url.host() == "www.guancha.cn");
}

BOOST_AUTO_TEST_CASE(what_is_an_article_is_seen_at_its_beginning) {
  BOOST_TEST(looks_like_article("---\n---"));
  BOOST_TEST(looks_like_article("\xef\xbb\xbf\r\n\n--- \r\na: b\r\n---\r\n"));
  BOOST_TEST(!looks_like_article(""));
  BOOST_TEST(!looks_like_article("---\na: b\n"));
  BOOST_TEST(!looks_like_article("---\na: b\n----\n"));
  BOOST_TEST(!looks_like_article("text\n---\na: b\n---\n"));
  BOOST_TEST(looks_like_html("\n<!DocType HTML>"));
  BOOST_TEST(!looks_like_html("# Markdown"));
}

BOOST_AUTO_TEST_CASE(errors_name_the_file_and_its_line) {
  BOOST_TEST(failure("---\na: b\nc: [d\n---\n").find("a.md: line ") == 0u);
  BOOST_TEST(failure("\n---\na: 1\nb: \"x\ny\" z: q\n---\n").find("a.md: line 5: ") == 0u);
  BOOST_TEST(failure("---\n- a\n---\n") == "a.md: line 2: front matter is no mapping");
  BOOST_TEST(failure("plain text") == "a.md: neither front matter nor HTML at its beginning");
}

BOOST_AUTO_TEST_CASE(anchors_and_aliases_are_refused) {
  BOOST_TEST(failure("---\nx: 1\na: &b [1]\n---\n") ==
             "a.md: line 3: anchors and aliases are not allowed");
  BOOST_TEST(failure("---\na: *b\n---\n").find("a.md: line 2: ") == 0u);
  BOOST_TEST(parsed("---\ntitle: AT&T *and* more\n---\n").title == "AT&T *and* more");
}

BOOST_AUTO_TEST_CASE(a_laughing_bomb_is_refused_before_it_grows) {
  std::string bomb = "---\na0: &a0 [x, x]\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before +
            "]\n";
  }

  BOOST_TEST(failure(bomb + "---\n").find("anchors and aliases") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(deep_and_long_front_matter_is_refused) {
  BOOST_TEST(failure("---\na: " + std::string(60'000, '[') + "\n---\n").find("a.md: line 2: ") ==
             0u);
  BOOST_TEST(failure("---\na: " + std::string(60'000, '{') + "\n---\n").find("a.md: line 2: ") ==
             0u);
  std::string dashes = "---\na:\n ";
  for (int i = 0; i < 20'000; ++i) dashes += "- ";
  BOOST_TEST(failure(dashes + "x\n---\n").find("a.md: line ") == 0u);
  BOOST_TEST(failure("---\na: " + std::string(70'000, 'x') + "\n---\n") ==
             "a.md: front matter of 70004 bytes, 65536 allowed");
}

BOOST_AUTO_TEST_CASE(front_matter_may_be_cut_or_broken_anywhere) {
  const std::size_t end = kArticle.find("<div>");
  for (std::size_t at = 8; at < end; ++at) {
    std::string broken = kArticle;
    broken[at] = '\0';
    const auto with_nul = parse_article(broken, "a");
    broken[at] = ':';
    const auto with_colon = parse_article(broken, "a");
    const auto cut = parse_article(kArticle.substr(0, at) + "\n---\n", "a");
    if (!with_nul) BOOST_TEST(!with_nul.error().detail.empty());
    if (!with_colon) BOOST_TEST(!with_colon.error().detail.empty());
    if (!cut) BOOST_TEST(!cut.error().detail.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_saved_page_is_an_article_too) {
  const Article article = parsed(
      "<!doctype html><meta charset=gbk><title>\xd6\xd0</title><link rel=canonical "
      "href=https://www.example/a/b.html><a href=c.html>c</a><img src=/d.png>");

  BOOST_TEST(article.title == "\xe4\xb8\xad");
  const std::vector<std::string> expected{
      "https://www.example/d.png", "https://www.example/a/b.html", "https://www.example/a/c.html"};
  BOOST_TEST(urls_of(article.links) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_base_beats_the_canonical_address) {
  const Article article = parsed(
      "<html><link rel=canonical href=https://c.example/><base href=https://b.example/><img "
      "src=x.png>");

  BOOST_TEST(urls_of(article.links).at(0) == "https://b.example/x.png");
}

BOOST_AUTO_TEST_CASE(a_saved_page_without_an_address_keeps_absolute_links) {
  const Article article =
      parsed("<html><img src=x.png><img src=//i.example/y.png><a href=http://z.example>z</a>");

  const std::vector<std::string> expected{"https://i.example/y.png", "http://z.example/"};
  BOOST_TEST(urls_of(article.links) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(markdown_links_are_found) {
  std::vector<std::string> found;
  crawler::extract::read_markdown_links(
      "[a](b) ![c](<d e>) [![f](g)](h) \\[i](j) [k] (l) [m](n (o) [p](\nq 'r') [s]()",
      [&](const auto& link) {
        found.push_back((link.is_image ? "!" : "") + std::string(link.url));
      });

  const std::vector<std::string> expected{"b", "!d e", "!g", "h", "n", "q"};
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(floods_of_markdown_are_linear) {
  for (const std::string_view piece : {"[", "](", "[](", "![](", "[a](b", "[a](((", "[](<"}) {
    std::string flood;
    while (flood.size() < (1u << 20)) flood += piece;
    std::size_t count = 0;
    crawler::extract::read_markdown_links(flood, [&](const auto&) { ++count; });
    BOOST_TEST(count <= flood.size());
  }
}

BOOST_AUTO_TEST_CASE(a_list_of_urls_is_read) {
  const auto urls =
      parse_url_list("\xef\xbb\xbf# seeds\r\n\r\nhttps://a.example/\r\n  http://b.example/x  \n");

  BOOST_REQUIRE(urls.has_value());
  BOOST_REQUIRE(urls->size() == 2u);
  BOOST_TEST(urls->at(1).href() == "http://b.example/x");
}

BOOST_AUTO_TEST_CASE(a_bad_line_is_named) {
  const auto urls = parse_url_list("https://a.example/\n\n# x\nftp://b.example/\n");

  BOOST_REQUIRE(!urls.has_value());
  BOOST_TEST(urls.error().detail == "line 4: no http or https URL: \"ftp://b.example/\"");
  BOOST_TEST(!parse_url_list("www.example.org/x").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
