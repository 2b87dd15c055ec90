// Which Referer a request really carries: from pages, from sheets and after redirects.
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

struct Referrers : RawCrawling {
  Referrers() { job.resolve.push_back(server.resolve("other.test")); }

  std::string other(const std::string& target) const { return server.url(target, "other.test"); }
  std::string referer(const std::string& target) const {
    const auto requests = server.requests(target);
    BOOST_REQUIRE_MESSAGE(requests.size() == 1, target << " asked " << requests.size() << " times");
    return requests.front().field("Referer");
  }
  std::string origin() const { return server.url("/"); }

  void on_with_policy(const std::string& target, const std::string& policies,
                      const std::string& type, const std::string& body) {
    server.on(target,
              Reply{support::response(200, policies + "Content-Type: " + type + "\r\n", body)});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(referrer_on_the_wire, Referrers)

BOOST_AUTO_TEST_CASE(several_policy_headers_are_one_list) {
  on_with_policy("/page", "Referrer-Policy: no-referrer\r\nReferrer-Policy: origin, future\r\n",
                 "text/html", "<img src=/i.png>");

  crawl({server.url("/page")});

  BOOST_TEST(referer("/i.png") == origin());
}

// Referrer Policy, "Integration with CSS": the sheet is the referrer, under its own header.
BOOST_AUTO_TEST_CASE(requests_of_a_sheet_carry_the_sheet) {
  server.on("/page", html("<meta name=referrer content=no-referrer>"
                          "<link rel=stylesheet href=/usual.css referrerpolicy=unsafe-url>"
                          "<link rel=stylesheet href=/own.css>"));
  on_with_policy("/usual.css", "", "text/css",
                 "a{background:url(1.png)} b{background:url(" + other("/2.png") + ")}");
  on_with_policy("/own.css", "Referrer-Policy: no-referrer\r\n", "text/css",
                 "a{background:url(3.png)}");

  crawl({server.url("/page")});

  BOOST_TEST(referer("/usual.css") == server.url("/page"));
  BOOST_TEST(referer("/own.css") == "");
  BOOST_TEST(referer("/1.png") == server.url("/usual.css"));
  BOOST_TEST(referer("/2.png") == origin());
  BOOST_TEST(referer("/3.png") == "");
}

BOOST_AUTO_TEST_CASE(a_redirect_keeps_referrer_and_policy_of_the_element) {
  server.on("/page", html("<img src=/usual><img src=/unsafe referrerpolicy=unsafe-url>"
                          "<img src=/same referrerpolicy=same-origin>"
                          "<img src=/none referrerpolicy=no-referrer>"));
  for (const char* name : {"usual", "unsafe", "same", "none"}) {
    server.on(std::string("/") + name, redirect(other(std::string("/") + name + ".png")));
  }

  crawl({server.url("/page")});

  BOOST_TEST(referer("/usual") == server.url("/page"));
  BOOST_TEST(referer("/usual.png") == origin());
  BOOST_TEST(referer("/unsafe.png") == server.url("/page"));
  BOOST_TEST(referer("/same") == server.url("/page"));
  BOOST_TEST(referer("/same.png") == "");
  BOOST_TEST(referer("/none") == "");
  BOOST_TEST(referer("/none.png") == "");
}

// Referrer Policy 8.2: from the next hop on, and never back to what was held back.
BOOST_AUTO_TEST_CASE(a_redirect_may_change_the_policy) {
  const auto hop = [](const std::string& policy, const std::string& target) {
    return support::status(302, "Referrer-Policy: " + policy + "\r\nLocation: " + target + "\r\n");
  };
  server.on("/page", html("<img src=/a><img src=/b><img src=/c referrerpolicy=origin>"));
  server.on("/a", hop("no-referrer", "/a2"));
  server.on("/a2", hop("unsafe-url", "/a3"));
  server.on("/b", hop("unsafe-url", other("/b2")));
  server.on("/b2", hop("", server.url("/b3")));
  server.on("/c", hop("unsafe-url", "/c2"));

  crawl({server.url("/page")});

  BOOST_TEST(referer("/a") == server.url("/page"));
  BOOST_TEST(referer("/a2") == "");
  BOOST_TEST(referer("/a3") == "");
  BOOST_TEST(referer("/b2") == server.url("/page"));
  BOOST_TEST(referer("/b3") == server.url("/page"));
  BOOST_TEST(referer("/c") == origin());
  BOOST_TEST(referer("/c2") == origin());
}

BOOST_AUTO_TEST_SUITE_END()
