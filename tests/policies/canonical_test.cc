#include "policies/canonical.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

std::string key(std::string_view text) {
  return policies::canonical_key(base::Url::parse(text).value());
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
        "http://a.example:81/p?q=1", "http://a.example/p?q=1&PHPSESSID=0123456789abcdef"}) {
    BOOST_TEST(key(other) == other, other);
  }
}

BOOST_AUTO_TEST_SUITE_END()
