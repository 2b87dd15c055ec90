// HTML links and facts: tests/cases/links.cases, and what a table cannot say.
#include "crawler/extract/html.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "crawler/extract/html_links.h"
#include "crawler/extract/link_set.h"
#include "crawler/extract/refresh.h"
#include "tests/crawler/extract/case_file.h"
#include "tests/crawler/extract/extracting.h"

namespace {

using crawler::extract::Document;
using crawler::extract::extract;
using crawler::extract::Extraction;
using support::document;
using support::told;
using support::urls_of;

Extraction from_html(const std::string& html) {
  return extract(document(html, "text/html; charset=utf-8"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(links)

BOOST_AUTO_TEST_CASE(every_case_gives_the_links_it_names) {
  for (const support::Case& one : support::read_cases("links.cases")) {
    support::check_case(one, told(from_html(one.input).links));
  }
}

BOOST_AUTO_TEST_CASE(the_referrer_policy_header_holds_where_the_page_says_nothing) {
  Document page = document("<a href=x>x</a>", "text/html");
  page.referrer_policy = "unknown, origin, no-referrer";

  BOOST_TEST(told(extract(page).links).at(0) ==
             "page a/href https://example.org/dir/x no-referrer");
}

BOOST_AUTO_TEST_CASE(a_meta_policy_overrides_the_header) {
  Document page = document("<meta name=referrer content=unsafe-url><a href=x>x</a>", "text/html");
  page.referrer_policy = "no-referrer";

  BOOST_TEST(told(extract(page).links).at(0) == "page a/href https://example.org/dir/x unsafe-url");
}

BOOST_AUTO_TEST_CASE(facts_are_read) {
  const Extraction found = from_html(
      "<html lang=zh-CN><meta name=Robots content='NoIndex, NOFOLLOW'>"
      "<svg><title>shape</title></svg><title>\n a &amp;\t b \xe3\x80\x80 c </title>"
      "<title>second</title>");

  BOOST_TEST(found.facts.title == "a & b c");
  BOOST_TEST(found.facts.robots_meta == "noindex, nofollow");
  BOOST_TEST(found.facts.language == "zh-CN");
  BOOST_TEST(found.facts.charset == "utf-8");
}

BOOST_AUTO_TEST_CASE(a_title_is_cut_between_characters) {
  std::string title;
  while (title.size() < 2000) title += "\xe4\xb8\xad";

  const Extraction found = from_html("<title>" + title + "</title>");

  BOOST_TEST(found.facts.title == title.substr(0, 999));
}

BOOST_AUTO_TEST_CASE(links_past_the_limit_are_counted) {
  std::string html;
  for (int i = 0; i < 10'005; ++i) html += "<a href=" + std::to_string(i) + ">";

  const Extraction found = from_html(html);

  BOOST_TEST(found.links.size() == crawler::extract::kMaxLinks);
  BOOST_REQUIRE(found.notes.size() == 1u);
  BOOST_TEST(found.notes[0] == "5 references left out: too many links");
}

BOOST_AUTO_TEST_CASE(a_reference_too_long_is_left_out_and_told) {
  const std::string long_path(9000, 'a');

  const Extraction found = from_html("<a href='/" + long_path + "'>x</a><a href=b>y</a>");

  BOOST_TEST(urls_of(found.links) == std::vector<std::string>{"https://example.org/dir/b"},
             boost::test_tools::per_element());
  BOOST_TEST(found.notes.at(0) == "1 references over 8192 bytes left out");
}

BOOST_AUTO_TEST_CASE(all_links_together_have_a_budget) {
  using crawler::extract::kMaxLinkBytes;
  crawler::extract::LinkSet set(base::Url::parse("https://example.org/").value());
  const std::string filler(8000, 'a');
  for (int i = 0; i < 2200; ++i) {
    const std::string reference = std::to_string(i) + filler;
    set.add({.text = reference, .context = "a/href"});
  }
  Extraction found;

  set.move_to(found);

  BOOST_TEST(found.links.size() * filler.size() <= kMaxLinkBytes);
  BOOST_TEST(found.links.size() > 2000u);
  BOOST_TEST(found.notes.at(0).find("references left out") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(names_of_strange_elements_do_not_reach_the_context) {
  const Extraction found = from_html("<x\x1b[31m background=a.png><my-card background=b.png>");

  BOOST_REQUIRE(found.links.size() == 2u);
  BOOST_TEST(found.links[0].context == "element/background");
  BOOST_TEST(found.links[1].context == "my-card/background");
}

BOOST_AUTO_TEST_CASE(credentials_in_a_base_do_not_break_links) {
  const Extraction found = from_html("<base href=https://u:p@h.example/><a href=/x>x</a>");

  BOOST_REQUIRE(found.links.size() == 1u);
  BOOST_TEST(found.links[0].url.host() == "h.example");
}

BOOST_AUTO_TEST_CASE(a_refresh_may_be_cut_anywhere) {
  const std::string whole = "0; URL = '/x'";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const auto url = crawler::extract::parse_refresh(std::string_view(whole).substr(0, size));
    BOOST_TEST(url.size() <= size);
  }
}

BOOST_AUTO_TEST_CASE(a_word_like_url_is_the_url_itself) {
  BOOST_TEST(crawler::extract::parse_refresh("0; urlaub.html") == "urlaub.html");
  BOOST_TEST(crawler::extract::parse_refresh("0; u'x'") == "u'x'");
}

BOOST_AUTO_TEST_SUITE_END()
