#include "crawler/job/budget_options.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using crawler::job::budget_settings;
using crawler::job::set_budget;
using policies::BudgetOptions;

namespace {

std::string complaint(std::string_view text) {
  BudgetOptions budget;
  const auto set = set_budget(budget, text);
  return set ? "" : set.error().detail;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(budget_options)

BOOST_AUTO_TEST_CASE(every_account_has_every_limit) {
  BudgetOptions budget;
  BOOST_REQUIRE(set_budget(budget, "host.bytes=2GB"));
  BOOST_REQUIRE(set_budget(budget, "seed.time=90m"));
  BOOST_REQUIRE(set_budget(budget, "domain.errors=0"));
  BOOST_REQUIRE(set_budget(budget, "crawl.urls=5"));
  BOOST_REQUIRE(set_budget(budget, "seed.pages=6"));

  BOOST_TEST(*budget.host.bytes == 2'000'000'000u);
  BOOST_TEST(budget.seed.time->count() == 5400);
  BOOST_TEST(*budget.domain.errors == 0u);
  BOOST_TEST(*budget.crawl.urls == 5u);
  BOOST_TEST(*budget.seed.pages == 6u);
}

BOOST_AUTO_TEST_CASE(settings_are_read_back_as_the_same_limits) {
  BudgetOptions budget;
  for (const char* who : {"seed", "host", "domain"}) {
    for (const char* limit : {"urls=1", "bytes=2", "errors=3", "time=1500ms"}) {
      BOOST_REQUIRE(set_budget(budget, std::string(who) + "." + limit));
    }
  }

  BudgetOptions again;
  for (const std::string& setting : budget_settings(budget)) {
    BOOST_REQUIRE(set_budget(again, setting));
  }

  BOOST_TEST(budget_settings(budget).size() == 12u);
  BOOST_TEST(budget_settings(again) == budget_settings(budget), boost::test_tools::per_element());
  BOOST_TEST(again.host.time->count() == 2);
}

// They are told by --limit, --host-limit and so on.
BOOST_AUTO_TEST_CASE(limits_with_an_option_of_their_own_are_left_to_it) {
  BudgetOptions budget;
  for (const char* text : {"crawl.urls=1", "crawl.time=1", "seed.pages=1", "host.pages=1"}) {
    BOOST_REQUIRE(set_budget(budget, text));
  }

  BOOST_TEST(budget_settings(budget).empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_limit_is_said_plainly) {
  BOOST_TEST(complaint("host") == "\"host\": expected WHO.WHAT=N such as host.bytes=2GB");
  for (const char* wrong : {"", "=", "host=1", "host=a.b", ".="}) {
    BOOST_TEST(!complaint(wrong).empty(), wrong);
  }
  BOOST_TEST(complaint("hst.bytes=1") == "\"hst\" is none of crawl, seed, host, domain");
  BOOST_TEST(complaint("host.byte=1") == "\"byte\" is none of pages, urls, bytes, errors, time");
  BOOST_TEST(!complaint("host.bytes=many").empty());
  BOOST_TEST(!complaint("host.pages=1GB").empty());
  BOOST_TEST(!complaint("host.time=soon").empty());
  BOOST_TEST(complaint("a\x1b.b=1").find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
