#include "crawler/status/host_accounts.h"

#include <string>
#include <vector>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/crawler/status/visits.h"

using namespace status_test;
using crawler::frontier::HostState;
using crawler::status::HostAccounts;
using policies::Reason;
using std::chrono::milliseconds;

namespace {

struct Hosts {
  HostAccounts accounts{3};
  std::vector<HostState> states;

  void add(const std::string& url) { accounts.added(task(url, "L").candidate); }
  void fetch(const std::string& url, const Outcome& outcome) {
    add(url);
    accounts.settled(task(url, "L"), outcome);
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> written;
    accounts.write(states, [&written](const std::string& line) { written.push_back(line); });
    return written;
  }
  boost::json::object line(std::size_t number) const {
    return boost::json::parse(lines().at(number)).as_object();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(host_accounts, Hosts)

BOOST_AUTO_TEST_CASE(a_line_tells_all_about_a_host) {
  Outcome outcome = answered(200, "text/html");
  outcome.ip = "192.0.2.7";
  fetch("http://a.test:8080/", outcome);
  outcome.is_soft_404 = true;
  fetch("http://a.test:8080/soft", outcome);
  fetch("http://a.test:8080/busy", answered(429, "text/html"));
  Outcome wall = answered(403, "text/html");
  wall.bot_wall = "akamai";
  fetch("http://a.test:8080/wall", wall);
  Outcome failed;
  failed.kind = OutcomeKind::failed;
  failed.error = base::fail(base::Errc::timeout, "");
  fetch("http://a.test:8080/late", failed);
  accounts.skipped(task("http://a.test:8080/no", "L").candidate, {Reason::robots, ""});
  accounts.skipped(task("http://a.test:8080/day", "L").candidate, {Reason::calendar, "", true});
  HostState& state = states.emplace_back();
  state.name = "a.test:8080";
  state.queued = 4;
  state.parked = 1;
  state.rest = milliseconds(900);
  state.longest_pause = milliseconds(60'000);
  state.crawl_delay = milliseconds(2000);

  BOOST_TEST(lines().at(0) ==
             R"({"host":"a.test:8080","ip":"192.0.2.7","known":5,"urls":5,"pages":2,"bytes":2000,)"
             R"("statuses":{"2xx":2,"4xx":2},"errors":{"timeout":1},"crawlDelayMs":2000,)"
             R"("restMs":900,"longestPauseMs":60000,"busy":1,"botWall":"akamai","botWalls":1,)"
             R"("soft404s":1,"skipped":{"robots":1},"parkedFor":{"calendar":1},)"
             R"("queued":4,"parked":1})");
}

BOOST_AUTO_TEST_CASE(a_robots_txt_out_of_reach_is_counted_and_nothing_asked) {
  Outcome outcome;
  outcome.kind = OutcomeKind::failed;
  outcome.verdict = {Reason::robots_unreachable, ""};
  outcome.error = base::fail(base::Errc::connect, "");
  fetch("http://a.test/", outcome);

  BOOST_TEST(line(0).at("robotsUnreachable").to_number<int>() == 1);
  BOOST_TEST(line(0).at("urls").to_number<int>() == 0);
  BOOST_TEST(!line(0).contains("errors"));
}

BOOST_AUTO_TEST_CASE(hosts_are_listed_by_name) {
  for (const char* url : {"http://c.test/", "http://a.test/", "https://b.test/"}) add(url);

  BOOST_TEST(line(0).at("host").as_string() == "a.test");
  BOOST_TEST(line(1).at("host").as_string() == "b.test");
  BOOST_TEST(line(2).at("host").as_string() == "c.test");
}

BOOST_AUTO_TEST_CASE(a_host_of_which_nothing_is_wanted_is_not_listed) {
  accounts.skipped(task("http://other.test/", "L").candidate, {Reason::scope, ""});

  BOOST_TEST(lines().empty());
}

BOOST_AUTO_TEST_CASE(too_many_hosts_share_an_account) {
  for (int i = 0; i < 10; ++i) {
    fetch("http://h" + std::to_string(i) + ".test/", answered(200, "text/html"));
    states.emplace_back().name = "h" + std::to_string(i) + ".test";
    states.back().queued = 2;
  }

  BOOST_REQUIRE(lines().size() == 4u);
  BOOST_TEST(line(3).at("host").as_string() == "(other)");
  BOOST_TEST(line(3).at("urls").to_number<int>() == 7);
  BOOST_TEST(line(3).at("queued").to_number<int>() == 14);
}

BOOST_AUTO_TEST_SUITE_END()
