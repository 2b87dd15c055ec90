// The language of single rules.
#include "policies/scope_rule.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/policies/scoping.h"

using policies::ScopeRule;
using scope_test::page;
using scope_test::requisite;

namespace {

ScopeRule rule(std::string_view text) { return base::value_or_throw(ScopeRule::parse(text)); }

bool holds(std::string_view conditions, const policies::Candidate& candidate) {
  return rule("reject " + std::string(conditions)).matches(candidate);
}

bool holds(std::string_view conditions, std::string_view href) {
  return holds(conditions, page(href));
}

std::string complaint(std::string_view text) {
  const auto parsed = ScopeRule::parse(text);
  return parsed ? "" : parsed.error().detail;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scope_rule)

BOOST_AUTO_TEST_CASE(a_rule_accepts_or_rejects_and_keeps_its_text) {
  BOOST_TEST(rule("  accept host=a.test ").accepts());
  BOOST_TEST(rule("  accept host=a.test ").text() == "accept host=a.test");
  BOOST_TEST(!rule("reject").accepts());
  BOOST_TEST(rule("reject").matches(page("http://a.test/")));
}

BOOST_AUTO_TEST_CASE(a_host_is_itself_and_with_a_star_those_below) {
  BOOST_TEST(holds("host=A.test", "https://a.test:8443/x"));
  BOOST_TEST(!holds("host=a.test", "http://b.a.test/"));
  BOOST_TEST(holds("host=*.a.test", "http://c.b.a.test/"));
  BOOST_TEST(!holds("host=*.a.test", "http://a.test/"));
  BOOST_TEST(!holds("host=*.a.test", "http://bada.test/"));
}

BOOST_AUTO_TEST_CASE(a_domain_is_a_host_and_those_below) {
  for (const char* inside : {"http://guancha.cn/", "http://i.guancha.cn/"}) {
    BOOST_TEST(holds("domain=guancha.cn", inside), inside);
  }
  BOOST_TEST(!holds("domain=guancha.cn", "http://notguancha.cn/"));
  BOOST_TEST(holds("domain=\xe4\xb8\xad\xe5\x9b\xbd.cn", "http://www.xn--fiqs8s.cn/"));
}

// Both spellings in use: Heritrix's, with brackets and commas, and that of CDX files.
BOOST_AUTO_TEST_CASE(a_surt_prefix_is_matched_label_by_label) {
  for (const char* open : {"surt=cn,guancha,", "surt=cn,guancha", "surt=http://(cn,guancha,"}) {
    BOOST_TEST(holds(open, "http://guancha.cn/x"), open);
    BOOST_TEST(holds(open, "http://i.guancha.cn:81/x"), open);
    BOOST_TEST(!holds(open, "http://guancha2.cn/x"), open);
  }
  for (const char* closed : {"surt=cn,guancha)/news/", "surt=(cn,guancha,)/news/"}) {
    BOOST_TEST(holds(closed, "https://guancha.cn/news/1?q"), closed);
    BOOST_TEST(!holds(closed, "https://guancha.cn/newsletter"), closed);
    BOOST_TEST(!holds(closed, "https://i.guancha.cn/news/1"), closed);
    BOOST_TEST(!holds(closed, "https://guancha.cn:81/news/1"), closed);
  }
  BOOST_TEST(!holds("surt=http://(cn,guancha,", "https://guancha.cn/x"));
  BOOST_TEST(holds("surt=(cn,guancha,:8080)/", "http://guancha.cn:8080/x"));
  BOOST_TEST(holds("surt=cn,", "http://any.cn/"));
  BOOST_TEST(holds("surt=192.168.1.1)/", "http://192.168.1.1/"));
}

BOOST_AUTO_TEST_CASE(a_pattern_is_the_rest_of_the_line) {
  BOOST_TEST(holds("host=a.test regex=/x y|\\d{4}$", "http://a.test/2026"));
  BOOST_TEST(!holds("host=b.test regex=/x y|\\d{4}$", "http://a.test/2026"));
  BOOST_TEST(holds("regex=kind=page", "http://a.test/?kind=page"));
}

BOOST_AUTO_TEST_CASE(hops_are_counted_or_matched) {
  BOOST_TEST(holds("hops=>2", page("http://a.test/", "LLL")));
  BOOST_TEST(!holds("hops=>2", page("http://a.test/", "LL")));
  BOOST_TEST(holds("hops=0", page("http://a.test/", "")));
  BOOST_TEST(holds("hops=LLE", requisite("http://a.test/", "LLE")));
  BOOST_TEST(holds("hops=*EE", requisite("http://a.test/", "LLEE")));
  BOOST_TEST(!holds("hops=*EE", requisite("http://a.test/", "LLE")));
  BOOST_TEST(holds("hops=L*X*", page("http://a.test/", "LLRXE")));
}

BOOST_AUTO_TEST_CASE(kinds_tell_pages_from_requisites_and_sitemaps) {
  BOOST_TEST(holds("kind=page", page("http://a.test/")));
  BOOST_TEST(!holds("kind=requisite", page("http://a.test/")));
  BOOST_TEST(holds("kind=requisite", requisite("http://a.test/x.png")));
  BOOST_TEST(!holds("kind=requisite", requisite("http://a.test/s.xml", "PSR")));
  BOOST_TEST(holds("kind=sitemap", requisite("http://a.test/s.xml", "PSR")));
}

BOOST_AUTO_TEST_CASE(depths_are_compared) {
  for (const char* two : {"depth=2", "depth=>1", "depth=>=2", "depth=<3", "depth=<=2"}) {
    BOOST_TEST(holds(two, page("http://a.test/", "LL", 2)), two);
    BOOST_TEST(!holds(two, page("http://a.test/", "LL", two[6] == '<' ? 3 : 1)), two);
  }
}

BOOST_AUTO_TEST_CASE(all_conditions_must_hold) {
  BOOST_TEST(holds("host=a.test kind=page depth=>0 hops=L", "http://a.test/"));
  BOOST_TEST(!holds("host=a.test kind=page depth=>1 hops=L", "http://a.test/"));
}

BOOST_AUTO_TEST_CASE(type_and_size_are_asked_of_the_answer) {
  const ScopeRule large = rule("reject mime=video/* size=>100MB");

  BOOST_TEST(large.asks_answer());
  BOOST_TEST(large.asks_mime());
  BOOST_TEST(large.matches_answer("video/mp4", 100'000'001));
  BOOST_TEST(!large.matches_answer("video/mp4", 100'000'000));
  BOOST_TEST(!large.matches_answer("video/mp4", std::nullopt));
  BOOST_TEST(!large.matches_answer("image/png", 100'000'001));
  BOOST_TEST(rule("reject size=>1KiB").matches_answer("", 1025));
  BOOST_TEST(!rule("reject size=>1KiB").matches_answer("", 1024));
  BOOST_TEST(rule("reject mime=Text/HTML").matches_answer("text/html", std::nullopt));
  BOOST_TEST(!rule("reject host=a.test").asks_answer());
}

BOOST_AUTO_TEST_CASE(what_is_no_rule_is_said_plainly) {
  BOOST_TEST(complaint("rejct host=a") == "\"rejct host=a\": expected accept or reject first");
  BOOST_TEST(has(complaint(""), "expected accept or reject first"));
  BOOST_TEST(has(complaint("reject a.test"), "expected NAME=VALUE, not \"a.test\""));
  BOOST_TEST(has(complaint("reject host="), "expected NAME=VALUE"));
  BOOST_TEST(
      has(complaint("reject hst=a.test"), "unknown condition \"hst=\"; known are surt, host"));
  BOOST_TEST(has(complaint("reject host=a.test host=b.test"), "host= is given twice"));
  BOOST_TEST(has(complaint("reject host=a/b"), "expected a host name"));
  BOOST_TEST(has(complaint("reject domain=*.a.test"), "expected a host name"));
  BOOST_TEST(has(complaint("reject surt=ftp://(cn,a,"), "expected a SURT prefix"));
  BOOST_TEST(has(complaint("reject surt=,"), "expected a SURT prefix"));
  BOOST_TEST(has(complaint("reject depth=many"), "depth=many: expected a number"));
  BOOST_TEST(has(complaint("reject depth=<0"), "expected a number"));
  BOOST_TEST(has(complaint("reject depth=3MB"), "expected a number"));
  BOOST_TEST(has(complaint("reject size=1XB"), "such as >100MB"));
  BOOST_TEST(has(complaint("reject size=>99999999999999999999"), "expected a number"));
  BOOST_TEST(has(complaint("reject hops=LLQ"), "or letters"));
  BOOST_TEST(has(complaint("reject kind=image"), "expected page, requisite or sitemap"));
  BOOST_TEST(has(complaint("reject regex=("), "missing )"));
  BOOST_TEST(!has(complaint("reject \x1b[2J"), "\x1b"));
}

BOOST_AUTO_TEST_CASE(stars_take_bounded_time) {
  const ScopeRule stars = rule("reject mime=video/" + std::string(200, '*') + "b");

  BOOST_TEST(!stars.matches_answer(std::string(100'000, 'a'), std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()
