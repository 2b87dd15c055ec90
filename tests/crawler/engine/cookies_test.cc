// Cookies over the wire: what a crawl sends back to whom (RFC 6265 by way of libcurl).
#include "tests/crawler/engine/cookie_crawling.h"

using namespace engine_test;

BOOST_FIXTURE_TEST_SUITE(cookies, Cookies)

BOOST_AUTO_TEST_CASE(a_cookie_goes_back_to_who_set_it_and_is_in_the_request_record) {
  const std::string seed = chain({{"/1", {"a=1", "b=2; HttpOnly; SameSite=Strict"}}, {"/2", {}}});

  const Collection collection = crawl({seed});

  BOOST_TEST(sent("/1") == "");
  BOOST_TEST(sent("/2") == "a=1; b=2");
  const auto request = collection.only("request", server.url("/2"));
  BOOST_TEST(has(request.block, "Cookie: a=1; b=2\r\n"));
  BOOST_TEST(!has(collection.only("metadata", server.url("/2")).block, "requestHeaderWithheld"));
}

BOOST_AUTO_TEST_CASE(without_cookies_nothing_is_kept) {
  job.cookies = false;
  const std::string seed = chain({{"/1", {"a=1"}}, {"/2", {}}});

  crawl({seed});

  BOOST_TEST(sent("/2") == "");
}

// RFC 6265 5.1.4: as whole segments; 5.4: the longer path first.
BOOST_AUTO_TEST_CASE(a_path_is_heeded) {
  const std::string seed = chain({{"/d/1", {"usual=1", "all=2; Path=/", "deep=3; Path=/d/e"}},
                                  {"/d/2", {}},
                                  {"/d/e/3", {}},
                                  {"/dd/4", {}}});

  crawl({seed});

  BOOST_TEST(sent("/d/2") == "usual=1; all=2");
  BOOST_TEST(sent("/d/e/3") == "deep=3; usual=1; all=2");
  BOOST_TEST(sent("/dd/4") == "all=2");
}

BOOST_AUTO_TEST_CASE(a_cookie_is_changed_and_deleted) {
  const std::string past = "Thu, 01 Jan 1970 00:00:00 GMT";
  const std::string seed = chain({{"/1", {"a=1", "b=1", "c=1", "d=1"}},
                                  {"/2", {"a=2", "b=; Max-Age=0", "c=x; Expires=" + past}},
                                  {"/3", {"a=gone; Max-Age=-1"}},
                                  {"/4", {}}});

  crawl({seed});

  BOOST_TEST(sent("/2") == "a=1; b=1; c=1; d=1");
  BOOST_TEST(sent("/3") == "a=2; d=1");
  BOOST_TEST(sent("/4") == "d=1");
}

BOOST_AUTO_TEST_CASE(a_cookie_that_expires_is_sent_until_then) {
  const std::string seed =
      chain({{"/1",
              {"old=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "year=1; Max-Age=31536000",
               "late=1; Expires=Fri, 31 Dec 2099 23:59:59 GMT"}},
             {"/2", {}}});

  crawl({seed});

  BOOST_TEST(sent("/2") == "year=1; late=1");
}

// libcurl takes loopback for safe, as browsers do.
BOOST_AUTO_TEST_CASE(secure_cookies_and_prefixes_need_a_safe_origin) {
  const std::vector<std::string> cookies = {"plain=1",
                                            "s=1; Secure",
                                            "__Secure-a=1; Secure",
                                            "__Secure-b=1",
                                            "__Host-c=1; Secure; Path=/",
                                            "__Host-d=1; Secure; Path=/x",
                                            "__Host-e=1; Path=/",
                                            "__hOST-f=1; Path=/"};
  know("localhost");
  const std::string open = chain({{"/1", cookies}, {"/2", {}}});
  const std::string safe = chain({{"/3", cookies}, {"/4", {}}}, "localhost");

  crawl({open, safe});

  BOOST_TEST(sent("/2") == "plain=1");
  BOOST_TEST(sent("/4") == "__Secure-a=1; __Host-c=1; plain=1; s=1");
}

BOOST_AUTO_TEST_CASE(a_domain_cookie_is_for_the_site_and_a_host_cookie_for_its_host) {
  for (const char* host : {"www.site.test", "img.site.test", "site.test", "other.test"}) know(host);
  std::string pictures;
  for (const char* host : {"img.site.test", "site.test", "other.test"}) {
    pictures += "<img src='" + server.url(std::string("/") + host + ".png", host) + "'>";
  }
  server.on("/page", page({"host=1", "site=2; Domain=SITE.test", "up=3; Domain=.site.test",
                           "sub=4; Domain=img.site.test", "else=5; Domain=other.test"},
                          pictures));
  server.on("/again", page({}, ""));

  crawl({server.url("/page", "www.site.test")});

  BOOST_TEST(sent("/img.site.test.png") == "site=2; up=3");
  BOOST_TEST(sent("/site.test.png") == "site=2; up=3");
  BOOST_TEST(sent("/other.test.png") == "");
}

BOOST_AUTO_TEST_CASE(a_public_suffix_takes_no_cookies_for_those_below_it) {
  for (const auto& [suffix, number] :
       {std::pair("co.uk", "1"), {"com.cn", "2"}, {"github.io", "3"}, {"test", "4"}}) {
    const std::string mine = std::string("mine.") + suffix, yours = std::string("yours.") + suffix;
    know(mine);
    know(yours);
    know(suffix);
    const std::string picture = std::string("/") + number + ".png";
    const std::string own = std::string("/own") + number + ".png";
    const std::string wide = std::string("wide=1; Domain=") + suffix;
    server.on("/page", page({wide, "own=1"}, "<img src='" + server.url(picture, yours) +
                                                 "'><img src='" + own + "'>"));
    crawl({server.url("/page", mine)});
    BOOST_TEST_CONTEXT(suffix) {
      BOOST_TEST(sent(picture) == "");
      BOOST_TEST(sent(own) == "own=1");
    }
    // The suffix itself may be a host (github.io): what it says is for it alone.
    server.on("/top", page({wide}, "<img src='" + server.url(picture, yours) + "'>"));
    job.collection += number;
    crawl({server.url("/top", suffix)});
    BOOST_TEST_CONTEXT(suffix) { BOOST_TEST(sent(picture) == ""); }
    job.collection += number;
  }
}

BOOST_AUTO_TEST_CASE(the_cookies_of_a_third_party_are_for_that_party) {
  know("cdn.other.test");
  server.on("/page", page({"own=1"}, "<iframe src='" + server.url("/frame", "cdn.other.test") +
                                         "'></iframe>"));
  server.on("/frame", page({"third=1; Domain=other.test", "first=1; Domain=raw.test"},
                           "<img src=/2.png><img src='" + server.url("/3.png") + "'>"));

  crawl({server.url("/page")});

  BOOST_TEST(sent("/frame") == "");
  BOOST_TEST(sent("/2.png") == "third=1");
  BOOST_TEST(sent("/3.png") == "own=1");
}

// libcurl takes 50 cookies of a response and sends 8 KiB of them; the jar keeps 50 of a site.
BOOST_AUTO_TEST_CASE(a_server_with_many_large_cookies_gets_few_of_them_back) {
  const auto bombs = [](std::size_t count, const std::string& prefix) {
    std::vector<std::string> cookies;
    for (std::size_t i = 0; i < count; ++i) {
      cookies.push_back(prefix + std::to_string(i) + "=" + std::string(4000, 'x'));
    }
    return cookies;
  };
  const std::string seed = chain({{"/1", bombs(70, "a")},
                                  {"/2", bombs(70, "b")},
                                  {"/3", bombs(70, "c")},
                                  {"/4", {"small=1; Path=/4"}},
                                  {"/5", {}}});
  server.on("/huge", page(bombs(1000, "h"), "x"));

  const Collection collection = crawl({seed, server.url("/huge")});

  for (const auto& request : server.requests()) {
    BOOST_TEST(request.field("Cookie").size() <= 8190u, request.target);
  }
  BOOST_TEST(sent("/5").starts_with("c10=xxx"));
  BOOST_TEST(!has(sent("/5"), "b"));
  BOOST_TEST(text_of(collection.outcome(server.url("/5")), "outcome") == "fetched");
  // 4 MB of header fields are over libcurl's own limit.
  BOOST_TEST(text_of(collection.outcome(server.url("/huge")), "outcome") == "failed");
}

BOOST_AUTO_TEST_SUITE_END()
