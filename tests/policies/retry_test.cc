#include "policies/retry.h"

#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

using base::Errc;
using policies::RetryOptions;

namespace {

// Sun, 22 Nov 2026 10:31:26 GMT
constexpr base::Timestamp kNow{std::chrono::seconds{1'795'343'486}};

// Seconds, or -1 for never.
long after_error(Errc error, unsigned attempt, unsigned tries = 3) {
  const auto wait = policies::retry_after_error({.tries = tries}, error, attempt);
  return wait ? static_cast<long>(wait->count()) : -1;
}

long after_status(int status, std::optional<std::string_view> retry_after, unsigned attempt = 1,
                  unsigned tries = 3) {
  const auto wait =
      policies::retry_after_status({.tries = tries}, status, retry_after, kNow, attempt);
  return wait ? static_cast<long>(wait->count()) : -1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(retry)

BOOST_AUTO_TEST_CASE(passing_failures_are_tried_again_with_doubling_waits) {
  for (const Errc error :
       {Errc::connect, Errc::timeout, Errc::dns, Errc::truncated, Errc::protocol}) {
    BOOST_TEST(after_error(error, 1) == 5);
    BOOST_TEST(after_error(error, 2) == 10);
    BOOST_TEST(after_error(error, 3) == -1);
  }
  BOOST_TEST(after_error(Errc::connect, 7, 20) == 300);
}

BOOST_AUTO_TEST_CASE(lasting_failures_are_not) {
  for (const Errc error : {Errc::invalid, Errc::not_found, Errc::tls, Errc::too_large,
                           Errc::refused, Errc::cancelled, Errc::disk_full, Errc::io}) {
    BOOST_TEST(after_error(error, 1) == -1, base::name_of(error));
  }
}

// RFC 9110 10.2.3: seconds or a date.
BOOST_AUTO_TEST_CASE(retry_after_is_obeyed) {
  for (const int status : {429, 500, 502, 503, 504}) {
    BOOST_TEST(after_status(status, "120") == 120);
    BOOST_TEST(after_status(status, " 120 ") == 120);
    BOOST_TEST(after_status(status, "Sun, 22 Nov 2026 10:36:26 GMT") == 300);
    BOOST_TEST(after_status(status, "Sun Nov 22 10:36:26 2026") == 300);
  }
}

// reliability.md 5c: [1 s, 24 h], and no number overflows.
BOOST_AUTO_TEST_CASE(insane_retry_after_is_clamped) {
  BOOST_TEST(after_status(503, "0") == 1);
  BOOST_TEST(after_status(503, "Thu, 01 Jan 1970 00:00:00 GMT") == 1);
  BOOST_TEST(after_status(503, "Fri, 31 Dec 9999 23:59:59 GMT") == 86'400);
  BOOST_TEST(after_status(503, "4000000000") == 86'400);
  BOOST_TEST(after_status(503, std::string(100'000, '9')) == 86'400);
}

BOOST_AUTO_TEST_CASE(without_a_readable_retry_after_the_wait_doubles_from_a_minute) {
  for (const char* value : {"", "-5", "1e9", "NaN", "soon", "0x10", "1.5"}) {
    BOOST_TEST(after_status(429, value) == 60, value);
  }
  BOOST_TEST(after_status(429, std::nullopt, 2) == 120);
  BOOST_TEST(after_status(503, std::nullopt, 19, 20) == 3600);
}

BOOST_AUTO_TEST_CASE(server_errors_are_tried_again_soon_and_other_statuses_never) {
  for (const int status : {500, 502, 504}) {
    BOOST_TEST(after_status(status, std::nullopt) == 5);
    BOOST_TEST(after_status(status, "soon") == 5);
    BOOST_TEST(after_status(status, "7200", 3) == -1);
    BOOST_TEST(after_status(status, std::nullopt, 2) == 10);
    BOOST_TEST(after_status(status, std::nullopt, 3) == -1);
  }
  for (const int status : {0, 200, 304, 404, 408, 501, 505, 599, -1}) {
    BOOST_TEST(after_status(status, "1") == -1, status);
  }
}

BOOST_AUTO_TEST_CASE(any_count_of_attempts_is_fine) {
  constexpr unsigned most = std::numeric_limits<unsigned>::max();
  BOOST_TEST(after_error(Errc::timeout, 0) == 5);
  BOOST_TEST(after_error(Errc::timeout, most - 1, most) == 300);
  BOOST_TEST(after_status(503, std::nullopt, most - 1, most) == 3600);
  BOOST_TEST(after_error(Errc::timeout, 1, 0) == -1);
}

BOOST_AUTO_TEST_SUITE_END()
