#include "crawler/status/report.h"

#include <string>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/crawler/status/visits.h"

using namespace status_test;
using crawler::status::CrawlReport;
using crawler::status::ExitCode;
using crawler::status::name_of;
using crawler::status::Stats;

namespace {

boost::json::object written(const CrawlReport& report) {
  return boost::json::parse(to_json(report)).as_object();
}
int number(const boost::json::object& object, const char* name) {
  return object.at(name).to_number<int>();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(report)

BOOST_AUTO_TEST_CASE(the_report_says_how_it_ended_and_what_is_left) {
  CrawlReport report;
  report.exit_code = ExitCode::page_limit;
  report.message = "the page limit was reached";
  report.wacz = "/somewhere/c/c.wacz";
  report.warcs = {"a.warc.gz", "b.warc.gz"};
  report.left = {.known = 10, .queued = 4, .in_flight = 1};
  report.seeds = 2;
  report.main_page = "http://a.test/";

  const auto json = written(report);

  BOOST_TEST(json.at("result").as_string() == "page_limit");
  BOOST_TEST(number(json, "exitCode") == 12);
  BOOST_TEST(number(json, "left") == 5);
  BOOST_TEST(number(json, "known") == 10);
  BOOST_TEST(json.at("wacz").as_string() == "c.wacz");
  BOOST_TEST(json.at("warcs").as_array().size() == 2u);
  BOOST_TEST(json.at("mainPage").as_string() == "http://a.test/");
}

BOOST_AUTO_TEST_CASE(every_exit_code_has_a_name) {
  for (const int code : {0, 1, 2, 3, 4, 9, 11, 12, 13, 14, 15, 16, 17, 18}) {
    BOOST_TEST_CONTEXT(code) { BOOST_TEST(name_of(static_cast<ExitCode>(code)) != "unknown"); }
  }
}

BOOST_AUTO_TEST_CASE(visits_are_counted_by_what_came_of_them) {
  CrawlReport report;
  Stats& stats = report.stats;
  Outcome redirect = answered(301, "text/html");
  redirect.is_redirect = true;
  Outcome failed;
  failed.kind = OutcomeKind::failed;
  failed.error = base::fail(base::Errc::timeout, "");
  Outcome refused;
  refused.kind = OutcomeKind::refused;
  refused.verdict = {policies::Reason::robots, ""};

  stats.count(task("http://a.test/"), answered(200, "text/html"));
  stats.count(task("http://a.test/r", "L"), redirect);
  stats.count(task("http://a.test/i.png", "LE"), answered(200, "image/png"));
  stats.count(task("http://a.test/404", "L"), answered(404, "text/html"));
  stats.count(task("http://a.test/f", "L"), failed);
  stats.count(task("http://a.test/p", "L"), refused);
  stats.count_robots(100, 50);
  stats.count_skipped(policies::Reason::scope);

  const auto json = written(report);
  BOOST_TEST(number(json, "fetched") == 5);
  BOOST_TEST(number(json, "pages") == 1);
  BOOST_TEST(number(json, "images") == 1);
  BOOST_TEST(number(json, "redirects") == 1);
  BOOST_TEST(number(json, "failed") == 1);
  BOOST_TEST(number(json, "refused") == 1);
  BOOST_TEST(number(json, "seedsGood") == 1);
  BOOST_TEST(number(json, "wireBytes") == 4100);
  BOOST_TEST(number(json.at("byStatus").as_object(), "404") == 1);
  BOOST_TEST(number(json.at("byMime").as_object(), "image/png") == 1);
  BOOST_TEST(number(json.at("byReason").as_object(), "timeout") == 1);
  BOOST_TEST(number(json.at("byReason").as_object(), "robots") == 1);
  BOOST_TEST(number(json.at("linksSkipped").as_object(), "scope") == 1);
}

BOOST_AUTO_TEST_CASE(the_report_counts_what_is_parked_and_what_stood_in_the_way) {
  CrawlReport report;
  report.left.parked = 3;
  for (int i = 0; i < 3; ++i) report.parked.add({policies::Reason::page_limit, "", true});
  Outcome wall = answered(200, "text/html");
  wall.bot_wall = "cloudflare";
  Outcome soft_404 = answered(200, "text/html");
  soft_404.is_soft_404 = true;
  report.stats.count(task("http://a.test/"), wall);
  report.stats.count(task("http://a.test/s", "L"), soft_404);
  report.stats.note_session("a.test", "sid");
  report.stats.note_session("a.test", "sid");

  const auto json = written(report);

  BOOST_TEST(number(json, "parked") == 3);
  BOOST_TEST(number(json.at("parkedFor").as_object(), "page_limit") == 3);
  BOOST_TEST(number(json.at("botWalls").as_object(), "cloudflare") == 1);
  BOOST_TEST(number(json, "soft404s") == 1);
  BOOST_TEST(number(json, "pages") == 1);  // a wall is none
  BOOST_TEST(json.at("sessionParameters").as_array().size() == 1u);
  BOOST_TEST(json.at("sessionParameters").at(0).as_string() == "a.test sid");
}

BOOST_AUTO_TEST_CASE(a_retry_is_bytes_and_a_response_but_no_end) {
  Stats stats;
  Outcome retry = answered(503, "text/html");
  retry.kind = OutcomeKind::retry;

  stats.count(task("http://a.test/"), retry);

  BOOST_TEST(stats.retries == 1u);
  BOOST_TEST(stats.fetched == 1u);
  BOOST_TEST(stats.failed == 0u);
  BOOST_TEST(stats.pages == 0u);
  BOOST_TEST(stats.seeds_good() == 0u);
}

BOOST_AUTO_TEST_CASE(a_flood_of_content_types_does_not_grow_the_report) {
  Stats stats;

  for (int i = 0; i < 5000; ++i) {
    stats.count(task("http://a.test/"), answered(200, "x/" + std::to_string(i)));
  }

  BOOST_TEST(stats.by_mime().size() <= 201u);
  BOOST_TEST(stats.by_mime().at("other") > 4000u);
}

BOOST_AUTO_TEST_CASE(hostile_text_stays_json) {
  CrawlReport report;
  report.message = "\"}\x1b[2J\n";
  report.main_page = "http://a.test/\xff";
  report.stats.count(task("http://a.test/"), answered(200, "\"\xff\x01"));

  const auto json = written(report);

  BOOST_TEST(json.at("message").as_string() == report.message);
}

BOOST_AUTO_TEST_SUITE_END()
