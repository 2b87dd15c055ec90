// The suites of eleven other robots.txt parsers (policies.md 1.4 and 7).
#include "policies/robots.h"

#include <cstdio>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "policies/robots_pattern.h"
#include "policies/robots_text.h"
#include "tests/policies/jsonl.h"

using policies::RobotsRules;

namespace {

base::Url url(std::string_view text) { return base::Url::parse(text).value(); }

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

std::string body_of(const boost::json::object& row) {
  return row.contains("robots_b64") ? decoded_base64(wpt::field(row, "robots_b64"))
                                    : wpt::field(row, "robots");
}

RobotsRules rules_of(const boost::json::object& row, const std::vector<std::string>& tokens) {
  const std::vector<std::string_view> views(tokens.begin(), tokens.end());
  return RobotsRules::parse(body_of(row), views);
}

// The rows of one kind, counted; `holds` says true for those it takes and that are as wanted, false
// for those that are not. The counts are printed, so that they stand in ctest's output.
struct Count {
  int passed = 0, total = 0, skipped = 0;
};

template <typename Holds>
Count check_rows(const std::string& kind, const Holds& holds) {
  Count count;
  const bool found = jsonl::for_each("robots-vectors.jsonl", kind, [&](const auto& row) {
    ++count.total;
    const std::optional<bool> ok = holds(row);
    count.skipped += !ok;
    count.passed += ok.value_or(false);
    BOOST_CHECK_MESSAGE(ok.value_or(true), boost::json::serialize(row));
  });
  if (!found) return count;
  std::printf("robots vectors: %d of %d %s", count.passed, count.total, kind.c_str());
  std::printf(count.skipped > 0 ? ", %d do not apply\n" : "\n", count.skipped);
  std::fflush(stdout);
  BOOST_TEST(count.passed + count.skipped == count.total);
  return count;
}

bool is_empty_or(int wanted, int found) { return found == 0 || found == wanted; }

}  // namespace

BOOST_AUTO_TEST_SUITE(robots_vectors)

// Eight rows have a URL that no browser takes (most an empty one); they are asked for "/".
BOOST_AUTO_TEST_CASE(every_access_row_gets_the_wanted_verdict) {
  const Count count = check_rows("access", [](const auto& row) -> std::optional<bool> {
    const auto parsed = base::Url::parse(wpt::field(row, "url"));
    const base::Url target = parsed ? *parsed : url("http://a.example/");
    const RobotsRules rules = rules_of(row, strings(row, "tokens"));
    const bool allowed = static_cast<bool>(rules.allows(target));
    return allowed == row.at("want").as_bool() && rules.explain(target).allowed == allowed;
  });

  BOOST_TEST(is_empty_or(1732, count.passed));
}

// Heritrix searches a whole User-Agent header for the names of groups; we have a product token.
BOOST_AUTO_TEST_CASE(crawl_delays_follow_the_suites) {
  const Count count = check_rows("crawl_delay", [](const auto& row) -> std::optional<bool> {
    if (strings(row, "agent").front().starts_with("Mozilla ")) return std::nullopt;
    const auto delay = rules_of(row, strings(row, "agent")).crawl_delay();
    const boost::json::value& wanted = row.at("delay_s");
    if (wanted.is_null()) return !delay;
    return delay && static_cast<double>(delay->count()) == wanted.to_number<double>() * 1000;
  });

  BOOST_TEST(is_empty_or(48, count.passed));
}

// Request-rate is no part of the dialect: it neither delays nor parts the agents of a group.
BOOST_AUTO_TEST_CASE(request_rates_interfere_with_nothing) {
  const Count count = check_rows("request_rate", [](const auto& row) -> std::optional<bool> {
    return !rules_of(row, strings(row, "agent")).crawl_delay();
  });

  BOOST_TEST(is_empty_or(12, count.passed));
}

BOOST_AUTO_TEST_CASE(sitemaps_are_collected_from_the_whole_file) {
  const Count count = check_rows("sitemaps", [](const auto& row) -> std::optional<bool> {
    return rules_of(row, {"a"}).sitemaps() == strings(row, "sitemaps");
  });

  BOOST_TEST(is_empty_or(9, count.passed));
}

// Rows without a verdict of their own are clauses of the RFC and policies of peers, in words;
// reppy's crawler denies on 401 and 403, which is an option here.
BOOST_AUTO_TEST_CASE(statuses_allow_or_keep_out) {
  const Count count = check_rows("status", [](const auto& row) -> std::optional<bool> {
    if (!row.contains("allow")) return std::nullopt;
    const int status = std::stoi(wpt::field(row, "status"));
    const auto answer = policies::classify_robots_status(status);
    return (answer != policies::RobotsAnswer::unreachable) == row.at("allow").as_bool();
  });

  BOOST_TEST(is_empty_or(9, count.passed));
}

// Google's parser guesses at texts that are no URL; ours is never given one.
BOOST_AUTO_TEST_CASE(what_is_compared_is_path_and_query) {
  const Count count = check_rows("url_to_path", [](const auto& row) -> std::optional<bool> {
    const auto parsed = base::Url::parse(wpt::field(row, "url"));
    if (!parsed) return std::nullopt;
    return policies::normalized_target(parsed->request_target()) == wpt::field(row, "path");
  });

  BOOST_TEST(is_empty_or(6, count.passed));
}

BOOST_AUTO_TEST_CASE(escapes_are_normalised) {
  const Count count = check_rows("pattern_escape", [](const auto& row) -> std::optional<bool> {
    return policies::normalized_target(wpt::field(row, "pattern")) == wpt::field(row, "escaped");
  });

  BOOST_TEST(is_empty_or(4, count.passed));
}

BOOST_AUTO_TEST_CASE(lines_are_counted_whatever_ends_them) {
  const Count count = check_rows("line_count", [](const auto& row) -> std::optional<bool> {
    const auto lines = policies::read_robots(body_of(row));
    if (static_cast<int>(lines.size()) != row.at("valid_directives").as_int64()) return false;
    return !row.contains("last_line") ||
           static_cast<int>(lines.back().number) == row.at("last_line").as_int64();
  });

  BOOST_TEST(is_empty_or(10, count.passed));
}

BOOST_AUTO_TEST_SUITE_END()
