#include "base/time.h"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

using base::Timestamp;
using std::chrono::microseconds;
using std::chrono::seconds;

namespace {

std::string read(std::string_view text) {
  const auto time = base::parse_http_date(text);
  return time ? base::to_timestamp14(*time) : "nothing";
}

}  // namespace

// Named for its type: a suite called "time" would hide the C function.
BOOST_AUTO_TEST_SUITE(timestamp)

// Formats W-12 and W-13: UTC, three digits of a second, never rounded up.
BOOST_AUTO_TEST_CASE(is_written_in_the_forms_of_warc_and_cdx) {
  const Timestamp time{microseconds{1'795'343'486'123'999}};

  BOOST_TEST(base::to_iso8601(time) == "2026-11-22T10:31:26.123Z");
  BOOST_TEST(base::to_timestamp14(time) == "20261122103126");
  BOOST_TEST(base::to_timestamp17(time) == "20261122103126123");
}

BOOST_AUTO_TEST_CASE(reaches_before_1970_and_over_leap_days) {
  BOOST_TEST(base::to_iso8601(Timestamp{microseconds{-1}}) == "1969-12-31T23:59:59.999Z");
  BOOST_TEST(base::to_timestamp14(Timestamp{seconds{1'709'164'800}}) == "20240229000000");
}

// RFC 9110 5.6.7: a recipient takes all three forms.
BOOST_AUTO_TEST_CASE(http_dates_come_in_three_forms) {
  BOOST_TEST(read("Sun, 06 Nov 1994 08:49:37 GMT") == "19941106084937");
  BOOST_TEST(read("Sunday, 06-Nov-94 08:49:37 GMT") == "19941106084937");
  BOOST_TEST(read("Sun Nov  6 08:49:37 1994") == "19941106084937");
}

BOOST_AUTO_TEST_CASE(what_is_no_http_date_gives_nothing) {
  for (const char* text : {"", "120", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
                           "yesterday", "Sun, 99 Nov 1994 08:49:37 GMT"}) {
    BOOST_TEST(read(text) == "nothing", text);
  }
  BOOST_TEST(read(std::string(100'000, '9')) == "nothing");
}

BOOST_AUTO_TEST_CASE(the_machine_clock_is_after_this_was_written) {
  BOOST_TEST((base::system_clock().now() > Timestamp{seconds{1'700'000'000}}));
}

BOOST_AUTO_TEST_SUITE_END()
