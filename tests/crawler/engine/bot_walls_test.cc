// Walls in a crawl: kept as what they are, told of, and never got round.
#include "tests/crawler/engine/crawling.h"
#include "tests/support/deflated.h"

using namespace engine_test;

namespace {

Reply wall(int status = 403, const std::string& fields = "cf-mitigated: challenge\r\n") {
  return {support::response(status, fields + "Content-Type: text/html\r\n",
                            "<title>Just a moment...</title><a href=/behind>x</a>"
                            "<img src=/wall.png>")};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(bot_walls, RawCrawling)

BOOST_AUTO_TEST_CASE(a_wall_is_stored_and_tagged_but_is_no_success_and_no_page) {
  server.on("/page", wall(200));

  const Collection collection = crawl({server.url("/page")});

  BOOST_TEST(collection.records("response", server.url("/page")).size() == 1u);
  const auto metadata = collection.only("metadata", server.url("/page"));
  BOOST_TEST(metadata.block.find("botWall: cloudflare\r\n") != std::string::npos);
  BOOST_TEST(report.stats.pages == 0u);
  BOOST_TEST((report.exit_code == ExitCode::seeds_failed));
  for (const auto& row : collection.lines("pages/pages.jsonl")) {
    BOOST_TEST(text_of(row, "url") != server.url("/page"));
  }
}

BOOST_AUTO_TEST_CASE(what_a_wall_links_to_is_not_followed) {
  server.on("/page", wall(200));

  crawl({server.url("/page")});

  BOOST_TEST(asked("/behind") == 0u);
  BOOST_TEST(asked("/wall.png") == 0u);
}

// Not evaded: nothing is sent that differs from what is sent anyway, and nothing is sent twice.
BOOST_AUTO_TEST_CASE(a_wall_is_asked_once_and_with_the_headers_of_every_request) {
  job.retry.tries = 3;
  server.on("/page", html("<a href=/walled>w</a><a href=/open>o</a>"));
  server.on("/walled", wall());
  server.on("/open", html("open"));

  crawl({server.url("/page")});

  BOOST_TEST(asked("/walled") == 1u);
  BOOST_TEST(asked("/behind") == 0u);
  const auto agent = server.requests("/page").front().field("User-Agent");
  for (const auto& request : server.requests()) {
    BOOST_TEST(request.field("User-Agent") == agent);
    BOOST_TEST(request.field("Cookie") == "");
  }
}

BOOST_AUTO_TEST_CASE(a_page_that_speaks_of_walls_is_a_page) {
  server.on("/page", html("<title>Just a moment...</title><p>cf-mitigated, Ray ID, captcha</p>"
                          "<a href=/next>n</a>"));
  server.on("/next", html("next"));

  const Collection collection = crawl({server.url("/page")});

  BOOST_TEST(asked("/next") == 1u);
  BOOST_TEST(report.stats.pages == 2u);
  const auto metadata = collection.only("metadata", server.url("/page"));
  BOOST_TEST(metadata.block.find("botWall") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wall_is_recognised_through_its_content_coding) {
  const std::string page = "<script id=\"anubis_challenge\" type=\"application/json\">{}</script>";
  server.on("/page",
            Reply{support::response(200, "Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
                                    support::gzip_of(page))});

  const Collection collection = crawl({server.url("/page")});

  const auto metadata = collection.only("metadata", server.url("/page"));
  BOOST_TEST(metadata.block.find("botWall: anubis\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
