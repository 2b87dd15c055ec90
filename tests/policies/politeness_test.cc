#include "policies/politeness.h"

#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

using policies::PolitenessOptions;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

auto page(const PolitenessOptions& options, milliseconds fetch,
          std::optional<milliseconds> crawl_delay = std::nullopt) {
  return policies::page_delay(options, fetch, crawl_delay).count();
}

auto gap(const PolitenessOptions& options, std::optional<milliseconds> crawl_delay = std::nullopt) {
  return policies::requisite_gap(options, crawl_delay).count();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(politeness)

// policies.md 4.2: five times the fetch, within bounds.
BOOST_AUTO_TEST_CASE(a_host_rests_in_proportion_to_its_effort) {
  BOOST_TEST(page({}, milliseconds{10}) == 1000);
  BOOST_TEST(page({}, milliseconds{1200}) == 6000);
  BOOST_TEST(page({}, seconds{60}) == 30'000);
}

BOOST_AUTO_TEST_CASE(a_declared_delay_is_obeyed_up_to_its_cap) {
  BOOST_TEST(page({}, milliseconds{10}, seconds{20}) == 20'000);
  BOOST_TEST(page({}, seconds{60}, seconds{2}) == 30'000);
  BOOST_TEST(page({}, milliseconds{10}, seconds{86'400}) == 300'000);
}

BOOST_AUTO_TEST_CASE(min_delay_wins_over_a_smaller_max_delay) {
  const PolitenessOptions slow{.min_delay = seconds{60}};
  BOOST_TEST(page(slow, milliseconds{1}) == 60'000);
  BOOST_TEST(page(slow, seconds{100}) == 60'000);
}

BOOST_AUTO_TEST_CASE(delay_zero_means_only_the_factor) {
  PolitenessOptions none{.min_delay = milliseconds{0}};
  BOOST_TEST(page(none, milliseconds{100}) == 500);
  none.factor = 0;
  BOOST_TEST(page(none, milliseconds{100}) == 0);
}

// reliability.md 5c.
BOOST_AUTO_TEST_CASE(senseless_numbers_give_the_nearest_bound) {
  PolitenessOptions options;
  BOOST_TEST(page(options, milliseconds::min()) == 1000);
  BOOST_TEST(page(options, milliseconds::max()) == 30'000);
  BOOST_TEST(page(options, milliseconds{10}, milliseconds::min()) == 1000);
  BOOST_TEST(page(options, milliseconds{10}, milliseconds::max()) == 300'000);
  for (const double factor : {std::nan(""), -5.0}) {
    options.factor = factor;
    BOOST_TEST(page(options, seconds{10}) == 1000);
  }
  options.factor = std::numeric_limits<double>::infinity();
  BOOST_TEST(page(options, seconds{10}) == 30'000);
  options.min_delay = options.max_delay = milliseconds{-1};
  BOOST_TEST(page(options, seconds{10}) == 0);
}

BOOST_AUTO_TEST_CASE(requisites_of_a_page_come_in_a_burst) {
  BOOST_TEST(gap({}) == 250);
  BOOST_TEST(gap({.min_delay = milliseconds{100}}) == 100);
  BOOST_TEST(gap({.min_delay = milliseconds{0}}) == 0);
}

BOOST_AUTO_TEST_CASE(a_declared_delay_holds_for_requisites_too) {
  BOOST_TEST(gap({}, seconds{10}) == 10'000);
  BOOST_TEST(gap({.min_delay = milliseconds{0}}, seconds{10}) == 10'000);
  BOOST_TEST(gap({}, milliseconds{100}) == 250);
  BOOST_TEST(gap({}, milliseconds::max()) == 300'000);
  BOOST_TEST(gap({}, milliseconds::min()) == 250);
}

BOOST_AUTO_TEST_SUITE_END()
