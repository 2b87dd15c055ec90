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

BOOST_AUTO_TEST_CASE(jitter_only_ever_adds) {
  const PolitenessOptions usual;
  for (const double chance : {-1.0, 0.0, std::nan("")}) {
    BOOST_TEST(policies::jittered(usual, seconds{10}, chance).count() == 10'000);
  }
  BOOST_TEST(policies::jittered(usual, seconds{10}, 0.5).count() == 10'500);
  BOOST_TEST(policies::jittered(usual, seconds{10}, 7.0).count() == 11'000);
  BOOST_TEST(policies::jittered({.jitter = -3}, seconds{10}, 0.5).count() == 10'000);
  BOOST_TEST(policies::jittered({.jitter = 0}, seconds{10}, 0.5).count() == 10'000);
}

// policies.md 4.2: "one page delay x min(4, n/10)"; ours is never below one page delay.
BOOST_AUTO_TEST_CASE(a_burst_is_paid_for_afterwards) {
  const auto cost = [](unsigned n) { return policies::burst_delay(seconds{2}, n).count(); };
  BOOST_TEST(cost(1) == 2000);
  BOOST_TEST(cost(10) == 2000);
  BOOST_TEST(cost(25) == 5000);
  BOOST_TEST(cost(40) == 8000);
  BOOST_TEST(cost(4'000'000) == 8000);
}

BOOST_AUTO_TEST_CASE(an_address_has_gaps_of_its_own_unless_there_is_no_delay) {
  BOOST_TEST(policies::address_gap({}, true).count() == 500);
  BOOST_TEST(policies::address_gap({}, false).count() == 250);
  BOOST_TEST(policies::address_gap({.min_delay = milliseconds{0}}, true).count() == 0);
  BOOST_TEST(policies::address_gap({.min_delay = milliseconds{-5}}, false).count() == 0);
}

BOOST_AUTO_TEST_CASE(bytes_take_their_time) {
  BOOST_TEST(policies::time_for(500, 1000).count() == 500);
  BOOST_TEST(policies::time_for(500, std::nullopt).count() == 0);
  BOOST_TEST(policies::time_for(500, 0).count() == 0);
  BOOST_TEST(policies::time_for(std::numeric_limits<std::uint64_t>::max(), 1).count() ==
             86'400'000);
}

BOOST_AUTO_TEST_SUITE_END()
