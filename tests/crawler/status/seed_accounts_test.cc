// The verdict on each seed.
#include "crawler/status/seed_accounts.h"

#include <string>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/crawler/status/visits.h"

using namespace status_test;
using crawler::status::Leftovers;
using crawler::status::SeedAccounts;
using policies::Reason;
using policies::Verdict;

namespace {

struct Seeds {
  SeedAccounts accounts{{"http://a.test/", "http://b.test/", "saved.md"}};
  Leftovers left;

  Task seed(const std::string& hops = "", const std::string& url = "http://a.test/") {
    Task visited = task(url, hops);
    accounts.added(visited.candidate);
    return visited;
  }
  void fetch(const Outcome& outcome) { accounts.settled(seed(), outcome); }
  void leave(const Verdict& why, std::size_t number = 0) {
    policies::Candidate candidate = task("http://a.test/later", "L").candidate;
    candidate.seed = number;
    left.add(candidate, why);
  }
  boost::json::object line(std::size_t number = 0, Reason stopped_by = Reason::accepted) {
    return boost::json::parse(accounts.line(number, left.of_seed(number), stopped_by)).as_object();
  }
  std::string verdict(Reason stopped_by = Reason::accepted) {
    return std::string(line(0, stopped_by).at("verdict").as_string());
  }
  std::string detail() { return std::string(line().at("detail").as_string()); }
};

Outcome refused(Reason reason, const std::string& detail) {
  Outcome outcome;
  outcome.kind = OutcomeKind::refused;
  outcome.verdict = {reason, detail};
  return outcome;
}

Outcome failed(base::Errc code) {
  Outcome outcome;
  outcome.kind = OutcomeKind::failed;
  outcome.error = base::fail(code, "nothing came");
  return outcome;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(seed_accounts, Seeds)

BOOST_AUTO_TEST_CASE(a_seed_with_nothing_left_is_complete) {
  fetch(answered(200, "text/html"));
  leave({Reason::calendar, "", true});  // a trap is no part of the site

  BOOST_TEST(verdict() == "complete");
  BOOST_TEST(line().at("parked").at("calendar").to_number<int>() == 1);
}

BOOST_AUTO_TEST_CASE(a_line_counts_what_was_fetched_for_the_seed) {
  const base::Timestamp first{std::chrono::milliseconds{1795343486123}};
  Outcome outcome = answered(200, "text/html");
  outcome.started = first;
  fetch(outcome);
  outcome = answered(404, "text/html");
  outcome.started = first + std::chrono::seconds(5);
  accounts.settled(seed("L", "http://a.test/x"), outcome);
  Outcome postponed = answered(200, "text/html");
  postponed.kind = OutcomeKind::postponed;
  accounts.settled(seed("L", "http://a.test/y"), postponed);
  accounts.skipped(task("http://c.test/", "L").candidate, {Reason::scope, "scope host"});

  BOOST_TEST(accounts.line(0, left.of_seed(0), Reason::accepted) ==
             R"({"seed":0,"url":"http://a.test/","verdict":"complete","pages":1,"urls":2,)"
             R"("bytes":1000,"errors":1,"first":"2026-11-22T10:31:26.123Z",)"
             R"("last":"2026-11-22T10:31:31.123Z","queued":0,"skipped":{"scope":1}})");
}

BOOST_AUTO_TEST_CASE(a_seed_is_as_good_as_where_it_leads) {
  Outcome redirect = answered(301, "text/html");
  redirect.is_redirect = true;
  fetch(redirect);
  accounts.settled(seed("R", "http://www.a.test/"), answered(403, "text/html"));

  BOOST_TEST(verdict() == "blocked");
  BOOST_TEST(line().at("redirectsTo").as_string() == "http://www.a.test/");
  BOOST_TEST(detail() == "the server answered 403");
}

BOOST_AUTO_TEST_CASE(a_site_that_says_no_blocks_its_seed) {
  Outcome wall = answered(200, "text/html");
  wall.bot_wall = "cloudflare";
  fetch(wall);
  BOOST_TEST(verdict() == "blocked");
  BOOST_TEST(detail() == "bot wall: cloudflare");
  BOOST_TEST(line().at("pages").to_number<int>() == 0);

  fetch(refused(Reason::robots, "Disallow: /"));
  BOOST_TEST(detail() == "robots: Disallow: /");
}

BOOST_AUTO_TEST_CASE(accidents_fail_a_seed) {
  fetch(failed(base::Errc::timeout));
  BOOST_TEST(verdict() == "failed");
  BOOST_TEST(detail() == "nothing came (timeout)");

  fetch(answered(404, "text/html"));
  BOOST_TEST(detail() == "the server answered 404");

  accounts = SeedAccounts({"http://a.test/"});
  accounts.skipped(task("http://a.test/").candidate, {Reason::private_name, "a.test"});
  BOOST_TEST(verdict() == "failed");
  BOOST_TEST(detail() == "private_name: a.test");
}

BOOST_AUTO_TEST_CASE(a_page_that_fails_does_not_fail_the_seed) {
  fetch(answered(200, "text/html"));
  accounts.settled(seed("L", "http://a.test/x"), answered(403, "text/html"));

  BOOST_TEST(verdict() == "complete");
}

BOOST_AUTO_TEST_CASE(what_is_queued_says_how_the_crawl_ended) {
  fetch(answered(200, "text/html"));
  leave({});

  BOOST_TEST(verdict() == "interrupted");
  BOOST_TEST(verdict(Reason::time_limit) == "time_limit");
  BOOST_TEST(line().at("queued").to_number<int>() == 1);
}

BOOST_AUTO_TEST_CASE(a_limit_of_the_crawl_is_nothing_to_a_seed_that_had_ended) {
  fetch(answered(200, "text/html"));
  leave({}, 1);

  BOOST_TEST(verdict(Reason::page_limit) == "complete");
}

BOOST_AUTO_TEST_CASE(what_a_budget_parked_names_the_budget) {
  fetch(answered(200, "text/html"));
  leave({Reason::page_limit, "host a.test: 3 pages", true});
  BOOST_TEST(verdict() == "page_limit");
  BOOST_TEST(detail() == "host a.test: 3 pages");

  leave({Reason::size_limit, "seed: 9 bytes", true});
  BOOST_TEST(verdict() == "size_limit");
}

BOOST_AUTO_TEST_CASE(a_host_that_asks_to_be_left_alone_interrupts) {
  fetch(answered(200, "text/html"));
  leave({Reason::host_busy, "for 86400 s", true});

  BOOST_TEST(verdict() == "interrupted");
  BOOST_TEST(detail() == "host_busy: for 86400 s");
}

BOOST_AUTO_TEST_CASE(what_was_too_deep_is_no_part_of_complete) {
  fetch(answered(200, "text/html"));
  accounts.skipped(task("http://a.test/deep", "LL").candidate, {Reason::depth, "more than 1"});

  BOOST_TEST(verdict() == "depth");
}

BOOST_AUTO_TEST_CASE(a_seed_given_twice_is_a_duplicate_an_article_is_not) {
  BOOST_TEST(line(1).at("verdict").as_string() == "duplicate");
  BOOST_TEST(line(2).at("verdict").as_string() == "complete");
}

BOOST_AUTO_TEST_SUITE_END()
