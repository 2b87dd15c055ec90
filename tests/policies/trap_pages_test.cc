// The trap rules of policies.md 3.3 that learn: sessions, soft 404s, what many pages hold.
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/policies/trapping.h"

using namespace trap_test;

BOOST_AUTO_TEST_SUITE(trap_pages)

BOOST_AUTO_TEST_CASE(a_session_on_every_link_is_learnt) {
  Watching crawl;
  std::vector<policies::SessionParameter> found;
  for (int i = 0; i < 60 && found.empty(); ++i) {
    const std::string via = at("/page", i, "?tok=" + id(i));
    for (int link = 0; link < 10; ++link) {
      crawl.admits(at("/page", (i + link * 7) % 80, "?tok=" + id(1000 + i)), via);
    }
    found = crawl.watch.take_session_parameters();
  }
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].name == "tok");
  BOOST_TEST(found[0].host == "a.example");
}

// Twenty videos a page, each with its comments; then one at a time, from each the next.
BOOST_AUTO_TEST_CASE(the_ids_of_a_video_site_are_no_sessions) {
  Watching crawl;
  for (int i = 0; i < 2000; ++i) {
    const std::string via = at("/list?page=", i / 20);
    crawl.admits("https://a.example/watch?v=" + id(i), via);
    crawl.admits("https://a.example/comments?v=" + id(i), via);
  }
  for (int i = 2000; i < 4000; ++i) {
    const std::string via = "https://a.example/watch?v=" + id(i - 1);
    crawl.admits("https://a.example/watch?v=" + id(i), via);
    crawl.admits("https://a.example/comments?v=" + id(i), via);
  }
  BOOST_TEST(crawl.watch.take_session_parameters().empty());
}

BOOST_AUTO_TEST_CASE(the_ids_of_a_forum_are_no_sessions) {
  Watching crawl;
  for (int i = 0; i < 4000; ++i) {
    const std::string tid = "?tid=" + std::to_string(20'000'000 + i);
    const std::string via = at("/forum", i / 20 % 30, "?page=" + std::to_string(i / 600));
    crawl.admits("https://a.example/thread" + tid, via);
    crawl.admits("https://a.example/thread" + tid + "&goto=last", via);
    for (int leaf = 2; leaf < 6; ++leaf) {
      crawl.admits("https://a.example/thread" + tid + "&page=" + std::to_string(leaf),
                   "https://a.example/thread" + tid);
    }
  }
  BOOST_TEST(crawl.watch.take_session_parameters().empty());
}

// One value on all links of a page, thirty paths under all values: and yet each names a thing.
BOOST_AUTO_TEST_CASE(a_thing_in_thirty_languages_is_no_session) {
  Watching crawl;
  for (int i = 0; i < 300; ++i) {
    for (int language = 0; language < 30; ++language) {
      const std::string url = at("/l", language, "/product?pid=" + id(i));
      crawl.admits(url, "https://a.example/l0/product?pid=" + id(i));
    }
    for (int language = 0; language < 30; ++language) {
      crawl.admits(at("/m", language, "/product?pid=" + id(i)), at("/by-name/", i));
      crawl.admits(at("/next/", language, "?pid=" + id(i + 1)),
                   at("/next/", language, "?pid=" + id(i)));
    }
  }
  BOOST_TEST(crawl.watch.take_session_parameters().empty());
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
