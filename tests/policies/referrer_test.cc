#include "policies/referrer.h"

#include <string>

#include <boost/test/unit_test.hpp>

using policies::ReferrerPolicy;

namespace {

std::string referer(ReferrerPolicy policy, std::string_view source, std::string_view target) {
  return policies::referer_for(base::Url::parse(source).value(), base::Url::parse(target).value(),
                               policy);
}

constexpr std::string_view kPage = "https://me:pw@a.example/p?q#f";
constexpr std::string_view kSame = "https://a.example/img";
constexpr std::string_view kOther = "https://b.example/img";
constexpr std::string_view kPlain = "http://b.example/img";

}  // namespace

BOOST_AUTO_TEST_SUITE(referrer)

// W3C Referrer Policy 8.3, the table: same origin, other origin, other origin without TLS.
BOOST_AUTO_TEST_CASE(each_policy_tells_what_it_may) {
  const std::string full = "https://a.example/p?q", origin = "https://a.example/", none;
  struct Row {
    ReferrerPolicy policy;
    std::string same, other, plain;
  };
  const Row rows[] = {
      {ReferrerPolicy::no_referrer, none, none, none},
      {ReferrerPolicy::no_referrer_when_downgrade, full, full, none},
      {ReferrerPolicy::same_origin, full, none, none},
      {ReferrerPolicy::origin, origin, origin, origin},
      {ReferrerPolicy::strict_origin, origin, origin, none},
      {ReferrerPolicy::origin_when_cross_origin, full, origin, origin},
      {ReferrerPolicy::strict_origin_when_cross_origin, full, origin, none},
      {ReferrerPolicy::unsafe_url, full, full, full},
  };
  for (const Row& row : rows) {
    BOOST_TEST_CONTEXT("policy " << static_cast<int>(row.policy)) {
      BOOST_TEST(referer(row.policy, kPage, kSame) == row.same);
      BOOST_TEST(referer(row.policy, kPage, kOther) == row.other);
      BOOST_TEST(referer(row.policy, kPage, kPlain) == row.plain);
    }
  }
}

// Secure Contexts 3.1.
BOOST_AUTO_TEST_CASE(loopback_counts_as_trustworthy) {
  for (const char* target :
       {"http://127.0.0.1:8080/", "http://localhost/", "http://x.localhost/", "http://[::1]/"}) {
    BOOST_TEST(referer(ReferrerPolicy::strict_origin, kPage, target) == "https://a.example/",
               target);
  }
  BOOST_TEST(referer(ReferrerPolicy::strict_origin, kPage, "http://127.example/") == "");
  BOOST_TEST(referer(ReferrerPolicy::strict_origin, "http://127.0.0.1/", kPlain) == "");
}

BOOST_AUTO_TEST_CASE(http_to_anything_is_no_downgrade) {
  BOOST_TEST(referer(ReferrerPolicy::strict_origin_when_cross_origin, "http://a.example:81/p",
                     kPlain) == "http://a.example:81/");
  BOOST_TEST(referer(ReferrerPolicy::no_referrer_when_downgrade, "http://a.example/p", kOther) ==
             "http://a.example/p");
}

// Section 8.3 step 6.
BOOST_AUTO_TEST_CASE(a_referrer_over_4096_characters_becomes_its_origin) {
  const std::string base = "https://a.example/";
  const std::string longest = base + std::string(4096 - base.size(), 'x');
  BOOST_TEST(referer(ReferrerPolicy::unsafe_url, longest, kSame) == longest);
  BOOST_TEST(referer(ReferrerPolicy::unsafe_url, longest + "x", kSame) == base);
  BOOST_TEST(referer(ReferrerPolicy::unsafe_url, longest + "#f", kSame) == longest);
}

BOOST_AUTO_TEST_CASE(documents_that_are_not_http_tell_nothing) {
  BOOST_TEST(referer(ReferrerPolicy::unsafe_url, "file:///home/me/article.md", kSame) == "");
  BOOST_TEST(referer(ReferrerPolicy::origin, "about:blank", kSame) == "");
}

BOOST_AUTO_TEST_CASE(tokens_are_known_in_any_case_and_legacy_words_too) {
  BOOST_TEST((policies::parse_referrer_policy(" No-Referrer ") == ReferrerPolicy::no_referrer));
  BOOST_TEST((policies::parse_referrer_policy("never") == ReferrerPolicy::no_referrer));
  BOOST_TEST((policies::parse_referrer_policy("default") ==
              ReferrerPolicy::strict_origin_when_cross_origin));
  BOOST_TEST((policies::parse_referrer_policy("always") == ReferrerPolicy::unsafe_url));
  BOOST_TEST((policies::parse_referrer_policy("origin-when-crossorigin") ==
              ReferrerPolicy::origin_when_cross_origin));
  BOOST_TEST(!policies::parse_referrer_policy(""));
  BOOST_TEST(!policies::parse_referrer_policy("no-referrer, origin"));
}

// Section 8.1: unknown tokens are passed over so that new policies can have a fallback.
BOOST_AUTO_TEST_CASE(the_last_known_token_of_a_header_wins) {
  using policies::parse_referrer_policy_header;
  BOOST_TEST(
      (parse_referrer_policy_header("no-referrer, origin,future-word") == ReferrerPolicy::origin));
  BOOST_TEST((parse_referrer_policy_header("unsafe-url") == ReferrerPolicy::unsafe_url));
  BOOST_TEST(!parse_referrer_policy_header("never"));
  BOOST_TEST(!parse_referrer_policy_header(""));
  BOOST_TEST(!parse_referrer_policy_header(std::string(100'000, ',')));
}

BOOST_AUTO_TEST_SUITE_END()
