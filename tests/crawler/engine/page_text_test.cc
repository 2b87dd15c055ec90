// What the page lists of a crawl tell of pages, with and without `text`.
#include <algorithm>

#include <boost/json.hpp>

#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

const std::string kStory =
    "<html lang=en><title>Floods - Bay Post</title><meta property=og:title content=Floods>"
    "<meta name=description content='All about them'><meta name=author content='Ann Lee'>"
    "<meta name=date content='2022-03-01 10:14'><meta property=og:image content=/no.png>"
    "<link rel=canonical href=/story?page=1><nav><a href=/>Home</a></nav><article>"
    "<p>The harbour wall, built in 1904, gave way on Sunday morning after three days of storm.</p>"
    "<p>Nobody was hurt. Twelve boats were damaged, four of them badly, the harbour master said."
    "</p></article>";

struct PageText : RawCrawling {
  PageText() {
    server.on("/story", html(kStory));
    server.on("/no.png", {support::response(404, "", "")});
    server.on("/lost", {support::response(404, "Content-Type: text/html\r\n", kStory)});
  }

  boost::json::object page_of(const std::string& target) {
    const auto lines =
        base::read_file(base::real_disk(), scratch.path() / "c/pages/pages.jsonl", 1 << 20);
    BOOST_REQUIRE(lines);
    for (std::size_t from = 0; from < lines->size();) {
      const std::size_t end = lines->find('\n', from);
      const auto page = boost::json::parse(lines->substr(from, end - from)).as_object();
      if (page.contains("url") && page.at("url").as_string() == server.url(target)) return page;
      from = end + 1;
    }
    return {};
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(page_text, PageText)

BOOST_AUTO_TEST_CASE(a_page_is_listed_with_its_facts) {
  crawl({server.url("/story")});

  const auto page = page_of("/story");
  BOOST_TEST(page.at("title").as_string() == "Floods - Bay Post");
  BOOST_TEST(page.at("headline").as_string() == "Floods");
  BOOST_TEST(page.at("description").as_string() == "All about them");
  BOOST_TEST(page.at("byline").as_string() == "Ann Lee");
  BOOST_TEST(page.at("published").as_string() == "2022-03-01T10:14");
  BOOST_TEST(page.at("language").as_string() == "en");
  BOOST_TEST(page.at("image").as_string() == server.url("/no.png"));
  BOOST_TEST(page.at("canonical").as_string() == server.url("/story?page=1"));
  BOOST_TEST(!page.contains("text"));
}

BOOST_AUTO_TEST_CASE(the_readable_text_is_listed_on_demand) {
  job.text = true;
  crawl({server.url("/story")});

  BOOST_TEST(
      page_of("/story").at("text").as_string() ==
      "The harbour wall, built in 1904, gave way on Sunday morning after three days of storm.\n"
      "Nobody was hurt. Twelve boats were damaged, four of them badly, the harbour master said.");
}

BOOST_AUTO_TEST_CASE(the_text_of_an_error_is_nobodys) {
  job.text = true;
  crawl({server.url("/lost"), server.url("/story")});

  const auto page = page_of("/lost");
  BOOST_TEST(!page.contains("text"));
}

BOOST_AUTO_TEST_SUITE_END()
