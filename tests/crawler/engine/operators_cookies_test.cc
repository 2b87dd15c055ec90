// The operator's own cookies: sent where they belong, and in no file of the collection.
#include "tests/crawler/engine/cookie_crawling.h"

using namespace engine_test;

namespace {

struct CookieFile : Cookies {
  CookieFile() {
    know("other.test");
    know("img.raw.test");
    job.cookie_file = scratch.path() / "cookies.txt";
    write(
        "# Netscape HTTP Cookie File\n"
        ".raw.test\tTRUE\t/\tFALSE\t0\tsid\tOPEN-SESAME\n"
        "raw.test\tFALSE\t/\tTRUE\t0\tonly-https\tOPEN-SESAME-TLS\n");
  }
  void write(const std::string& text) {
    BOOST_REQUIRE(base::write_atomically(base::real_disk(), job.cookie_file, text));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(operators_cookies, Cookies)

BOOST_AUTO_TEST_CASE(the_operators_cookie_line_joins_the_jars_and_is_in_no_request_record) {
  know("img.raw.test");
  job.headers = {"Cookie: sid=OPEN-SESAME"};
  job.wacz = true;
  server.on("/1", page({"own=1; Domain=raw.test"},
                       "<a href=/2>n</a><img src='" + server.url("/i.png", "img.raw.test") + "'>"));
  server.on("/2", html("end"));

  const Collection collection = crawl({server.url("/1")});

  BOOST_TEST(sent("/1") == "sid=OPEN-SESAME");
  BOOST_TEST(sent("/2") == "own=1; sid=OPEN-SESAME");
  BOOST_TEST(sent("/i.png") == "own=1");
  BOOST_TEST(!collection.mentions("OPEN-SESAME"));
  BOOST_TEST(!has(collection.only("request", server.url("/2")).block, "Cookie"));
  BOOST_TEST(has(collection.only("metadata", server.url("/2")).block,
                 "requestHeaderWithheld: cookie\r\n"));
  const std::string picture = server.url("/i.png", "img.raw.test");
  BOOST_TEST(has(collection.only("request", picture).block, "Cookie: own=1\r\n"));
}

BOOST_AUTO_TEST_CASE(the_operators_cookie_line_goes_out_without_the_jar_too) {
  job.cookies = false;
  job.headers = {"cookie: a=1", "COOKIE:b=2"};

  crawl({server.url("/1")});

  BOOST_TEST(sent("/1") == "a=1; b=2");
}

BOOST_FIXTURE_TEST_CASE(the_operators_file_is_sent_where_it_says_and_stored_nowhere, CookieFile) {
  job.wacz = true;
  server.on("/1",
            page({"own=1"}, "<a href=/2>n</a><img src='" + server.url("/i.png", "img.raw.test") +
                                "'><img src='" + server.url("/o.png", "other.test") + "'>"));
  server.on("/2", html("end"));

  const Collection collection = crawl({server.url("/1")});

  BOOST_TEST(sent("/1") == "sid=OPEN-SESAME");
  BOOST_TEST(sent("/2") == "sid=OPEN-SESAME; own=1");
  BOOST_TEST(sent("/i.png") == "sid=OPEN-SESAME");
  BOOST_TEST(sent("/o.png") == "");
  BOOST_TEST(!collection.mentions("OPEN-SESAME"));
  for (const std::string& url : {server.url("/1"), server.url("/2"), server.url("/robots.txt"),
                                 server.url("/i.png", "img.raw.test")}) {
    BOOST_TEST_CONTEXT(url) {
      BOOST_TEST(!has(collection.only("request", url).block, "Cookie"));
      BOOST_TEST(has(collection.only("metadata", url).block, "requestHeaderWithheld: cookie\r\n"));
    }
  }
}

BOOST_FIXTURE_TEST_CASE(a_session_the_server_renews_is_withheld_too, CookieFile) {
  server.on("/1", page({"sid=RENEWED; Domain=raw.test; Path=/"}, "<a href=/2>n</a>"));
  server.on("/2", html("end"));

  const Collection collection = crawl({server.url("/1")});

  BOOST_TEST(sent("/2") == "sid=RENEWED");
  BOOST_TEST(!has(collection.only("request", server.url("/2")).block, "RENEWED"));
}

BOOST_FIXTURE_TEST_CASE(the_operators_file_is_sent_without_the_jar_too, CookieFile) {
  job.cookies = false;
  const std::string seed = chain({{"/1", {"own=1", "sid=x; Domain=raw.test; Path=/"}}, {"/2", {}}});

  crawl({seed});

  BOOST_TEST(sent("/2") == "sid=OPEN-SESAME");
}

BOOST_FIXTURE_TEST_CASE(a_file_that_is_no_cookie_file_ends_the_crawl_before_it_begins, CookieFile) {
  write("sid=OPEN-SESAME\n");
  const auto refused = try_crawl({server.url("/1")});
  BOOST_REQUIRE(!refused);
  BOOST_TEST(has(refused.error().detail, "cookies.txt, line 1: expected domain"));
  BOOST_TEST(!has(refused.error().detail, "OPEN-SESAME"));

  job.cookie_file = scratch.path() / "absent.txt";
  BOOST_TEST(!try_crawl({server.url("/1")}));
  BOOST_TEST(server.accepted() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
