#include "crawler/status/progress.h"

#include <boost/test/unit_test.hpp>

using crawler::frontier::Counts;
using crawler::status::human_bytes;
using crawler::status::progress_line;
using crawler::status::Stats;

BOOST_AUTO_TEST_SUITE(progress)

BOOST_AUTO_TEST_CASE(the_line_has_the_numbers_an_operator_asks_for) {
  Stats stats;
  stats.fetched = 120;
  stats.pages = 60;
  stats.wire_bytes = 12'345'678;
  const Counts counts{.known = 200, .queued = 35, .in_flight = 4, .hosts_waiting = 3};

  BOOST_TEST(progress_line(stats, counts, std::chrono::milliseconds(42'900), 1'234'567.8) ==
             "fetched 120, queued 35, in flight 4, pages 60, 12.3 MB, 1.23 MB/s, "
             "3 hosts waiting, 0:42");
}

BOOST_AUTO_TEST_CASE(what_is_parked_is_shown_where_something_is) {
  const Counts counts{.queued = 35, .parked = 7};

  const std::string line = progress_line(Stats{}, counts, std::chrono::milliseconds(0), 0);

  BOOST_TEST(line.find("queued 35, parked 7, in flight 0") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(long_crawls_count_minutes_on) {
  const std::string line =
      progress_line(Stats{}, Counts{}, std::chrono::minutes(125) + std::chrono::seconds(7), 0);

  BOOST_TEST(line.ends_with("125:07"));
}

BOOST_AUTO_TEST_CASE(bytes_are_decimal_with_three_digits) {
  BOOST_TEST(human_bytes(0) == "0 B");
  BOOST_TEST(human_bytes(999) == "999 B");
  BOOST_TEST(human_bytes(1000) == "1 kB");
  BOOST_TEST(human_bytes(12'345) == "12.3 kB");
  BOOST_TEST(human_bytes(123'456'789) == "123 MB");
  BOOST_TEST(human_bytes(5'000'000'000) == "5 GB");
}

// 999,999 is 1 MB to three digits, not "1e+03 kB".
BOOST_AUTO_TEST_CASE(numbers_just_under_the_next_unit_stay_readable) {
  for (const std::uint64_t bytes : {999'600ull, 999'999ull, 999'999'999ull, 999'999'999'999ull}) {
    BOOST_TEST_CONTEXT(bytes) {
      BOOST_TEST(human_bytes(bytes).find('e') == std::string::npos);
      BOOST_TEST(human_bytes(bytes).starts_with("1"));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_largest_number_has_a_unit) {
  BOOST_TEST(human_bytes(~std::uint64_t{0}).ends_with(" PB"));
}

BOOST_AUTO_TEST_SUITE_END()
