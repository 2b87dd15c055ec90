// policies.md 4.2, the table of back-off.
#include "policies/backoff.h"

#include <limits>

#include <boost/test/unit_test.hpp>

using policies::Backoff;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr milliseconds kErrorPause{30'000};

struct Host {
  Backoff backoff;

  long busy(std::optional<seconds> told = std::nullopt) {
    return backoff.busy(told).count() / 1000;
  }
  long forbidden() { return backoff.forbidden().count() / 1000; }
  long error() { return backoff.no_connection(kErrorPause).count() / 1000; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(backoff, Host)

BOOST_AUTO_TEST_CASE(a_busy_host_gets_a_minute_then_two_and_at_most_an_hour) {
  BOOST_TEST(busy() == 60);
  BOOST_TEST(busy() == 120);
  BOOST_TEST(busy() == 240);
  for (int i = 0; i < 100; ++i) busy();
  BOOST_TEST(busy() == 3600);
}

BOOST_AUTO_TEST_CASE(what_retry_after_says_is_done_between_a_second_and_a_day) {
  BOOST_TEST(busy(seconds{5}) == 5);
  BOOST_TEST(busy(seconds{0}) == 1);
  BOOST_TEST(busy(seconds{-7}) == 1);
  BOOST_TEST(busy(seconds{7200}) == 7200);
  BOOST_TEST(busy(seconds::max()) == 86'400);
}

BOOST_AUTO_TEST_CASE(success_halves_the_next_pause) {
  busy();
  busy();
  busy();  // 480 s would be next

  backoff.good();
  BOOST_TEST(busy() == 240);

  for (int i = 0; i < 9; ++i) backoff.good();
  BOOST_TEST(busy() == 60);
}

BOOST_AUTO_TEST_CASE(ten_forbidden_in_a_row_are_six_hours) {
  for (int i = 0; i < 9; ++i) BOOST_TEST(forbidden() == 0);
  BOOST_TEST(forbidden() == 6 * 3600);
  BOOST_TEST(forbidden() == 0);
}

BOOST_AUTO_TEST_CASE(any_other_answer_ends_the_row) {
  for (int i = 0; i < 9; ++i) forbidden();
  backoff.good();
  BOOST_TEST(forbidden() == 0);

  for (int i = 0; i < 8; ++i) forbidden();
  busy();
  BOOST_TEST(forbidden() == 0);
}

BOOST_AUTO_TEST_CASE(failed_connections_double_and_the_fifth_is_six_hours) {
  BOOST_TEST(error() == 30);
  BOOST_TEST(error() == 60);
  BOOST_TEST(error() == 120);
  BOOST_TEST(error() == 240);
  BOOST_TEST(backoff.is_unreachable());
  BOOST_TEST(error() == 6 * 3600);
  BOOST_TEST(!backoff.has_given_up());
}

BOOST_AUTO_TEST_CASE(the_third_round_gives_the_host_up) {
  for (int i = 0; i < 14; ++i) {
    error();
    BOOST_TEST(!backoff.has_given_up());
  }
  error();
  BOOST_TEST(backoff.has_given_up());
}

BOOST_AUTO_TEST_CASE(an_answer_ends_rows_and_rounds) {
  for (int i = 0; i < 14; ++i) error();
  backoff.good();
  BOOST_TEST(!backoff.is_unreachable());

  for (int i = 0; i < 14; ++i) error();
  BOOST_TEST(!backoff.has_given_up());
}

BOOST_AUTO_TEST_CASE(senseless_pauses_are_bounded) {
  BOOST_TEST(backoff.no_connection(milliseconds::max()).count() == 3'600'000);
  BOOST_TEST(backoff.no_connection(milliseconds{-1}).count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
