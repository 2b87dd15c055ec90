#include "policies/robots.h"

#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/policies/jsonl.h"

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

std::string decoded_base64(std::string_view text) {
  static constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) break;
    bits = bits << 6 | static_cast<unsigned>(value);
    if ((count += 6) >= 8) out += static_cast<char>(bits >> (count -= 8) & 255);
  }
  return out;
}

std::vector<std::string> strings(const boost::json::object& row, const char* name) {
  std::vector<std::string> out;
  for (const boost::json::value& value : row.at(name).as_array()) {
    out.emplace_back(value.as_string());
  }
  return out;
}

RobotsRules rules_of(const boost::json::object& row, const std::vector<std::string>& tokens) {
  const std::string body = row.contains("robots_b64")
                               ? decoded_base64(wpt::field(row, "robots_b64"))
                               : wpt::field(row, "robots");
  const std::vector<std::string_view> views(tokens.begin(), tokens.end());
  return RobotsRules::parse(body, views);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(robots)

// policies.md 1.4: the union of eleven suites, and what the dialect wants of each case. Eight rows
// have a URL that no browser takes (most an empty one); they are asked for "/".
BOOST_AUTO_TEST_CASE(every_access_row_gets_the_wanted_verdict) {
  int passed = 0, total = 0, without_url = 0;
  const bool found = jsonl::for_each("robots-vectors.jsonl", "access", [&](const auto& row) {
    ++total;
    const auto parsed = base::Url::parse(wpt::field(row, "url"));
    without_url += !parsed;
    const base::Url target = parsed ? *parsed : url("http://a.example/");
    const policies::Verdict verdict = rules_of(row, strings(row, "tokens")).allows(target);
    const bool ok = static_cast<bool>(verdict) == row.at("want").as_bool();
    BOOST_CHECK_MESSAGE(ok, boost::json::serialize(row) << " gives " << verdict.detail);
    passed += ok;
  });
  if (!found) return;

  BOOST_TEST_MESSAGE(passed << " of " << total << ", " << without_url << " without a URL");
  BOOST_TEST(passed == 1732);
  BOOST_TEST(total == 1732);
}

BOOST_AUTO_TEST_CASE(crawl_delays_follow_the_suites) {
  int checked = 0, other_agents = 0;
  const bool found = jsonl::for_each("robots-vectors.jsonl", "crawl_delay", [&](const auto& row) {
    // Heritrix searches a whole User-Agent header for the names of groups; we have a product token.
    if (strings(row, "agent").front().starts_with("Mozilla ")) {
      ++other_agents;
      return;
    }
    ++checked;
    const auto delay = rules_of(row, strings(row, "agent")).crawl_delay();
    const boost::json::value& wanted = row.at("delay_s");
    const bool ok = wanted.is_null() ? !delay
                                     : delay && static_cast<double>(delay->count()) ==
                                                    wanted.to_number<double>() * 1000;
    BOOST_CHECK_MESSAGE(ok, boost::json::serialize(row)
                                << " gives " << (delay ? delay->count() : -1));
  });
  if (!found) return;

  BOOST_TEST(checked == 48);
  BOOST_TEST(other_agents == 4);
}

BOOST_AUTO_TEST_CASE(sitemaps_are_collected_from_the_whole_file) {
  jsonl::for_each("robots-vectors.jsonl", "sitemaps", [](const auto& row) {
    BOOST_TEST(rules_of(row, {"a"}).sitemaps() == strings(row, "sitemaps"));
  });
}

BOOST_AUTO_TEST_CASE(the_deciding_rule_is_named) {
  const RobotsRules rules =
      RobotsRules::parse("User-agent: *\nDisallow: /a\nAllow: /a/*.html$\n", "VarveBot");

  const policies::Verdict no = rules.allows(url("http://h/a/x.gif"));
  BOOST_TEST((no.reason == Reason::robots));
  BOOST_TEST(no.detail == "Disallow: /a");
  BOOST_TEST(rules.allows(url("http://h/a/x.html")).detail == "Allow: /a/*.html$");
  BOOST_TEST(rules.allows(url("http://h/b")).detail == "");
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

// RFC 9309 2.5 and policies.md 7: what lies behind 512,000 bytes does not count, and neither does
// the line that is cut.
BOOST_AUTO_TEST_CASE(the_file_is_cut_at_its_limit) {
  const std::string blanks(530'000, ' ');
  const std::string body = "User-agent: a\n Disallow: /\nUser-Agent: b\nDisallow: /" + blanks +
                           "\nUser-Agent: c\nDisallow: /\n";
  BOOST_TEST(!allows(RobotsRules::parse(body, "a"), "http://h/x"));
  BOOST_TEST(allows(RobotsRules::parse(body, "b"), "http://h/x"));
  BOOST_TEST(allows(RobotsRules::parse(body, "c"), "http://h/x"));
  BOOST_TEST(allowed(std::string(530'000, '\n'), "/x"));
}

BOOST_AUTO_TEST_CASE(a_line_is_cut_at_its_limit) {
  const std::string line = "Disallow: /" + std::string(1 << 20, 'A');
  BOOST_TEST(allowed("User-agent: *\n" + line.substr(0, 400'000) + "\n", "/x"));
  BOOST_TEST(!allowed("User-agent: *\n" + line.substr(0, 400'000) + "\nDisallow: /x\n", "/x"));
}

BOOST_AUTO_TEST_CASE(hostile_patterns_take_linear_time) {
  std::string many_stars = "User-agent: *\nDisallow: /";
  for (int i = 0; i < 5000; ++i) many_stars += "*a";
  BOOST_TEST(allowed(many_stars + "b$\n", "/" + std::string(30'000, 'a')));

  std::string repeated = "User-agent: *\n";
  while (repeated.size() < 500'000) repeated += "Disallow: *" + std::string(100, 'a') + "b\n";
  BOOST_TEST(allowed(repeated, "/" + std::string(30'000, 'a')));

  BOOST_TEST(!allowed("User-agent: *\nDisallow: /none", "/" + std::string(40'000, 'a')));
  BOOST_TEST(allows(RobotsRules::allow_all(), "http://h/" + std::string(40'000, 'a')));
}

BOOST_AUTO_TEST_SUITE_END()
