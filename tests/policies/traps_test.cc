// The trap rules of policies.md 3.3 that look at URLs: tests/cases/traps.cases, and what is
// counted.
#include <cstdio>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/crawler/extract/case_file.h"
#include "tests/policies/jsonl.h"
#include "tests/policies/trapping.h"

using namespace trap_test;

BOOST_AUTO_TEST_SUITE(traps)

BOOST_AUTO_TEST_CASE(honest_urls_pass_and_traps_are_caught) {
  Watching crawl;
  int passed = 0, caught = 0;

  for (const support::Case& one : support::read_cases("traps.cases")) {
    const std::string expected = one.expected.empty() ? "" : one.expected.front();
    std::istringstream urls(one.input);
    for (std::string url; std::getline(urls, url);) {
      BOOST_TEST_CONTEXT(url) { BOOST_TEST(crawl.shape(page(url)) == expected); }
      ++(expected.empty() ? passed : caught);
      if (expected.empty()) BOOST_TEST(crawl.admits(url), url);
    }
  }

  std::printf("trap shapes: %d honest URLs, %d traps\n", passed, caught);
  BOOST_TEST(passed >= 150);
  BOOST_TEST(caught >= 100);
}

BOOST_AUTO_TEST_CASE(zenos_path_loops_are_judged_as_zeno_does) {
  int rows = 0, equal = 0;
  // Row 2 is a repeating run by Heritrix' rule and none by Zeno's.
  const Watching zeno{"repeating-run=off", "asset-dirs=off"};

  jsonl::for_each("scope-vectors.jsonl", "path_loop", [&](const boost::json::object& row) {
    const std::string url =
        "https://a.example" + wpt::field(row, "path") + wpt::field(row, "search");
    const bool is_trap = zeno.shape(page(url)) == "path_loop";
    BOOST_TEST_CONTEXT(url) { BOOST_TEST(is_trap == row.at("trap").as_bool()); }
    ++rows;
    equal += is_trap == row.at("trap").as_bool() ? 1 : 0;
  });

  std::printf("path loops of Zeno: %d of %d rows\n", equal, rows);
}

BOOST_AUTO_TEST_CASE(settings_are_read_and_written_back) {
  const TrapOptions options =
      options_with({"all=off", "calendar=1000", "facets=on", "stream-bytes=5", "key-sets=drop"});

  TrapOptions again;
  for (const std::string& setting : policies::trap_settings(options)) {
    BOOST_TEST(policies::set_trap(again, setting).has_value(), setting);
  }

  BOOST_TEST((again.rules == options.rules));
  BOOST_TEST(again.stream_bytes == 5u);
  BOOST_TEST(again.stream_seconds == options.stream_seconds);
  BOOST_TEST(policies::trap_settings({}).empty());
}

BOOST_AUTO_TEST_CASE(a_setting_nobody_can_mean_is_refused_with_the_names_there_are) {
  TrapOptions options;
  for (const char* wrong : {"calendar", "calender=5", "calendar=0", "calendar=-1",
                            "calendar=", "soft-404=park", "all=7", "stream-bytes=park", "=off"}) {
    const auto set = policies::set_trap(options, wrong);
    BOOST_REQUIRE_MESSAGE(!set, wrong);
    BOOST_TEST(set.error().detail.find("query-explosion") != std::string::npos);
  }
  BOOST_TEST(policies::trap_settings(options).empty());
}

BOOST_AUTO_TEST_CASE(pictures_may_have_what_pages_may_not) {
  const Watching crawl;
  BOOST_TEST(crawl.shape(picture("https://a.example/x.png?action=edit")) == "");
  BOOST_TEST(crawl.shape(picture("https://a.example/2031/05/17/")) == "");
  BOOST_TEST(crawl.shape(picture("https://a.example/x/x/x/x/a.png")) == "path_loop");
}

BOOST_AUTO_TEST_CASE(an_archive_of_stories_is_no_calendar) {
  Watching crawl;
  BOOST_TEST(crawl.turned_away(5000, [](int i) { return at("/2023/11/05/", i, ".html"); }) == 0);
  BOOST_TEST(crawl.turned_away(5000, [](int i) {
    return at("/internet/2017_05_24_", 400000 + i, ".shtml");
  }) == 0);
  BOOST_TEST(crawl.turned_away(5000, [](int i) {
    return at("/n1/2023/1105/c1001-", 40000000 + i, ".html");
  }) == 0);
  BOOST_TEST(crawl.turned_away(5000, [](int i) { return at("/2023/11/05/slug-", i, "/"); }) == 0);
}

BOOST_AUTO_TEST_CASE(days_to_come_without_anything_else_are_parked_from_400_on) {
  Watching crawl;
  BOOST_TEST(crawl.turned_away(400, [](int i) { return "https://a.example" + day(-1 - i); }) == 0);
  const Verdict verdict = crawl.watch.admit(page("https://a.example/2028/12/01"));
  BOOST_TEST((verdict.reason == Reason::calendar));
  BOOST_TEST(verdict.parks);
  BOOST_TEST(verdict.detail.find("400") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(archives_by_day_are_no_calendar) {
  Watching crawl;
  BOOST_TEST(crawl.turned_away(9000, [](int i) { return "https://a.example/archive" + day(i); }) ==
             0);
  BOOST_TEST(crawl.turned_away(9000, [](int i) {
    return "https://a.example/diary/" + day(i, '-').substr(1);
  }) == 0);
}

BOOST_AUTO_TEST_CASE(numbers_that_look_like_dates_are_none) {
  Watching crawl;
  for (int topic = 1; topic <= 3000; ++topic) {
    for (int leaf = 1; leaf <= 12; ++leaf) {
      const std::string url = at("/topic/", topic, "/" + std::to_string(leaf));
      const bool passes = crawl.shape(page(url)).empty() && crawl.admits(url);
      if (!passes) BOOST_TEST(passes, url);
    }
  }
  for (int article = 190'000; article < 210'000; ++article) {
    const std::string url = at("/article/", article);
    const bool passes = crawl.shape(page(url)).empty() && crawl.admits(url);
    if (!passes) BOOST_TEST(passes, url);
  }
}

BOOST_AUTO_TEST_CASE(a_calendar_by_name_counts_twice) {
  Watching crawl;
  const auto month = [](int i) {
    return at("/calendar/?month=", 1 + i % 12, "&year=" + std::to_string(1700 + i / 12));
  };
  BOOST_TEST(crawl.turned_away(300, month) == 100);
}

BOOST_AUTO_TEST_CASE(pages_of_lists_and_threads_of_forums_are_no_explosion) {
  Watching crawl;
  BOOST_TEST(crawl.turned_away(500, [](int i) { return at("/list?page=", i + 1); }) == 0);
  BOOST_TEST(crawl.turned_away(20'000, [](int i) {
    return at("/forum.php?mod=viewthread&tid=", i, "&extra=page%3D1");
  }) == 0);
  BOOST_TEST(crawl.turned_away(3000, [](int i) {
    return at("/viewtopic.php?f=1&t=", i % 1000, "&start=" + std::to_string(i / 1000 * 15));
  }) == 0);
}

BOOST_AUTO_TEST_CASE(queries_without_end_are_parked_from_10000_on) {
  Watching crawl;
  BOOST_TEST(crawl.turned_away(10'100, [](int i) { return at("/search?q=w", i); }) == 100);
  int pictures = 0;
  for (int i = 0; i < 10'100; ++i) {
    pictures += crawl.watch.admit(picture(at("/resize?w=", i))) ? 0 : 1;
  }
  BOOST_TEST(pictures == 100);
}

BOOST_AUTO_TEST_CASE(a_path_has_64_sets_of_parameters) {
  Watching crawl;
  BOOST_TEST(crawl.turned_away(100, [](int i) { return at("/x?k", i, "=1"); }) == 36);
  BOOST_TEST(crawl.admits("https://a.example/x?k3=2"));
  BOOST_TEST(crawl.admits("https://a.example/y?k99=2"));
}

BOOST_AUTO_TEST_CASE(combinations_of_known_filters_are_parked) {
  Watching crawl;
  int away = 0, whole = 0;
  for (int i = 0; i < 6 * 6 * 6 * 6; ++i) {
    std::string query;
    int filters = 0;
    for (int left = i, name = 0; name < 4; ++name, left /= 6) {
      if (left % 6 == 0) continue;
      query +=
          (filters++ == 0 ? "?f" : "&f") + std::to_string(name) + "=" + std::to_string(left % 6);
    }
    const bool admitted = crawl.admits("https://a.example/shop" + query);
    away += admitted ? 0 : 1;
    whole += filters < 3 && admitted ? 1 : 0;
  }
  BOOST_TEST(whole == 1 + 4 * 5 + 6 * 25);  // all with fewer than three filters
  BOOST_TEST(away > 1000);
}

BOOST_AUTO_TEST_SUITE_END()
