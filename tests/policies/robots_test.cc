#include "policies/robots.h"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

using policies::Reason;
using policies::RobotsAnswer;
using policies::RobotsRules;
using std::chrono::milliseconds;

namespace {

base::Url url(std::string_view text) { return base::Url::parse(text).value(); }

bool allows(const RobotsRules& rules, std::string_view target) {
  return static_cast<bool>(rules.allows(url(target)));
}

bool allowed(std::string_view body, std::string_view path) {
  return static_cast<bool>(
      RobotsRules::parse(body, "VarveBot").allows(url("http://a.example" + std::string(path))));
}

std::string utf16_le(std::string_view ascii) {
  std::string out;
  for (const char c : ascii) out += {c, '\0'};
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(robots)

BOOST_AUTO_TEST_CASE(the_deciding_rule_is_named) {
  const RobotsRules rules =
      RobotsRules::parse("User-agent: *\nDisallow: /a\nAllow: /a/*.html$\n", "VarveBot");

  const policies::Verdict no = rules.allows(url("http://h/a/x.gif"));
  BOOST_TEST((no.reason == Reason::robots));
  BOOST_TEST(no.detail == "Disallow: /a");
  BOOST_TEST(rules.allows(url("http://h/a/x.html")).detail == "Allow: /a/*.html$");
  BOOST_TEST(rules.allows(url("http://h/b")).detail == "");
}

// For `varve explain`: as written, and where.
BOOST_AUTO_TEST_CASE(an_explanation_names_rule_group_and_lines) {
  const RobotsRules rules = RobotsRules::parse(
      "# ours\r\nUser-agent: *\r\nDisallow: /\r\n\r\nUser-agent: VARVE/1.0\r\n"
      "Disallow: /%7ea\xc3\xbc # secret\r\nUser-agent: x\nUser-agent: varve\nAllow: /%7ea*\n",
      "varve");

  const policies::RobotsExplanation no = rules.explain(url("http://h/~a/\xc3\xbc"));
  BOOST_TEST(no.allowed);
  BOOST_TEST(no.rule == "Allow: /%7ea*");
  BOOST_TEST(no.rule_line == 9u);
  BOOST_TEST(no.agent == "User-agent: varve");
  BOOST_TEST(no.agent_line == 8u);

  const policies::RobotsExplanation own = rules.explain(url("http://h/~a\xc3\xbc"));
  BOOST_TEST(!own.allowed);
  BOOST_TEST(own.rule == "Disallow: /%7ea\xc3\xbc");
  BOOST_TEST(own.rule_line == 6u);
  BOOST_TEST(own.agent == "User-agent: VARVE/1.0");
  BOOST_TEST(own.agent_line == 5u);

  const policies::RobotsExplanation none = rules.explain(url("http://h/b"));
  BOOST_TEST(none.allowed);
  BOOST_TEST((none.rule.empty() && none.rule_line == 0u));
  BOOST_TEST(none.agent_line == 5u);
  BOOST_TEST(RobotsRules::parse("", "varve").explain(url("http://h/b")).agent == "");
  BOOST_TEST(RobotsRules::deny_all().explain(url("http://h/b")).note ==
             "no robots.txt could be had");
}

BOOST_AUTO_TEST_CASE(an_allowed_index_file_allows_its_folder) {
  const char* body = "User-agent: *\nAllow: /a/index.html\nDisallow: /\n";
  BOOST_TEST(allowed(body, "/a/"));
  BOOST_TEST(!allowed(body, "/a/b"));
  const RobotsRules rules = RobotsRules::parse(body, "v");
  BOOST_TEST(rules.explain(url("http://h/a/")).rule == "Allow: /a/index.html");
  BOOST_TEST(rules.explain(url("http://h/a/")).rule_line == 2u);
}

// RFC 9309 2.2.2: most octets win, allow wins a tie.
BOOST_AUTO_TEST_CASE(the_longest_rule_wins_and_allow_wins_a_tie) {
  BOOST_TEST(allowed("User-agent: *\nDisallow: /a\nAllow: /a\n", "/a"));
  BOOST_TEST(!allowed("User-agent: *\nAllow: /a\nDisallow: /ab\n", "/abc"));
  // Heritrix loses the shorter rule here (policies.md 1.3).
  BOOST_TEST(!allowed("User-agent: *\nDisallow: /a\nDisallow: /ab0\n", "/abz"));
}

// RFC 9309 2.2.1: our groups are merged and replace "*"; the token is compared in any case.
BOOST_AUTO_TEST_CASE(our_own_group_replaces_the_one_for_everybody) {
  const char* body =
      "User-agent: *\nDisallow: /\n\nUser-agent: varveBOT/2.0\nDisallow: /x\n\n"
      "User-agent: other\nUser-agent: VarveBot\nDisallow: /y\n";
  BOOST_TEST(allowed(body, "/free"));
  BOOST_TEST(!allowed(body, "/x"));
  BOOST_TEST(!allowed(body, "/y"));
  BOOST_TEST(!allowed("User-agent: Varve\nDisallow:\nUser-agent: *\nDisallow: /", "/"));
}

// policies.md 1.3: what peers got wrong.
BOOST_AUTO_TEST_CASE(wildcards_and_escapes_mean_what_they_say) {
  BOOST_TEST(!allowed("User-agent: *\nDisallow: /*.gif$", "/a.gif.gif"));
  BOOST_TEST(allowed("User-agent: *\nDisallow: /*.gif$", "/a.gif?x"));
  BOOST_TEST(!allowed("User-agent: *\nDisallow: /x$/abc", "/x$/abc"));
  BOOST_TEST(!allowed("User-agent: *\nDisallow: /a%2fb", "/a%2Fb"));
  BOOST_TEST(!allowed("User-agent: *\nDisallow: /%62az", "/baz"));
  BOOST_TEST(!allowed("User-agent: *\nDisallow: /\xc3\xbc", "/%C3%BC"));
  BOOST_TEST(!allowed("User-agent: *\nDisallow: /a%2Ab", "/a*b"));
  BOOST_TEST(allowed("User-agent: *\nDisallow: /a%2Ab", "/axb"));
  BOOST_TEST(allowed("User-agent: *\nDisallow: /$", "/x"));
  BOOST_TEST(!allowed("User-agent: *\nDisallow: *$", "/x"));
}

BOOST_AUTO_TEST_CASE(odd_shapes_are_read_all_the_same) {
  BOOST_TEST(!allowed("\xef\xbb\xbfUser-agent: *\nDisallow: /a", "/a"));
  BOOST_TEST(!allowed("User-agent: *\rDissallow: /a\r", "/a"));
  BOOST_TEST(!allowed("user-agent *\r\ndisallow /a", "/a"));
  BOOST_TEST(!allowed("<html><p>User-agent: *<br>\n<p>Disallow: /a<br>", "/a"));
  BOOST_TEST(!allowed("\xff\xfe" + utf16_le("User-agent: *\nDisallow: /a"), "/a"));
  BOOST_TEST(allowed("\xff\xfe\n", "/a"));
  BOOST_TEST(allowed("Disallow: /", "/a"));
  BOOST_TEST(allowed("", "/a"));
}

// RFC 9309 2.2.2 and 2.3.1.
BOOST_AUTO_TEST_CASE(robots_txt_itself_is_always_allowed) {
  BOOST_TEST(allowed("User-agent: *\nDisallow: /", "/robots.txt"));
  BOOST_TEST(!allowed("User-agent: *\nDisallow: /", "/robots.txt/x"));
  BOOST_TEST(allows(RobotsRules::deny_all(), "http://h/robots.txt"));
}

// RFC 9309 2.3.1.3 and 2.3.1.4.
BOOST_AUTO_TEST_CASE(an_absent_file_allows_and_an_unreachable_one_keeps_us_out) {
  BOOST_TEST(allows(RobotsRules::allow_all(), "http://h/x"));
  const policies::Verdict verdict = RobotsRules::deny_all().allows(url("http://h/x"));
  BOOST_TEST((verdict.reason == Reason::robots_unreachable));

  for (const int status : {200, 204, 299}) {
    BOOST_TEST((policies::classify_robots_status(status) == RobotsAnswer::use_body), status);
  }
  for (const int status : {301, 308, 400, 401, 403, 404, 410, 451, 499}) {
    BOOST_TEST((policies::classify_robots_status(status) == RobotsAnswer::allow_all), status);
  }
  for (const int status : {401, 403}) {
    BOOST_TEST((policies::classify_robots_status(status, true) == RobotsAnswer::deny_all), status);
  }
  BOOST_TEST((policies::classify_robots_status(404, true) == RobotsAnswer::allow_all));
  BOOST_TEST((RobotsRules::forbidden().allows(url("http://h/x")).reason == Reason::robots));
  for (const int status : {429, 500, 503, 599, 600, 999, 0, -1, 100}) {
    BOOST_TEST((policies::classify_robots_status(status) == RobotsAnswer::unreachable), status);
  }
}

// reliability.md 5c: no number is too odd.
BOOST_AUTO_TEST_CASE(insane_crawl_delays_are_clamped_or_ignored) {
  const auto delay = [](const std::string& value) {
    return RobotsRules::parse("User-agent: *\nCrawl-delay: " + value, "v").crawl_delay();
  };
  BOOST_TEST(delay("2.5").value().count() == 2500);
  BOOST_TEST(delay("0").value().count() == 0);
  BOOST_TEST(delay(".25").value().count() == 250);
  BOOST_TEST(delay("0.123456789").value().count() == 123);
  const milliseconds most = policies::kMaxCrawlDelay;
  BOOST_TEST(delay("99999999").value().count() == most.count());
  BOOST_TEST(delay(std::string(10'000, '9')).value().count() == most.count());
  for (const char* wrong : {"", "NaN", "inf", "-1", "1e308", "0x10", "10s", "1.2.3", "."}) {
    BOOST_TEST(!delay(wrong), wrong);
  }
}

BOOST_AUTO_TEST_SUITE_END()
