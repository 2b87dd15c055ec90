#include "policies/budget.h"

#include <boost/test/unit_test.hpp>

using policies::Limits;
using policies::Reason;
using policies::Spent;
using policies::within;
using std::chrono::seconds;

namespace {

bool is_within(const Limits& budget, const Spent& spent) {
  return static_cast<bool>(within(budget, spent));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(budget)

BOOST_AUTO_TEST_CASE(without_limits_everything_is_within) {
  BOOST_TEST(is_within({}, {.pages = ~0ull, .bytes = ~0ull, .time = seconds::max()}));
}

BOOST_AUTO_TEST_CASE(each_limit_has_its_reason_and_is_spent_when_reached) {
  const Limits budget{.pages = 10, .bytes = 1000, .time = seconds{60}};

  BOOST_TEST(is_within(budget, {.pages = 9, .bytes = 999, .time = seconds{59}}));
  BOOST_TEST((within(budget, {.pages = 10}).reason == Reason::page_limit));
  BOOST_TEST((within(budget, {.bytes = 1000}).reason == Reason::size_limit));
  BOOST_TEST((within(budget, {.time = seconds{60}}).reason == Reason::time_limit));
  BOOST_TEST(within(budget, {.bytes = 5000}).detail == "1000 bytes");
}

// Pages let what was begun be made whole, which is work as well: the others must end that.
BOOST_AUTO_TEST_CASE(bytes_and_time_count_when_the_pages_are_spent_too) {
  const Limits budget{.pages = 10, .bytes = 1000, .time = seconds{60}};

  BOOST_TEST((within(budget, {.pages = 10, .bytes = 1000}).reason == Reason::size_limit));
  BOOST_TEST((within(budget, {.pages = 10, .time = seconds{60}}).reason == Reason::time_limit));
  BOOST_TEST((within(budget, {.pages = 11, .bytes = 9}).reason == Reason::page_limit));
}

BOOST_AUTO_TEST_CASE(urls_and_errors_are_limits_too) {
  const Limits budget{.urls = 10, .errors = 3};

  BOOST_TEST(is_within(budget, {.urls = 9, .errors = 2}));
  BOOST_TEST((within(budget, {.urls = 10}).reason == Reason::url_limit));
  BOOST_TEST((within(budget, {.errors = 3}).reason == Reason::error_limit));
}

BOOST_AUTO_TEST_CASE(a_limit_of_zero_lets_nothing_through) {
  BOOST_TEST(!is_within({.pages = 0}, {}));
}

BOOST_AUTO_TEST_SUITE_END()
