#include "policies/referrer.h"

#include <iterator>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

using policies::ReferrerPolicy;

namespace {

std::string referer(ReferrerPolicy policy, std::string_view source, std::string_view target) {
  return policies::referer_for(base::Url::parse(source).value(), base::Url::parse(target).value(),
                               policy);
}

constexpr ReferrerPolicy kAll[] = {
    ReferrerPolicy::no_referrer,
    ReferrerPolicy::no_referrer_when_downgrade,
    ReferrerPolicy::same_origin,
    ReferrerPolicy::origin,
    ReferrerPolicy::strict_origin,
    ReferrerPolicy::origin_when_cross_origin,
    ReferrerPolicy::strict_origin_when_cross_origin,
    ReferrerPolicy::unsafe_url,
};

// A document and what it asks for, with what each policy in the order of kAll tells: (F)ull,
// (o)rigin, nothing (-).
struct Row {
  const char *source, *target, *told;
};

std::string letter(const std::string& told, const std::string& source) {
  const base::Url url = base::Url::parse(source).value();
  if (told.empty()) return "-";
  if (told == url.without_credentials().without_fragment().href()) return "F";
  return told == url.origin() + "/" ? "o" : "?";
}

constexpr std::string_view kPage = "https://me:pw@a.example/p?q#f";
constexpr std::string_view kSame = "https://a.example/img";
constexpr std::string_view kOther = "https://b.example/img";
constexpr std::string_view kPlain = "http://b.example/img";

}  // namespace

BOOST_AUTO_TEST_SUITE(referrer)

// W3C Referrer Policy 8.3, step 8.
BOOST_AUTO_TEST_CASE(each_policy_tells_what_it_may) {
  // no-referrer, no-referrer-when-downgrade, same-origin, origin, strict-origin,
  // origin-when-cross-origin, strict-origin-when-cross-origin, unsafe-url
  const Row rows[] = {
      // https to the same origin, to another, to another that is not encrypted
      {"https://me:pw@a.example/p?q#f", "https://a.example/img", "-FFooFFF"},
      {"https://me:pw@a.example/p?q#f", "https://b.example/img", "-F-ooooF"},
      {"https://me:pw@a.example/p?q#f", "http://b.example/img", "---o-o-F"},
      // what is the same origin: scheme, host and port
      {"https://a.example/p", "http://a.example/p", "---o-o-F"},
      {"https://a.example/p", "https://www.a.example/p", "-F-ooooF"},
      {"https://a.example/p", "https://a.example:8443/p", "-F-ooooF"},
      {"https://a.example/p", "https://a.example:443/q", "-FFooFFF"},
      // http has nothing to lose: no downgrade
      {"http://a.example/p", "http://a.example/img", "-FFooFFF"},
      {"http://a.example/p", "http://b.example/img", "-F-ooooF"},
      {"http://a.example/p", "https://a.example/img", "-F-ooooF"},
      {"http://a.example:81/p", "https://b.example/img", "-F-ooooF"},
      // loopback is as trustworthy as https (Secure Contexts 3.1)
      {"https://a.example/p", "http://127.0.0.1:8080/", "-F-ooooF"},
      {"https://a.example/p", "http://localhost/", "-F-ooooF"},
      {"http://127.0.0.1/p", "http://127.0.0.1/img", "-FFooFFF"},
      {"http://127.0.0.1/p", "http://b.example/img", "---o-o-F"},
      {"http://localhost:8080/p", "http://localhost:8081/img", "-F-ooooF"},
      {"http://localhost:8080/p", "http://b.example/img", "---o-o-F"},
  };
  for (const Row& row : rows) {
    std::string told;
    for (const ReferrerPolicy policy : kAll) {
      told += letter(referer(policy, row.source, row.target), row.source);
    }
    BOOST_TEST(told == row.told, row.source << " to " << row.target << ": " << told);
  }
}

// 8.4: never the password, never the fragment.
BOOST_AUTO_TEST_CASE(a_referrer_is_stripped) {
  BOOST_TEST(referer(ReferrerPolicy::unsafe_url, kPage, kPlain) == "https://a.example/p?q");
  BOOST_TEST(referer(ReferrerPolicy::origin, kPage, kPlain) == "https://a.example/");
  BOOST_TEST(referer(ReferrerPolicy::unsafe_url, "http://me@a.example/?#", kPlain) ==
             "http://a.example/?");
}

// Secure Contexts 3.1: 127.0.0.0/8, ::1, localhost and what lies below it.
BOOST_AUTO_TEST_CASE(loopback_counts_as_trustworthy) {
  for (const char* target :
       {"http://127.0.0.1:8080/", "http://127.9.9.9/", "http://0x7f.1/", "http://localhost/",
        "http://localhost./", "http://x.LOCALHOST/", "http://[::1]/"}) {
    BOOST_TEST(referer(ReferrerPolicy::strict_origin, kPage, target) == "https://a.example/",
               target);
  }
  for (const char* target : {"http://127.example/", "http://notlocalhost/", "http://[::2]/",
                             "http://128.0.0.1/", "http://[::ffff:127.0.0.1]/"}) {
    BOOST_TEST(referer(ReferrerPolicy::strict_origin, kPage, target) == "", target);
  }
}

// Section 8.3 step 6.
BOOST_AUTO_TEST_CASE(a_referrer_over_4096_characters_becomes_its_origin) {
  const std::string base = "https://a.example/";
  const std::string longest = base + std::string(4096 - base.size(), 'x');
  BOOST_TEST(referer(ReferrerPolicy::unsafe_url, longest, kSame) == longest);
  BOOST_TEST(referer(ReferrerPolicy::unsafe_url, longest + "x", kSame) == base);
  BOOST_TEST(referer(ReferrerPolicy::unsafe_url, longest + "#f", kSame) == longest);
  BOOST_TEST(referer(ReferrerPolicy::same_origin, longest + "x", kOther) == "");
}

// Fetch, HTTP-redirect fetch: what was sent is where the next referrer is made from.
BOOST_AUTO_TEST_CASE(after_a_redirect_no_more_is_told_than_before) {
  const std::string origin =
      referer(ReferrerPolicy::strict_origin_when_cross_origin, kPage, kOther);

  BOOST_TEST(origin == "https://a.example/");
  BOOST_TEST(referer(ReferrerPolicy::unsafe_url, origin, kSame) == "https://a.example/");
  BOOST_TEST(referer(ReferrerPolicy::same_origin, origin, kOther) == "");
}

BOOST_AUTO_TEST_CASE(documents_that_are_not_http_tell_nothing) {
  BOOST_TEST(referer(ReferrerPolicy::unsafe_url, "file:///home/me/article.md", kSame) == "");
  BOOST_TEST(referer(ReferrerPolicy::origin, "about:blank", kSame) == "");
}

constexpr const char* kNames[] = {"no-referrer",
                                  "no-referrer-when-downgrade",
                                  "same-origin",
                                  "origin",
                                  "strict-origin",
                                  "origin-when-cross-origin",
                                  "strict-origin-when-cross-origin",
                                  "unsafe-url"};

BOOST_AUTO_TEST_CASE(each_name_is_known_everywhere_in_any_case) {
  for (std::size_t i = 0; i < std::size(kAll); ++i) {
    const std::string lower = kNames[i];
    std::string upper = lower;
    for (char& c : upper) c = c == '-' ? c : static_cast<char>(c - 'a' + 'A');
    for (const std::string& name : {lower, upper}) {
      BOOST_TEST_CONTEXT(name) {
        BOOST_TEST((policies::parse_referrer_policy(name) == kAll[i]));
        BOOST_TEST((policies::parse_referrer_policy_attribute(name) == kAll[i]));
        BOOST_TEST((policies::parse_referrer_policy_header(name) == kAll[i]));
      }
    }
  }
}

// HTML 4.2.5.1, "referrer".
BOOST_AUTO_TEST_CASE(old_words_are_for_meta_elements_alone) {
  const std::pair<const char*, ReferrerPolicy> words[] = {
      {"never", ReferrerPolicy::no_referrer},
      {"Default", ReferrerPolicy::strict_origin_when_cross_origin},
      {"always", ReferrerPolicy::unsafe_url},
      {"origin-when-crossorigin", ReferrerPolicy::origin_when_cross_origin}};
  for (const auto& [word, policy] : words) {
    BOOST_TEST_CONTEXT(word) {
      BOOST_TEST((policies::parse_referrer_policy(word) == policy));
      BOOST_TEST(!policies::parse_referrer_policy_attribute(word));
      BOOST_TEST(!policies::parse_referrer_policy_header(word));
    }
  }
}

// The empty string is a policy's absence: it changes nothing.
BOOST_AUTO_TEST_CASE(what_is_no_policy_is_none) {
  for (const char* text : {"", " ", "no-referrer, origin", "noreferrer", "origin ", "no-referrer\t",
                           "strict", "unsafe-url;"}) {
    BOOST_TEST_CONTEXT('"' << text << '"') {
      BOOST_TEST(!policies::parse_referrer_policy(text));
      BOOST_TEST(!policies::parse_referrer_policy_attribute(text));
    }
  }
}

// Section 8.1: unknown tokens are passed over so that new policies can have a fallback.
BOOST_AUTO_TEST_CASE(the_last_known_token_of_a_header_wins) {
  using policies::parse_referrer_policy_header;
  BOOST_TEST(
      (parse_referrer_policy_header("no-referrer, origin,future-word") == ReferrerPolicy::origin));
  BOOST_TEST((parse_referrer_policy_header(" , unsafe-url\t, ") == ReferrerPolicy::unsafe_url));
  BOOST_TEST((parse_referrer_policy_header("origin,, No-Referrer") == ReferrerPolicy::no_referrer));
  BOOST_TEST((parse_referrer_policy_header("origin, \"no-referrer\"") == ReferrerPolicy::origin));
  BOOST_TEST((parse_referrer_policy_header("origin, no-referrer; x") == ReferrerPolicy::origin));
  BOOST_TEST(!parse_referrer_policy_header(""));
  BOOST_TEST(!parse_referrer_policy_header(" "));
  BOOST_TEST(!parse_referrer_policy_header(std::string(100'000, ',')));
}

BOOST_AUTO_TEST_SUITE_END()
