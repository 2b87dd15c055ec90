// How long a robots.txt is believed, and what happens where there is none to be had (RFC 9309 2.3
// and 2.4, policies.md 1.4).
#include <boost/test/unit_test.hpp>

#include "crawler/engine/robots_fetch.h"
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

const std::string kClosed = "User-agent: *\nDisallow: /private/\n";

struct RobotsCrawl : RawCrawling {
  std::string seed = server.url("/page");

  RobotsCrawl() {
    server.on("/page", html("<a href=/private/x>x</a><a href=/open>o</a>"));
    server.on("/robots.txt", support::text(kClosed));
  }

  // Every robots.txt has to be asked for again.
  void forget_at_once() { job.robots_times.min_age = job.robots_times.max_age = milliseconds(1); }
  Reply with(const std::string& fields, const std::string& body = kClosed) {
    return {support::response(200, fields, body)};
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(robots_cache, RobotsCrawl)

BOOST_AUTO_TEST_CASE(a_second_run_asks_for_no_robots_txt_and_holds_to_it) {
  crawl({seed});
  BOOST_REQUIRE(asked("/robots.txt") == 1u);

  crawl({seed});

  BOOST_TEST(asked("/robots.txt") == 1u);
  BOOST_TEST(asked("/page") == 2u);
  BOOST_TEST(asked("/private/x") == 0u);
}

BOOST_AUTO_TEST_CASE(that_there_is_none_is_remembered_too) {
  server.on("/robots.txt", support::status(404));

  crawl({seed});
  crawl({seed});

  BOOST_TEST(asked("/robots.txt") == 1u);
  BOOST_TEST(asked("/private/x") == 2u);
}

// An expired copy is asked about with its validators; 304 keeps its rules.
BOOST_AUTO_TEST_CASE(an_expired_robots_txt_is_revalidated) {
  const Reply first = with("ETag: \"v1\"\r\nLast-Modified: Sun, 22 Nov 2026 10:00:00 GMT\r\n");
  server.on("/robots.txt", {first, support::status(304)});
  forget_at_once();
  crawl({seed});
  const std::size_t before = asked("/robots.txt");
  job.robots_times = {};

  crawl({seed});

  const auto requests = server.requests("/robots.txt");
  BOOST_TEST(requests.front().field("If-None-Match") == "");
  BOOST_REQUIRE(requests.size() == before + 1);
  BOOST_TEST(requests.back().field("If-None-Match") == "\"v1\"");
  BOOST_TEST(requests.back().field("If-Modified-Since") == "Sun, 22 Nov 2026 10:00:00 GMT");
  BOOST_TEST(asked("/private/x") == 0u);
  BOOST_TEST(asked("/page") == 2u);
}

// No URL is asked for against rules that came while it was queued.
BOOST_AUTO_TEST_CASE(rules_that_change_in_mid_crawl_hold_for_what_is_queued_already) {
  std::string links;
  for (int i = 0; i < 60; ++i) links += "<a href=/private/" + std::to_string(i) + ">x</a>";
  server.on("/page", html(links));
  for (int i = 0; i < 60; ++i) server.on("/private/" + std::to_string(i), html("x"));
  server.on("/robots.txt", {support::text("User-agent: *\n"), support::text(kClosed)});
  job.politeness.min_delay = milliseconds(20);
  job.robots_times.min_age = job.robots_times.max_age = milliseconds(500);

  crawl({seed});

  const auto requests = server.requests();
  std::size_t robots = 0, allowed = 0, against = 0;
  for (const auto& request : requests) {
    robots += request.target == "/robots.txt";
    const bool is_private = request.target.starts_with("/private/");
    allowed += is_private && robots == 1;
    against += is_private && robots > 1;
  }
  BOOST_TEST(robots >= 2u);
  BOOST_TEST(allowed > 0u);
  BOOST_TEST(allowed < 60u);
  BOOST_TEST(against == 0u);
}

BOOST_AUTO_TEST_CASE(an_old_copy_stands_in_for_one_that_cannot_be_had) {
  forget_at_once();
  server.on("/robots.txt", {support::text(kClosed), support::status(503)});
  crawl({seed});

  crawl({seed});

  BOOST_TEST(asked("/robots.txt") == 2u);
  BOOST_TEST(asked("/open") == 2u);
  BOOST_TEST(asked("/private/x") == 0u);
}

BOOST_AUTO_TEST_CASE(a_copy_that_is_too_old_does_not) {
  forget_at_once();
  job.robots_times.max_stale = milliseconds(0);
  server.on("/robots.txt", {support::text(kClosed), support::status(503)});
  crawl({seed});

  crawl({seed});

  BOOST_TEST((report.exit_code == ExitCode::seeds_failed));
  BOOST_TEST(asked("/page") == 1u);
}

BOOST_AUTO_TEST_CASE(a_host_without_one_waits_and_is_asked_again) {
  job.retry.tries = 3;
  job.robots_times.waits = {milliseconds(300), milliseconds(600), milliseconds(0), milliseconds(0)};
  server.on("/robots.txt", {support::status(500), support::status(429), support::text(kClosed)});

  crawl({seed, server.url("/open")});

  const auto requests = server.requests("/robots.txt");
  BOOST_REQUIRE(requests.size() == 3u);
  BOOST_TEST((requests[1].time - requests[0].time >= milliseconds(300)));
  BOOST_TEST((requests[2].time - requests[1].time >= milliseconds(600)));
  BOOST_TEST(asked("/page") == 1u);
  BOOST_TEST(asked("/open") == 1u);
}

BOOST_AUTO_TEST_CASE(a_crawl_does_not_wait_longer_than_its_longest_wait) {
  job.retry.tries = 3;
  job.politeness.max_wait = std::chrono::minutes(1);
  server.on("/robots.txt", support::status(500));

  const Collection collection = crawl({seed, server.url("/open")});

  BOOST_TEST(asked("/robots.txt") == 1u);
  BOOST_TEST(text_of(collection.outcome(seed), "reason") == "robots_unreachable");
  BOOST_TEST(text_of(collection.outcome(server.url("/open")), "reason") == "robots_unreachable");
}

BOOST_AUTO_TEST_CASE(a_file_cut_at_the_limit_loses_its_last_line) {
  std::string rules = kClosed;
  rules += "#" + std::string(512'000 - rules.size() - 17, 'x') + "\n";
  server.on("/robots.txt", support::text(rules + "Disallow: /page/none\n"));  // cut to "/page"

  crawl({seed});

  BOOST_TEST(asked("/page") == 1u);
  BOOST_TEST(asked("/private/x") == 0u);
}

BOOST_AUTO_TEST_CASE(cache_control_shortens_the_day_to_an_hour_at_least) {
  const policies::RobotsTimes times;
  const base::Timestamp now{std::chrono::seconds(1'000'000)};
  const auto hours_of = [&](std::string_view field) {
    const auto age = crawler::engine::robots_expiry(times, field, now) - now;
    return std::chrono::duration_cast<std::chrono::seconds>(age).count() / 3600.0;
  };
  BOOST_TEST(hours_of("") == 24.0);
  BOOST_TEST(hours_of("public, max-age=7200") == 2.0);
  BOOST_TEST(hours_of("Max-Age=60") == 1.0);
  BOOST_TEST(hours_of("no-cache") == 1.0);
  BOOST_TEST(hours_of("no-store, max-age=90000") == 1.0);
  BOOST_TEST(hours_of("max-age=999999") == 24.0);
  BOOST_TEST(hours_of("max-age=99999999999999999999") == 24.0);
  BOOST_TEST(hours_of("max-age=-1") == 24.0);
  BOOST_TEST(hours_of("max-age=\"60\", s-maxage=1") == 24.0);
}

BOOST_AUTO_TEST_SUITE_END()
