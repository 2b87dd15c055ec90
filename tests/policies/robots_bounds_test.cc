// Files made to be large, slow or misread (policies.md 7, reliability.md 5c).
#include "policies/robots.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/disk.h"
#include "policies/robots_pattern.h"
#include "policies/robots_text.h"
#include "tests/support/shared_data.h"

using policies::Reason;
using policies::RobotsRules;

namespace {

base::Url url(std::string_view text) { return base::Url::parse(text).value(); }

bool allows(const RobotsRules& rules, std::string_view target) {
  return static_cast<bool>(rules.allows(url(target)));
}

bool allowed(std::string_view body, std::string_view path) {
  return allows(RobotsRules::parse(body, "VarveBot"), "http://a.example" + std::string(path));
}

// What RFC 9309 2.2.2 says, one rule after the other.
struct PlainRule {
  std::string pattern;
  bool allow = false;
};

bool plainly_allowed(const std::vector<PlainRule>& rules, const std::string& target) {
  std::size_t longest = 0;
  bool allow = true;
  for (const PlainRule& rule : rules) {
    if (!policies::rule_matches(rule.pattern, target)) continue;
    if (rule.pattern.size() > longest) allow = rule.allow;
    if (rule.pattern.size() == longest) allow |= rule.allow;
    longest = std::max(longest, rule.pattern.size());
  }
  return allow;
}

std::string random_text(std::mt19937& random, std::string_view alphabet, std::size_t most) {
  std::string text(random() % (most + 1), ' ');
  for (char& c : text) c = alphabet[random() % alphabet.size()];
  return text;
}

// Two letters each, so that a URL of 3.8 KB holds nearly all pairs.
std::string all_pairs() {
  std::string text = "/";
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) text += {a, b};
  }
  for (char a = 'A'; a <= 'Z' && text.size() < 3700; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) text += {a, b};
  }
  return text;
}

// 500 KiB of rules made by `make`, each once.
template <typename Make>
std::string full_file(const Make& make) {
  std::string body = "User-agent: *\n";
  for (unsigned number = 0; body.size() < policies::kMaxRobotsBytes - 40; ++number) {
    body += "Allow:" + make(number) + "\n";
  }
  return body;
}

std::string letters(unsigned number, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i, number /= 26) text += static_cast<char>('a' + number % 26);
  return text;
}

std::chrono::microseconds time_of(const RobotsRules& rules, const base::Url& target) {
  auto best = std::chrono::microseconds::max();
  for (int i = 0; i < 3; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    const bool ignored = static_cast<bool>(rules.allows(target));
    static_cast<void>(ignored);
    best = std::min(best, std::chrono::duration_cast<std::chrono::microseconds>(
                              std::chrono::steady_clock::now() - begun));
  }
  return best;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(robots_bounds)

// RFC 9309 2.5 and policies.md 7: what lies behind 512,000 bytes does not count, and neither does
// the line that is cut.
BOOST_AUTO_TEST_CASE(the_file_is_cut_at_its_limit) {
  const std::string blanks(policies::kMaxRobotsBytes, ' ');
  const std::string body = "User-agent: a\n Disallow: /\nUser-Agent: b\nDisallow: /" + blanks +
                           "\nUser-Agent: c\nDisallow: /\n";
  BOOST_TEST(!allows(RobotsRules::parse(body, "a"), "http://h/x"));
  BOOST_TEST(allows(RobotsRules::parse(body, "b"), "http://h/x"));
  BOOST_TEST(allows(RobotsRules::parse(body, "c"), "http://h/x"));
  BOOST_TEST(allowed(std::string(512'000, '\n'), "/x"));
}

BOOST_AUTO_TEST_CASE(the_last_line_within_the_limit_counts) {
  std::string body = "User-agent: *\n";
  body += "#" + std::string(policies::kMaxRobotsBytes - body.size() - 14, 'x') + "\n";
  body += "Disallow: /x";
  BOOST_REQUIRE(body.size() == policies::kMaxRobotsBytes);
  BOOST_TEST(!allowed(body, "/x"));
  BOOST_TEST(allowed(body + "y", "/xy"));  // cut, so not even its beginning
}

BOOST_AUTO_TEST_CASE(a_line_is_cut_at_its_limit) {
  const std::string line = "Disallow: /" + std::string(1 << 20, 'A');
  BOOST_TEST(allowed("User-agent: *\n" + line + "\n", "/AAAA"));
  BOOST_TEST(allowed("User-agent: *\n" + line.substr(0, 400'000) + "\n", "/x"));
  BOOST_TEST(!allowed("User-agent: *\n" + line.substr(0, 400'000) + "\nDisallow: /x\n", "/x"));
  BOOST_TEST(!allowed("User-agent: *\n" + line.substr(0, 400'000), "/" + std::string(17'000, 'A')));
}

BOOST_AUTO_TEST_CASE(eighty_stars_are_matched_in_linear_time) {
  std::string rule = "User-agent: *\nDisallow: /";
  for (int i = 0; i < 80; ++i) rule += "*a";
  BOOST_TEST(!allowed(rule + "$\n", "/" + std::string(80, 'a')));
  BOOST_TEST(allowed(rule + "b$\n", "/" + std::string(30'000, 'a')));

  std::string many_stars = "User-agent: *\nDisallow: /";
  for (int i = 0; i < 5000; ++i) many_stars += "*a";
  BOOST_TEST(allowed(many_stars + "b$\n", "/" + std::string(30'000, 'a')));
}

BOOST_AUTO_TEST_CASE(an_overlong_url_is_refused_only_where_there_are_rules) {
  BOOST_TEST(!allowed("User-agent: *\nDisallow: /none", "/" + std::string(40'000, 'a')));
  BOOST_TEST(allows(RobotsRules::allow_all(), "http://h/" + std::string(40'000, 'a')));
}

BOOST_AUTO_TEST_CASE(equal_rules_are_kept_once) {
  const auto repeated = full_file([](unsigned) { return "*" + std::string(100, 'a') + "b"; });
  BOOST_TEST(allowed(repeated, "/" + std::string(30'000, 'a')));
  const std::string both = "User-agent: *\nDisallow: /a\nAllow: /a\nDisallow: /a\n";
  const RobotsRules rules = RobotsRules::parse(both, "v");
  BOOST_TEST(allows(rules, "http://h/a"));
  BOOST_TEST(rules.explain(url("http://h/a")).rule_line == 3u);
}

// Whatever is left out as hopeless, the verdict is that of all rules tried one by one.
BOOST_AUTO_TEST_CASE(the_index_gives_the_verdict_of_all_rules_tried_one_by_one) {
  std::mt19937 random(1);
  int matched = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<PlainRule> plain;
    std::string body = "User-agent: *\n";
    for (int i = 0; i < 60; ++i) {
      const bool allow = random() % 2 == 0;
      const std::string value = "/" + random_text(random, "aab*/$", 7);
      body += (allow ? "Allow: " : "Disallow: ") + value + "\n";
      plain.push_back({policies::normalized_rule(value).value(), allow});
    }
    const RobotsRules rules = RobotsRules::parse(body, "v");
    for (int i = 0; i < 20; ++i) {
      const std::string target = "/" + random_text(random, "ab/", i < 18 ? 9 : 3000);
      const policies::Verdict verdict = rules.allows(url("http://h" + target));
      const bool wanted = plainly_allowed(plain, policies::normalized_target(target));
      BOOST_REQUIRE_MESSAGE(static_cast<bool>(verdict) == wanted, body << target);
      matched += !verdict.detail.empty();
    }
  }
  BOOST_TEST(matched > 4000);
}

// Of 500 KiB of rules none costs a long URL more than a millisecond; here with sanitizers, so the
// bound is wide: without them it is 0.7 ms at most.
BOOST_AUTO_TEST_CASE(half_a_megabyte_of_rules_is_compared_in_bounded_time) {
  const base::Url target = url("http://h" + all_pairs());
  const auto check = [&](const char* name, const std::string& body) {
    const RobotsRules rules = RobotsRules::parse(body, "v");
    const auto time = time_of(rules, target);
    std::printf("robots bounds: %s: %zu KB of rules, %lld us\n", name, rules.memory_bytes() / 1024,
                static_cast<long long>(time.count()));
    BOOST_TEST((time < std::chrono::milliseconds(100)), name);
    BOOST_TEST(rules.memory_bytes() < 6'000'000u, name);
  };
  check("prefixes", full_file([](unsigned n) { return "/" + letters(n, 4); }));
  check("pieces that are absent", full_file([](unsigned n) { return "*" + letters(n, 4) + "*!"; }));
  check("pieces in another order",
        full_file([](unsigned n) { return "*x" + letters(n, 3) + "*ab*ab"; }));
  check("pieces that are there", full_file([](unsigned n) {
          return "*A" + letters(n, 1) + "*B" + letters(n / 26, 1) + "*" + letters(n / 676, 2) +
                 "*ab";
        }));
}

// What cannot be compared in time is not asked for.
BOOST_AUTO_TEST_CASE(too_many_rules_that_nearly_match_keep_us_out) {
  const auto body = full_file([](unsigned n) {
    return "*A" + letters(n, 1) + "*B" + letters(n / 26, 1) + "*" + letters(n / 676, 2) + "*ab";
  });
  const policies::Verdict verdict =
      RobotsRules::parse(body, "v").allows(url("http://h" + all_pairs()));
  BOOST_TEST((verdict.reason == Reason::robots));
  BOOST_TEST(verdict.detail == "too many rules to compare");
  BOOST_TEST(allowed(body, "/AaBaaaab"));  // a URL of common length has time enough
}

BOOST_AUTO_TEST_CASE(the_rules_of_a_common_file_take_few_bytes) {
  std::string body = "User-agent: *\n";
  for (int i = 0; i < 30; ++i) body += "Disallow: /some/path/" + std::to_string(i) + "/\n";
  BOOST_TEST(RobotsRules::parse(body, "v").memory_bytes() < 4096u);
}

BOOST_AUTO_TEST_CASE(malformed_files_of_others_are_read_without_harm) {
  const auto folder = support::shared_data("malformed/robots");
  if (!folder) return;
  int files = 0;
  const auto begun = std::chrono::steady_clock::now();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const auto body = base::read_file(base::real_disk(), entry.path(), 8 << 20);
    BOOST_REQUIRE(body);
    const RobotsRules rules = RobotsRules::parse(*body, "varve");
    for (const std::string& path : {std::string("/"), "/" + std::string(5000, 'a'), all_pairs()}) {
      const base::Url target = url("http://h" + path);
      BOOST_TEST(rules.explain(target).allowed == static_cast<bool>(rules.allows(target)));
    }
    if (const auto delay = rules.crawl_delay()) BOOST_TEST((*delay <= policies::kMaxCrawlDelay));
  }
  std::printf("robots bounds: %d malformed files\n", files);
  BOOST_TEST(files >= 40);
  BOOST_TEST((std::chrono::steady_clock::now() - begun < std::chrono::seconds(10)));
}

BOOST_AUTO_TEST_SUITE_END()
