// A crawl of a site full of traps ends by itself, with all its real pages, at the default
// thresholds.
#include <cstdio>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/crawler/engine/crawling.h"
#include "tests/support/trap_site.h"

namespace {

struct TrapCrawling : engine_test::Crawling {
  support::TrapSite site;

  TrapCrawling() {
    job.resolve.push_back(site.resolve());
    job.gzip_level = 1;
    job.concurrency = 1;
  }

  void crawl_site() {
    auto result = try_crawl({site.url()});
    BOOST_REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().detail));
    report = std::move(*result);
  }
  std::size_t trap_requests() const {
    std::size_t sum = 0;
    for (const auto& [name, count] : site.trap_requests()) {
      std::printf("  %-24s %zu\n", name.c_str(), count);
      sum += count;
    }
    return sum;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(traps_crawl)

BOOST_FIXTURE_TEST_CASE(a_site_full_of_traps_is_crawled_whole_and_ends, TrapCrawling) {
  crawl_site();

  const std::size_t real = site.real_pages(), requests = site.requests();
  const double each = static_cast<double>(requests) / static_cast<double>(real);
  std::printf("trap site: %zu of %zu real pages, %zu requests = %.2f\n", site.real_pages_seen(),
              real, requests, each);
  trap_requests();
  BOOST_TEST(site.real_pages_seen() == real);
  BOOST_TEST(each <= 1.3);
  std::set<std::string> parked_for;
  for (const auto& row : archive().lines("reports/left.jsonl")) {
    parked_for.insert(engine_test::text_of(row, "reason"));
  }
  for (const char* reason : {"calendar", "facets", "duplicate"}) {
    BOOST_TEST(parked_for.contains(reason), reason << " is not in left.jsonl");
  }
}

BOOST_FIXTURE_TEST_CASE(without_the_rules_the_traps_take_the_crawl, TrapCrawling) {
  BOOST_REQUIRE(crawler::job::Job().traps.rules == job.traps.rules);
  BOOST_REQUIRE(policies::set_trap(job.traps, "all=off"));
  job.keys.strip = false;
  job.budget.crawl.urls = 5000;

  crawl_site();

  std::printf("trap site without rules: %zu of %zu real pages after %zu requests\n",
              site.real_pages_seen(), site.real_pages(), site.requests());
  BOOST_TEST(trap_requests() > 1500u);
  BOOST_TEST(site.real_pages_seen() < site.real_pages());
}

BOOST_AUTO_TEST_SUITE_END()
