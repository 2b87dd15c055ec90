// robots.txt on the wire, RFC 9309 sections 2.2.2 and 2.3.
#include "tests/crawler/engine/crawling.h"
#include "tests/support/deflated.h"

using namespace engine_test;

namespace {

struct Robots : RawCrawling {
  std::string seed = server.url("/page");

  Robots() { server.on("/page", html("<a href=/private/x>x</a><a href=/open>o</a>")); }

  // The seed's line, after a crawl.
  boost::json::object visit() { return crawl({seed}).outcome(seed); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(robots_txt, Robots)

BOOST_AUTO_TEST_CASE(a_server_error_keeps_the_crawl_out) {  // 2.3.1.4
  server.on("/robots.txt", support::status(503));

  const auto outcome = visit();

  BOOST_TEST(text_of(outcome, "outcome") == "failed");
  BOOST_TEST(text_of(outcome, "reason") == "robots_unreachable");
  BOOST_TEST((report.exit_code == ExitCode::seeds_failed));
  BOOST_TEST(targets() == std::vector<std::string>(1, "/robots.txt"),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_broken_off_robots_txt_keeps_the_crawl_out) {
  server.on("/robots.txt",
            Reply{"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nUser-agent: *\n", End::close});

  BOOST_TEST(text_of(visit(), "reason") == "robots_unreachable");
  BOOST_TEST(asked("/page") == 0u);
}

BOOST_AUTO_TEST_CASE(a_silent_robots_txt_keeps_the_crawl_out) {
  job.timeout = milliseconds(1000);
  server.on("/robots.txt", Reply{"", End::stall});

  BOOST_TEST(text_of(visit(), "reason") == "robots_unreachable");
  BOOST_TEST(asked("/page") == 0u);
}

BOOST_AUTO_TEST_CASE(a_refused_connection_keeps_the_crawl_out) {
  job.resolve.push_back("dead.test:1:127.0.0.1");

  const auto outcome = crawl({"http://dead.test:1/"}).outcome("http://dead.test:1/");

  BOOST_TEST(text_of(outcome, "reason") == "robots_unreachable");
  BOOST_TEST(text_of(outcome, "error") == "connect");
}

BOOST_AUTO_TEST_CASE(every_url_of_an_unreachable_host_ends_with_that_reason) {
  server.on("/robots.txt", support::status(500));

  const Collection collection = crawl({seed, server.url("/open"), server.url("/more")});

  BOOST_TEST(collection.lines("logs/crawl.jsonl").size() == 3u);
  BOOST_TEST(text_of(collection.outcome(server.url("/more")), "reason") == "robots_unreachable");
  BOOST_TEST(asked("/robots.txt") == 1u);
}

BOOST_AUTO_TEST_CASE(a_404_lets_the_crawl_in) {  // 2.3.1.3
  BOOST_TEST(text_of(visit(), "outcome") == "fetched");
  BOOST_TEST(asked("/private/x") == 1u);
  BOOST_TEST(targets().front() == "/robots.txt");
}

BOOST_AUTO_TEST_CASE(a_401_lets_the_crawl_in_too) {
  server.on("/robots.txt", support::status(401));

  BOOST_TEST(text_of(visit(), "outcome") == "fetched");
}

BOOST_AUTO_TEST_CASE(a_disallowed_link_is_not_asked_for) {
  server.on("/robots.txt", support::text("User-agent: *\nDisallow: /private/\n"));

  const Collection collection = crawl({seed});

  BOOST_TEST(asked("/private/x") == 0u);
  BOOST_TEST(asked("/open") == 1u);
  const auto refused = collection.outcome(server.url("/private/x"));
  BOOST_TEST(text_of(refused, "outcome") == "refused");
  BOOST_TEST(text_of(refused, "reason") == "robots");
}

BOOST_AUTO_TEST_CASE(the_group_that_names_us_is_ours) {  // 2.2.1
  server.on("/robots.txt", support::text("User-agent: *\nDisallow: /\n\n"
                                         "User-agent: varve\nDisallow: /open\n"));
  visit();

  BOOST_TEST(asked("/private/x") == 1u);
  BOOST_TEST(asked("/open") == 0u);
}

BOOST_AUTO_TEST_CASE(a_redirect_of_robots_txt_is_followed) {  // 2.3.1.2
  server.on("/robots.txt", redirect("/rules"));
  server.on("/rules", redirect("/real-rules"));
  server.on("/real-rules", support::text("User-agent: *\nDisallow: /private/\n"));

  const Collection collection = crawl({seed});

  BOOST_TEST(asked("/private/x") == 0u);
  BOOST_TEST(asked("/open") == 1u);
  BOOST_TEST(collection.records("response", server.url("/robots.txt")).size() == 1u);
  BOOST_TEST(collection.records("response", server.url("/real-rules")).size() == 1u);
}

BOOST_AUTO_TEST_CASE(robots_txt_may_redirect_to_another_host) {
  job.resolve.push_back(server.resolve("other.test"));
  server.on("/robots.txt", redirect(server.url("/robots.txt", "other.test")), "raw.test");
  server.on("/robots.txt", support::text("User-agent: *\nDisallow: /private/\n"), "other.test");

  visit();

  BOOST_TEST(asked("/private/x") == 0u);
  BOOST_TEST(asked("/open") == 1u);
}

BOOST_AUTO_TEST_CASE(a_robots_txt_that_redirects_for_ever_lets_the_crawl_in) {  // as unavailable
  server.on("/robots.txt", redirect("/robots.txt"));

  BOOST_TEST(text_of(visit(), "outcome") == "fetched");
  BOOST_TEST(asked("/robots.txt") == 6u);
}

BOOST_AUTO_TEST_CASE(the_target_of_a_redirect_is_judged_as_well) {
  server.on("/robots.txt", support::text("User-agent: *\nDisallow: /private/\n"));
  server.on("/page", redirect("/private/x"));

  const Collection collection = crawl({seed});

  BOOST_TEST(asked("/private/x") == 0u);
  BOOST_TEST(text_of(collection.outcome(server.url("/private/x")), "reason") == "robots");
}

BOOST_AUTO_TEST_CASE(each_origin_has_rules_of_its_own) {
  job.resolve.push_back(server.resolve("other.test"));
  server.on("/page", html("<img src='" + server.url("/private/i.png", "other.test") + "'>"));
  server.on("/robots.txt", support::text("User-agent: *\nDisallow: /private/\n"), "raw.test");
  server.on("/robots.txt", support::text("User-agent: *\nAllow: /\n"), "other.test");

  visit();

  BOOST_TEST(asked("/robots.txt") == 2u);
  BOOST_TEST(asked("/private/i.png") == 1u);
}

BOOST_AUTO_TEST_CASE(an_ignored_robots_txt_is_not_even_asked_for) {
  job.robots = crawler::job::RobotsMode::ignore;
  job.robots_reason = "our own site";
  server.on("/robots.txt", support::text("User-agent: *\nDisallow: /\n"));

  visit();

  BOOST_TEST(asked("/robots.txt") == 0u);
  BOOST_TEST(asked("/private/x") == 1u);
  BOOST_TEST(archive().only("metadata", seed).block.find("robots: ignored") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_crawl_delay_is_waited_between_all_requests) {
  server.on("/robots.txt", support::text("User-agent: *\nCrawl-delay: 0.2\n"));

  visit();

  const auto requests = server.requests();
  BOOST_REQUIRE(requests.size() == 4u);
  for (std::size_t i = 1; i < requests.size(); ++i) {
    BOOST_TEST_CONTEXT(requests[i].target) {
      BOOST_TEST((requests[i].time - requests[i - 1].time >= milliseconds(195)));
    }
  }
}

BOOST_AUTO_TEST_CASE(robots_txt_is_archived_as_a_prerequisite) {
  server.on("/robots.txt", support::text("User-agent: *\n"));

  visit();

  const auto metadata = archive().only("metadata", server.url("/robots.txt"));
  BOOST_TEST(metadata.block.find("hopsFromSeed: P\r\n") != std::string::npos);
  BOOST_TEST(archive().only("response", server.url("/robots.txt")).body() == "User-agent: *\n");
}

BOOST_AUTO_TEST_CASE(retry_after_of_a_robots_txt_is_obeyed) {
  job.retry.tries = 2;
  server.on("/robots.txt", Reply{support::response(429, "Retry-After: 2\r\n", "slow down")});

  visit();

  const auto requests = server.requests("/robots.txt");
  BOOST_REQUIRE(requests.size() == 2u);
  BOOST_TEST((requests[1].time - requests[0].time >= milliseconds(2000)));
}

// A run that gives the host up leaves what it was told to the next.
BOOST_AUTO_TEST_CASE(retry_after_is_obeyed_by_the_next_run_too) {
  server.on("/robots.txt", Reply{support::response(503, "Retry-After: 7200\r\n", "later")});
  BOOST_TEST(text_of(visit(), "reason") == "robots_unreachable");

  crawl({seed});

  BOOST_TEST(asked("/robots.txt") == 1u);
  BOOST_TEST(asked("/page") == 0u);
}

BOOST_AUTO_TEST_CASE(retry_after_of_a_redirected_robots_txt_rests_the_host_that_says_so) {
  job.resolve.push_back(server.resolve("other.test"));
  job.resolve.push_back(server.resolve("third.test"));
  server.on("/robots.txt", redirect(server.url("/rules", "other.test")), "raw.test");
  server.on("/robots.txt", redirect(server.url("/rules", "other.test")), "third.test");
  server.on("/rules", Reply{support::response(429, "Retry-After: 2\r\n", "slow down")},
            "other.test");

  crawl({seed, server.url("/page", "third.test")});

  const auto told = server.requests("/rules");
  BOOST_REQUIRE(told.size() == 2u);
  BOOST_TEST((told[1].time - told[0].time >= milliseconds(2000)));
  BOOST_TEST(asked("/page") == 0u);
}

// What cannot be read allows nothing; a broken connection does not either.
BOOST_AUTO_TEST_CASE(a_coding_that_cannot_be_undone_keeps_the_crawl_out) {
  const std::string rules = "User-agent: *\nDisallow: /private/\n";
  const std::string packed = support::gzip_of(rules);
  const std::string half = packed.substr(0, packed.size() / 2);
  const std::vector<std::pair<std::string, std::string>> answers = {
      {"Content-Encoding: br\r\n", rules},
      {"Content-Encoding: br\r\n", packed},
      {"Content-Encoding: deflate\r\n", "User-agent: *\n" + rules},
      {"Content-Encoding: zstd\r\n", rules},
      {"Content-Encoding: gzip\r\n", half},
      {"", half}};
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto& [fields, body] = answers[i];
    BOOST_TEST_CONTEXT(i << " " << fields) {
      job.collection = "c" + std::to_string(i);
      server.on("/robots.txt", Reply{support::response(200, fields, body)});
      BOOST_TEST(text_of(visit(), "reason") == "robots_unreachable");
    }
  }
  BOOST_TEST(asked("/page") == 0u);
}

BOOST_AUTO_TEST_CASE(rules_are_read_through_a_coding_that_is_not_as_it_is_labelled) {
  const std::string rules = "User-agent: *\nDisallow: /private/\n";
  const std::string packed = support::gzip_of(rules);
  const std::vector<std::pair<std::string, std::string>> answers = {
      {"Content-Encoding: gzip\r\n", packed},
      {"Content-Encoding: gzip\r\n", rules},  // said to be, and is not
      {"Content-Encoding: utf-8\r\n", rules},
      {"", packed}};
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto& [fields, body] = answers[i];
    BOOST_TEST_CONTEXT(i << " " << fields) {
      job.collection = "c" + std::to_string(i);
      server.on("/robots.txt", Reply{support::response(200, fields, body)});
      BOOST_TEST(text_of(visit(), "outcome") == "fetched");
      BOOST_TEST(asked("/open") == i + 1);
    }
  }
  BOOST_TEST(asked("/private/x") == 0u);
}

BOOST_AUTO_TEST_CASE(of_an_overlong_robots_txt_the_first_part_counts_and_the_rest_stays_there) {
  const std::string rules = "User-agent: *\nDisallow: /private/\n";
  server.on("/robots.txt", support::text(rules + std::string(5'000'000, '#')));

  const auto outcome = visit();

  BOOST_TEST(text_of(outcome, "outcome") == "fetched");
  BOOST_TEST(asked("/private/x") == 0u);
  BOOST_TEST(report.stats.wire_bytes < 1'200'000u);
}

BOOST_AUTO_TEST_SUITE_END()
