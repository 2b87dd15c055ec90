#include "crawler/extract/url_list_links.h"

#include <boost/test/unit_test.hpp>

#include "tests/crawler/extract/extracting.h"

namespace {

using crawler::extract::add_url_list_links;
using crawler::extract::Extraction;
using crawler::extract::is_url_list;
using crawler::extract::kMaxLinks;
using crawler::extract::LinkSet;

Extraction read(std::string_view text) {
  LinkSet links(base::Url::parse("https://example.org/urls.txt").value());
  add_url_list_links(text, links);
  Extraction extraction;
  links.move_to(extraction);
  return extraction;
}

using Lines = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(url_list_links)

BOOST_AUTO_TEST_CASE(a_url_a_line_is_a_list) {
  const Extraction found = read(
      "\xef\xbb\xbf# pages\r\nhttps://example.org/a\r\n\r\n  HTTP://example.org/b  \n"
      "https://example.org/\xe4\xb8\xad\n");

  BOOST_TEST(
      support::urls_of(found.links) ==
      (Lines{"https://example.org/a", "http://example.org/b", "https://example.org/%E4%B8%AD"}));
  BOOST_TEST((found.links[0].kind == policies::LinkKind::page));
  BOOST_TEST((found.links[0].hop == policies::Hop::sitemap));
  BOOST_TEST(found.links[0].context == "text/url");
}

BOOST_AUTO_TEST_CASE(text_that_mentions_urls_is_none) {
  for (const char* text :
       {"", "\n\n", "# only a comment", "See https://example.org/a", "https://example.org/a b\n",
        "https://example.org/\nand more\nhttps://example.org/b", "/relative\n",
        "ftp://example.org/\n", "http://", "https:example.org\n",
        "<a href='https://example.org/'>\n"}) {
    BOOST_TEST(!is_url_list(text), text);
    BOOST_TEST(read(text).links.empty(), text);
  }
}

BOOST_AUTO_TEST_CASE(a_cut_last_line_does_not_spoil_the_list) {
  BOOST_TEST(is_url_list("https://example.org/a\nhttps://exam"));
  BOOST_TEST(read("https://example.org/a\nhtt").links.size() == 1u);
}

BOOST_AUTO_TEST_CASE(long_lists_are_cut) {
  std::string list;
  for (int i = 0; i < 60'000; ++i) list += "https://example.org/" + std::to_string(i) + "\n";

  const Extraction found = read(list + "not a URL\n");

  BOOST_TEST(found.links.size() == kMaxLinks);
  BOOST_TEST(found.notes.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
