// The trap rules of policies.md 3.3: tests/cases/traps.cases, what is counted, and what answers
// tell.
#include "policies/traps.h"

#include <cstdio>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/crawler/extract/case_file.h"
#include "tests/policies/jsonl.h"

using policies::Candidate;
using policies::LinkKind;
using policies::PageVerdict;
using policies::Reason;
using policies::TrapOptions;
using policies::TrapWatch;
using policies::Verdict;

namespace {

const base::Timestamp kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22};

Candidate page(const std::string& url, const std::string& via = "https://a.example/") {
  Candidate candidate;
  candidate.url = base::Url::parse(url).value();
  candidate.hop_path = "L";
  candidate.via = via;
  return candidate;
}

Candidate picture(const std::string& url) {
  Candidate candidate = page(url);
  candidate.kind = LinkKind::requisite;
  candidate.hop_path = "LE";
  return candidate;
}

TrapOptions options_with(std::initializer_list<const char*> settings) {
  TrapOptions options;
  for (const char* setting : settings) {
    const auto set = policies::set_trap(options, setting);
    BOOST_REQUIRE_MESSAGE(set, (set ? "" : set.error().detail));
  }
  return options;
}

struct Watching {
  TrapWatch watch;
  explicit Watching(std::initializer_list<const char*> settings = {})
      : watch(options_with(settings), kNow) {}

  std::string shape(const Candidate& candidate) const {
    const Verdict verdict = watch.judge_shape(candidate);
    return verdict ? "" : std::string(policies::name_of(verdict.reason));
  }
  bool admits(const std::string& url, const std::string& via = "") {
    return static_cast<bool>(watch.admit(page(url, via)));
  }
  // Of those URLs, how many are turned away?
  template <typename Make>
  int turned_away(int many, Make make) {
    int count = 0;
    for (int i = 0; i < many; ++i) count += admits(make(i)) ? 0 : 1;
    return count;
  }
  PageVerdict answered(const std::string& url, std::uint64_t simhash, const std::string& title,
                       const std::string& redirect = "") {
    const Candidate candidate = page(url);
    return watch.learn({.candidate = candidate,
                        .status = redirect.empty() ? 200 : 302,
                        .simhash = simhash,
                        .title = title,
                        .redirect = redirect});
  }
  void probed(const std::string& url, std::uint64_t simhash, const std::string& title,
              const std::string& redirect = "") {
    const Candidate candidate = page(url);
    watch.learn_probe({.candidate = candidate,
                       .status = redirect.empty() ? 200 : 302,
                       .simhash = simhash,
                       .title = title,
                       .redirect = redirect});
  }
};

std::string at(const std::string& before, int i, const std::string& after = "") {
  return "https://a.example" + before + std::to_string(i) + after;
}

// Bits far from each other for numbers near each other.
std::uint64_t look(std::uint64_t i) { return (i + 1) * 0x9e3779b97f4a7c15; }

}  // namespace

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

BOOST_AUTO_TEST_CASE(days_without_anything_else_are_parked_from_400_on) {
  Watching crawl;
  const auto day = [](int i) {
    return at("/", 1990 + i / 300,
              "/" + std::to_string(1 + i % 12) + "/" + std::to_string(1 + i / 12 % 25) + "/");
  };
  BOOST_TEST(crawl.turned_away(400, day) == 0);
  const Verdict verdict = crawl.watch.admit(page("https://a.example/2020/01/01/"));
  BOOST_TEST((verdict.reason == Reason::calendar));
  BOOST_TEST(verdict.parks);
  BOOST_TEST(verdict.detail.find("400") != std::string::npos);
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

BOOST_AUTO_TEST_CASE(a_session_on_every_link_is_learnt) {
  Watching crawl;
  std::vector<policies::SessionParameter> found;
  for (int i = 0; i < 60 && found.empty(); ++i) {
    const std::string via = at("/from", i);
    for (int link = 0; link < 10; ++link) {
      crawl.admits(at("/page", (i + link * 7) % 80, "?tok=9f8e7d6c" + std::to_string(1000 + i)),
                   via);
    }
    found = crawl.watch.take_session_parameters();
  }
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].name == "tok");
  BOOST_TEST(found[0].host == "a.example");
}

BOOST_AUTO_TEST_CASE(ids_dates_and_page_numbers_are_no_sessions) {
  Watching crawl;
  for (int i = 0; i < 3000; ++i) {
    const std::string via = at("/from", i / 20), n = std::to_string(i);
    crawl.admits("https://a.example/watch?v=dQw4w9" + std::to_string(10'000 + i), via);
    crawl.admits(at("/board", i % 50, "?id=" + std::to_string(20'000'000 + i)), via);
    crawl.admits(at("/list", i % 50, "?page=" + n), via);
    crawl.admits(at("/day", i % 50, "?date=" + std::to_string(20'230'101 + i / 50)), via);
  }
  BOOST_TEST(crawl.watch.take_session_parameters().empty());
}

BOOST_AUTO_TEST_CASE(a_host_is_probed_once_after_50_pages) {
  Watching crawl;
  int probes = 0;
  for (int i = 0; i < 200; ++i) {
    crawl.answered(at("/news/", i), look(i), "t");
    const auto probe = crawl.watch.probe_due(page(at("/news/", i)));
    if (!probe) continue;
    ++probes;
    BOOST_TEST(i == 49);
    BOOST_TEST(probe->path().size() == 1 + 24 + 5);
    BOOST_TEST(probe->path().ends_with(".html"));
  }
  BOOST_TEST(probes == 1);

  Watching silent{"soft-404=off"};
  for (int i = 0; i < 200; ++i) {
    silent.answered(at("/news/", i), look(i), "t");
    BOOST_TEST(!silent.watch.probe_due(page(at("/news/", i))).has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_large_section_is_probed_for_itself) {
  Watching crawl;
  std::vector<std::string> probes;
  for (int i = 0; i < 2500; ++i) {
    crawl.answered(at("/news/", i), look(i), "t");
    const auto probe = crawl.watch.probe_due(page(at("/news/", i)));
    if (probe) probes.emplace_back(probe->path());
  }
  BOOST_REQUIRE(probes.size() == 2u);
  BOOST_TEST(probes[1].starts_with("/news/"));
}

BOOST_AUTO_TEST_CASE(pages_like_the_answer_to_nonsense_are_soft_404s) {
  Watching crawl;
  for (int i = 0; i < 50; ++i) crawl.answered(at("/", i), look(i), "story");
  const std::uint64_t missing = look(1000);
  crawl.probed("https://a.example/0.html", missing, "oops");

  BOOST_TEST((crawl.answered(at("/", 60), missing ^ 0b101, "oops") == PageVerdict::soft_404));
  BOOST_TEST((crawl.answered(at("/", 61), missing ^ 0b101, "story") == PageVerdict::good));
  BOOST_TEST((crawl.answered(at("/", 62), missing ^ 0b10101010, "oops") == PageVerdict::good));
}

BOOST_AUTO_TEST_CASE(a_site_that_looks_the_same_everywhere_has_no_soft_404s) {
  Watching crawl;
  for (int i = 0; i < 50; ++i) crawl.answered(at("/", i), look(7), "app");
  crawl.probed("https://a.example/0.html", look(7), "app");

  BOOST_TEST((crawl.answered(at("/", 60), look(7), "app") == PageVerdict::good));
}

BOOST_AUTO_TEST_CASE(where_the_probe_leads_and_where_many_lead_is_nothing) {
  Watching crawl;
  crawl.probed("https://a.example/0.html", 0, "", "https://a.example/gone");
  BOOST_TEST(
      (crawl.answered(at("/", 1), 0, "", "https://a.example/gone") == PageVerdict::soft_404));

  const std::string home = "https://a.example/home";
  for (int i = 0; i < 20; ++i) {
    BOOST_TEST((crawl.answered(at("/", i), 0, "", home) == PageVerdict::good));
  }
  BOOST_TEST((crawl.answered(at("/", 20), 0, "", home) == PageVerdict::soft_404));
}

BOOST_AUTO_TEST_CASE(a_mirror_is_parked_and_what_it_mirrors_is_not) {
  Watching crawl;
  for (int i = 0; i < 400; ++i) {
    const std::string digest = "sha1:" + std::to_string(i);
    // Whichever comes first.
    const bool mirror_first = i % 2 == 0;
    const std::string first = at(mirror_first ? "/mirror/news/" : "/news/", i);
    const std::string second = at(mirror_first ? "/news/" : "/mirror/news/", i);
    if (crawl.watch.judge_again(page(first))) crawl.watch.learn_payload(page(first), digest);
    if (crawl.watch.judge_again(page(second))) crawl.watch.learn_payload(page(second), digest);
  }
  BOOST_TEST(crawl.watch.judge_again(page(at("/news/", 999))).parks == false);
  const Verdict verdict = crawl.watch.judge_again(page(at("/mirror/news/", 999)));
  BOOST_TEST((verdict.reason == Reason::duplicate));
  BOOST_TEST(verdict.parks);
}

BOOST_AUTO_TEST_CASE(a_few_copies_among_many_pages_park_nothing) {
  Watching crawl;
  for (int i = 0; i < 1000; ++i) {
    const int same = i % 4 == 0 ? 0 : i;
    crawl.watch.learn_payload(page(at("/news/", i)), "sha1:" + std::to_string(same));
  }
  BOOST_TEST(static_cast<bool>(crawl.watch.judge_again(page(at("/news/", 5000)))));
}

BOOST_AUTO_TEST_SUITE_END()
