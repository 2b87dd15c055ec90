// Cookie walls: addresses that lead round to themselves until a cookie is shown.
#include "tests/crawler/engine/cookie_crawling.h"

using namespace engine_test;

BOOST_FIXTURE_TEST_SUITE(cookie_walls, Cookies)

// So that the rules behind a cookie wall are read too.
BOOST_AUTO_TEST_CASE(robots_txt_is_asked_for_with_cookies_and_may_set_some) {
  server.on("/robots.txt", {redirect_with({"pass=1; Path=/"}, "/robots.txt"),
                            support::text("User-agent: *\nDisallow: /no\n")});
  server.on("/page", html("<a href=/no>n</a>"));

  crawl({server.url("/page")});

  BOOST_TEST(asked("/robots.txt") == 2u);
  BOOST_TEST(sent("/robots.txt") == "pass=1");
  BOOST_TEST(sent("/page") == "pass=1");
  BOOST_TEST(asked("/no") == 0u);
}

BOOST_AUTO_TEST_CASE(a_page_that_sets_a_cookie_and_leads_to_itself_is_had) {
  server.on("/page", {redirect_with({"pass=1"}, "/page"), html("<a href=/next>words</a>")});
  server.on("/next", html("next"));

  const Collection collection = crawl({server.url("/page")});

  BOOST_TEST(asked("/page") == 2u);
  BOOST_TEST(sent("/page") == "pass=1");
  BOOST_TEST(asked("/next") == 1u);
  BOOST_TEST(collection.records("response", server.url("/page")).size() == 2u);
  BOOST_TEST(collection.indexed("200").at(server.url("/page")) == 1);
  BOOST_TEST((report.exit_code == ExitCode::ok));
}

BOOST_AUTO_TEST_CASE(a_page_behind_a_wall_of_its_own_address_is_had) {
  server.on("/page", {redirect("/wall?to=/page"), html("words")});
  server.on("/wall?to=/page", redirect_with({"pass=1; Path=/"}, "/page"));

  crawl({server.url("/page")});

  BOOST_TEST(targets() ==
             (std::vector<std::string>{"/robots.txt", "/page", "/wall?to=/page", "/page"}));
  BOOST_TEST(sent("/page") == "pass=1");
}

BOOST_AUTO_TEST_CASE(a_wall_nobody_passes_is_asked_twice_at_most) {
  server.on("/self", redirect_with({"pass=1"}, "/self"));
  server.on("/a", redirect_with({"pass=1"}, "/b"));
  server.on("/b", redirect_with({"pass=2"}, "/a"));

  crawl({server.url("/self"), server.url("/a")});

  BOOST_TEST(asked("/self") == 2u);
  BOOST_TEST(asked("/a") == 2u);
  BOOST_TEST(asked("/b") == 2u);
}

BOOST_AUTO_TEST_CASE(a_redirect_to_itself_without_a_cookie_is_asked_once) {
  server.on("/self", redirect("/self"));
  server.on("/set", redirect_with({"pass=1"}, "/page"));
  server.on("/page", html("<a href=/set>back</a>"));

  crawl({server.url("/self"), server.url("/set")});

  BOOST_TEST(asked("/self") == 1u);
  BOOST_TEST(asked("/page") == 1u);
  BOOST_TEST(asked("/set") == 1u);
}

BOOST_AUTO_TEST_CASE(without_cookies_nobody_goes_round_a_wall) {
  job.cookies = false;
  server.on("/self", redirect_with({"pass=1"}, "/self"));

  crawl({server.url("/self")});

  BOOST_TEST(asked("/self") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
