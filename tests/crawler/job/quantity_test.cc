#include "crawler/job/quantity.h"

#include <boost/test/unit_test.hpp>

using namespace crawler::job;
using std::chrono::milliseconds;

namespace {

std::int64_t millis(std::string_view text) {
  const auto parsed = parse_duration(text);
  return parsed ? parsed->count() : -1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quantity)

BOOST_AUTO_TEST_CASE(counts_are_whole_and_not_negative) {
  BOOST_TEST(*parse_count("0") == 0u);
  BOOST_TEST(*parse_count(" 42 ") == 42u);
  BOOST_TEST(*parse_count("9223372036854775807") == 9223372036854775807u);
  for (const char* wrong : {"", "-1", "+1", "1.5", "1k", "0x10", "one", "9223372036854775808"}) {
    BOOST_TEST_CONTEXT("\"" << wrong << "\"") { BOOST_TEST(!parse_count(wrong)); }
  }
}

BOOST_AUTO_TEST_CASE(bytes_have_decimal_and_binary_units) {
  BOOST_TEST(*parse_bytes("500") == 500u);
  BOOST_TEST(*parse_bytes("500B") == 500u);
  BOOST_TEST(*parse_bytes("64KiB") == 65'536u);
  BOOST_TEST(*parse_bytes("1.5 MB") == 1'500'000u);
  BOOST_TEST(*parse_bytes("2g") == 2'000'000'000u);
  BOOST_TEST(*parse_bytes("1TiB") == 1'099'511'627'776u);
  for (const char* wrong :
       {"", "-1", "1 XB", "1e9", "nan", "inf", "KB", "1 k b", "9e99", "100000TB", "1,5MB"}) {
    BOOST_TEST_CONTEXT("\"" << wrong << "\"") { BOOST_TEST(!parse_bytes(wrong)); }
  }
}

BOOST_AUTO_TEST_CASE(times_without_a_unit_are_seconds) {
  BOOST_TEST(millis("2.5") == 2500);
  BOOST_TEST(millis("2.5s") == 2500);
  BOOST_TEST(millis("300ms") == 300);
  BOOST_TEST(millis("10m") == 600'000);
  BOOST_TEST(millis("2h") == 7'200'000);
  BOOST_TEST(millis("1d") == 86'400'000);
  BOOST_TEST(millis("0") == 0);
  for (const char* wrong : {"", "-1", "fast", "1w", "20y", "5000d", "inf", "1:30"}) {
    BOOST_TEST_CONTEXT("\"" << wrong << "\"") { BOOST_TEST(millis(wrong) == -1); }
  }
}

BOOST_AUTO_TEST_CASE(factors_are_plain_numbers) {
  BOOST_TEST(*parse_factor("0.5") == 0.5);
  BOOST_TEST(*parse_factor("5") == 5.0);
  for (const char* wrong : {"", "-1", "5x", "nan", "2000000"}) {
    BOOST_TEST_CONTEXT("\"" << wrong << "\"") { BOOST_TEST(!parse_factor(wrong)); }
  }
}

BOOST_AUTO_TEST_CASE(flags_are_read_in_every_usual_spelling) {
  for (const char* yes : {"yes", "true", "on", "1", "True", " YES "}) {
    BOOST_TEST_CONTEXT(yes) { BOOST_TEST(*parse_flag(yes)); }
  }
  for (const char* no : {"no", "false", "off", "0", "False"}) {
    BOOST_TEST_CONTEXT(no) { BOOST_TEST(!*parse_flag(no)); }
  }
  BOOST_TEST(!parse_flag(""));
  BOOST_TEST(!parse_flag("maybe"));
}

BOOST_AUTO_TEST_CASE(the_complaint_shows_the_value_safely) {
  const auto wrong = parse_duration("fast\x1b[2J");

  BOOST_REQUIRE(!wrong);
  BOOST_TEST(wrong.error().detail.find('\x1b') == std::string::npos);
  BOOST_TEST(wrong.error().detail.find("fast") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
