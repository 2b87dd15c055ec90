#include "policies/hours.h"

#include <string>

#include <boost/test/unit_test.hpp>

using policies::Hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// Seconds until it is open at that time of day; -1 when the text is refused.
long wait(const std::string& text, int hour, int minute = 0, int second = 0) {
  const auto parsed = Hours::parse(text);
  if (!parsed) return -1;
  return static_cast<long>(
      parsed->until_open(minutes(60 * hour + minute) + seconds(second)).count());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hours)

BOOST_AUTO_TEST_CASE(without_hours_it_is_always_open) {
  BOOST_TEST(Hours().until_open(minutes(180)).count() == 0);
  BOOST_TEST(Hours().text().empty());
}

BOOST_AUTO_TEST_CASE(a_window_is_open_from_its_first_second_to_its_last) {
  BOOST_TEST(wait("09-17", 8, 59, 59) == 1);
  BOOST_TEST(wait("09-17", 9) == 0);
  BOOST_TEST(wait("09-17", 16, 59, 59) == 0);
  BOOST_TEST(wait("09-17", 17) == 16 * 3600);
}

BOOST_AUTO_TEST_CASE(a_window_may_reach_over_midnight) {
  BOOST_TEST(wait("22-06", 23) == 0);
  BOOST_TEST(wait("22-06", 0) == 0);
  BOOST_TEST(wait("22-06", 5, 59, 59) == 0);
  BOOST_TEST(wait("22-06", 6) == 16 * 3600);
  BOOST_TEST(wait("22:30-6", 22, 29) == 60);
  BOOST_TEST(wait("22-24", 23, 59, 59) == 0);
  BOOST_TEST(wait("22-24", 0) == 22 * 3600);
}

BOOST_AUTO_TEST_CASE(the_next_of_several_windows_counts) {
  const std::string twice = "12-13:15, 22-06";
  BOOST_TEST(wait(twice, 7) == 5 * 3600);
  BOOST_TEST(wait(twice, 13, 14) == 0);
  BOOST_TEST(wait(twice, 13, 15) == (8 * 60 + 45) * 60);
  BOOST_TEST(wait(twice, 1) == 0);
}

BOOST_AUTO_TEST_CASE(what_is_no_window_is_refused_with_an_example) {
  for (const char* text : {"", "22", "22-", "-06", "25-06", "22-06:60", "22-06,", "a-b", "22--06",
                           "10-10", "24-06", "1e1-12", "22:1x-06", "24:01-25"}) {
    BOOST_TEST(wait(text, 0) == -1, text);
  }
  const auto refused = Hours::parse("night");
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().detail.find("\"night\": expected hours such as 22-06") == 0u);
}

BOOST_AUTO_TEST_CASE(the_text_is_kept_for_the_job_record) {
  BOOST_TEST(Hours::parse(" 22:30-06 ")->text() == "22:30-06");
}

BOOST_AUTO_TEST_SUITE_END()
