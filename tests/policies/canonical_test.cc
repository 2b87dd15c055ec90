#include "policies/canonical.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using policies::CanonicalKey;
using policies::KeyMaker;

namespace {

CanonicalKey whole_key(std::string_view text, const KeyMaker& maker = KeyMaker()) {
  return maker.key(base::Url::parse(text).value());
}

std::string key(std::string_view text, const KeyMaker& maker = KeyMaker()) {
  return whole_key(text, maker).text;
}

std::string stripped(std::string_view text) {
  std::string all;
  for (const std::string& name : whole_key(text).stripped) all += (all.empty() ? "" : " ") + name;
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(canonical)

BOOST_AUTO_TEST_CASE(spellings_of_one_url_share_a_key) {
  for (const char* spelling :
       {"http://a.example/p?q=1", "HTTP://A.EXAMPLE:80/p?q=1#top", "http://me:pw@a.example/p?q=1",
        "http://a.example/x/../p?q=1", "http:\\\\a.example\\p?q=1"}) {
    BOOST_TEST(key(spelling) == "http://a.example/p?q=1", spelling);
  }
}

BOOST_AUTO_TEST_CASE(what_may_be_answered_differently_stays_apart) {
  for (const char* other :
       {"https://a.example/p?q=1", "http://www.a.example/p?q=1", "http://a.example/P?q=1",
        "http://a.example/p?q=1&", "http://a.example/p", "http://a.example/p?",
        "http://a.example:81/p?q=1", "http://a.example/p?b=2&a=1", "http://a.example/p?a=1&b=2",
        "http://a.example/p?&&", "http://a.example/p;v=1?x"}) {
    BOOST_TEST(key(other) == other, other);
    BOOST_TEST(whole_key(other).stripped.empty(), other);
  }
}

// policies.md 2.3, the whole list.
BOOST_AUTO_TEST_CASE(session_ids_are_no_part_of_a_key) {
  const std::string id = "0123456789abcdef";
  for (const char* name : {"jsessionid", "PHPSESSID", "ASPSESSIONIDQQTCABCD", "sid", "SID",
                           "sessionid", "session_id", "s"}) {
    const std::string parameter = std::string(name) + "=" + id;
    BOOST_TEST(key("http://a.example/p?" + parameter) == "http://a.example/p", name);
    BOOST_TEST(key("http://a.example/p?x=1&" + parameter + "&y=2") == "http://a.example/p?x=1&y=2",
               name);
    BOOST_TEST(stripped("http://a.example/p?" + parameter) == name);
  }
  BOOST_TEST(key("http://a.example/p;jsessionid=1A.node2?q=1") == "http://a.example/p?q=1");
  BOOST_TEST(key("http://a.example/p;JSESSIONID=1A/x;v=2") == "http://a.example/p/x;v=2");
  BOOST_TEST(key("http://a.example/p?q=1;jsessionid=1A&r=2") == "http://a.example/p?q=1&r=2");
  BOOST_TEST(key("http://a.example/p?cfid=12&x=1&CFTOKEN=77") == "http://a.example/p?x=1");
  BOOST_TEST(key("http://a.example/app/(S(0123456789abcdefghijklmn))/p.aspx") ==
             "http://a.example/app/p.aspx");
  BOOST_TEST(key("http://a.example/(S(0123456789abcdefghijklmn))") == "http://a.example/");
  BOOST_TEST(stripped("http://a.example/x;jsessionid=1/(S(0123456789abcdefghijklmn))?gclid=1") ==
             ";jsessionid (S()) gclid");
}

BOOST_AUTO_TEST_CASE(trackers_are_no_part_of_a_key) {
  for (const char* name : {"utm_source", "utm_anything", "gclid", "fbclid", "mc_cid", "mc_eid",
                           "_hsenc", "_hsmi", "igshid", "UTM_Medium"}) {
    const std::string parameter = std::string(name) + "=x";
    BOOST_TEST(key("http://a.example/p?" + parameter) == "http://a.example/p", name);
    BOOST_TEST(key("http://a.example/p?a=b&" + parameter) == "http://a.example/p?a=b", name);
  }
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_one_stays) {
  for (const char* target : {"/p?sid=42",
                             "/p?sid=0123456789abcde",
                             "/p?sid=0123456789-abcdef",
                             "/p?sidx=0123456789abcdef",
                             "/p?s=internationalization",
                             "/p?aspsessionid=0123456789abcdef",
                             "/p?cfid=12",
                             "/p?cftoken=7",
                             "/p?utm_source",
                             "/p?utm=1",
                             "/p?gclidx=1",
                             "/p?mc_xid=1",
                             "/p?=gclid",
                             "/p?q=utm_source=1",
                             "/(S(0123456789abcdef))/x",
                             "/x(S(0123456789abcdefghijklmn))",
                             "/utm_source=1",
                             "/p;jsession=1",
                             "/p;x=jsessionid=1",
                             "/gclid=1?x"}) {
    const std::string url = "http://a.example" + std::string(target);
    BOOST_TEST(key(url) == url, url);
  }
}

// Without its ";jsessionid" such a segment would be "..", another folder.
BOOST_AUTO_TEST_CASE(a_key_leads_nowhere_else) {
  for (const char* url :
       {"http://a.example/x/..;jsessionid=1/y", "http://a.example/.;jsessionid=1/y",
        "http://a.example/x/.%2e;jsessionid=1/y"}) {
    BOOST_TEST(key(url) == base::Url::parse(url)->href(), url);
  }
}

BOOST_AUTO_TEST_CASE(stripping_can_be_switched_off) {
  const KeyMaker off({.strip = false});

  BOOST_TEST(key("http://a.example/p?gclid=1#x", off) == "http://a.example/p?gclid=1");
}

BOOST_AUTO_TEST_CASE(hosts_can_be_spared_with_those_below) {
  const KeyMaker maker({.no_strip = {"Shop.example", "\xe4\xb8\xad\xe5\x9b\xbd.cn"}});

  for (const char* spared : {"http://shop.example/p?gclid=1", "http://www.shop.example/p?gclid=1",
                             "http://www.xn--fiqs8s.cn/p?gclid=1"}) {
    BOOST_TEST(key(spared, maker) == spared, spared);
  }
  BOOST_TEST(key("http://myshop.example/p?gclid=1", maker) == "http://myshop.example/p");
}

BOOST_AUTO_TEST_CASE(a_parameter_found_out_is_no_part_of_a_key_on_its_host) {
  KeyMaker maker({.no_strip = {"spared.example"}});
  for (const char* host : {"a.example", "spared.example"}) maker.treat_as_session(host, "visit");

  BOOST_TEST(key("http://a.example/p?visit=1&x=2", maker) == "http://a.example/p?x=2");
  BOOST_TEST(key("http://a.example/p?Visit=1", maker) == "http://a.example/p?Visit=1");
  BOOST_TEST(key("http://b.example/p?visit=1", maker) == "http://b.example/p?visit=1");
  BOOST_TEST(key("http://spared.example/?visit=1", maker) == "http://spared.example/?visit=1");
}

BOOST_AUTO_TEST_CASE(what_is_learnt_is_bounded) {
  KeyMaker maker;
  for (int i = 0; i < 20; ++i) maker.treat_as_session("a.example", "p" + std::to_string(i));
  for (int i = 0; i < 20'000; ++i) maker.treat_as_session("h" + std::to_string(i), "v");

  BOOST_TEST(key("http://a.example/?p7=1&p8=1", maker) == "http://a.example/?p8=1");
  BOOST_TEST(key("http://h9998/?v=1", maker) == "http://h9998/");
  BOOST_TEST(key("http://h9999/?v=1", maker) == "http://h9999/?v=1");
  maker.treat_as_session("h1", "w");
  BOOST_TEST(key("http://h1/?w=1", maker) == "http://h1/");
}

// Whatever is cut out, what is left is a URL, and its own key.
BOOST_AUTO_TEST_CASE(the_key_of_a_key_is_that_key) {
  const std::vector<std::string> parts = {"/",
                                          ";jsessionid=",
                                          "(S(0123456789abcdefghijklmn))",
                                          "?",
                                          "&",
                                          "sid=",
                                          "0123456789abcdef",
                                          "cfid=1",
                                          "cftoken=2",
                                          "utm_x=1",
                                          "..",
                                          ".",
                                          "%2e",
                                          ";",
                                          "=",
                                          "x",
                                          ";jsess",
                                          "ionid=",
                                          "s="};
  std::uint64_t state = 42;
  const auto next = [&state] {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state >> 33);
  };
  for (int round = 0; round < 20'000; ++round) {
    std::string text = "http://a.example/";
    for (std::size_t i = next() % 12; i > 0; --i) text += parts[next() % parts.size()];
    const auto url = base::Url::parse(text);
    BOOST_REQUIRE_MESSAGE(url, text);
    const std::string once = KeyMaker().key(*url).text;
    const auto again = base::Url::parse(once);
    BOOST_REQUIRE_MESSAGE(again, once);
    BOOST_REQUIRE_MESSAGE(again->href() == once, text + " gives " + once);
    BOOST_REQUIRE_MESSAGE(KeyMaker().key(*again).text == once, text + " gives " + once);
  }
}

BOOST_AUTO_TEST_SUITE_END()
