#include "base/encoding.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

std::vector<unsigned> code_points(std::string_view text) {
  std::vector<unsigned> points;
  for (std::size_t at = 0; at < text.size();) points.push_back(base::next_code_point(text, at));
  return points;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(encoding)

// RFC 4648 section 10, without the padding.
BOOST_AUTO_TEST_CASE(base32_follows_the_vectors_of_rfc_4648) {
  BOOST_TEST(base::to_base32("") == "");
  BOOST_TEST(base::to_base32("f") == "MY");
  BOOST_TEST(base::to_base32("fo") == "MZXQ");
  BOOST_TEST(base::to_base32("foo") == "MZXW6");
  BOOST_TEST(base::to_base32("foob") == "MZXW6YQ");
  BOOST_TEST(base::to_base32("fooba") == "MZXW6YTB");
  BOOST_TEST(base::to_base32("foobar") == "MZXW6YTBOI");
  BOOST_TEST(base::to_base32(std::string(20, '\xff')) == std::string(32, '7'));
}

BOOST_AUTO_TEST_CASE(hexadecimal_is_lower_case) {
  BOOST_TEST(base::to_hex(std::string_view("\x00\xab\xff", 3)) == "00abff");
  BOOST_TEST(base::hex_value('F') == 15);
  BOOST_TEST(base::hex_value('g') == -1);
}

BOOST_AUTO_TEST_CASE(percent_decoding_leaves_what_is_no_escape) {
  BOOST_TEST(base::percent_decode("a%20b%C3%a9") == "a b\xc3\xa9");
  BOOST_TEST(base::percent_decode("100%") == "100%");
  BOOST_TEST(base::percent_decode("%2") == "%2");
  BOOST_TEST(base::percent_decode("%zz%") == "%zz%");
  BOOST_TEST(base::percent_decode("%2541") == "%41");
}

// WHATWG Encoding, UTF-8 decoder: one replacement for each maximal subpart.
BOOST_AUTO_TEST_CASE(malformed_utf8_is_replaced_by_maximal_subparts) {
  using Points = std::vector<unsigned>;
  BOOST_TEST(code_points("\xe4\xb8\xad") == (Points{0x4e2d}));
  BOOST_TEST(code_points("\xf0\x9f\x98\x80") == (Points{0x1f600}));
  BOOST_TEST(code_points("\xc0\xaf") == (Points{0xfffd, 0xfffd}));
  BOOST_TEST(code_points("\xe0\x80\x80") == (Points{0xfffd, 0xfffd, 0xfffd}));
  BOOST_TEST(code_points("\xed\xa0\x80") == (Points{0xfffd, 0xfffd, 0xfffd}));
  BOOST_TEST(code_points("\xf4\x90\x80\x80") == (Points{0xfffd, 0xfffd, 0xfffd, 0xfffd}));
  BOOST_TEST(code_points("\xe4\xb8"
                         "a") == (Points{0xfffd, 'a'}));
  BOOST_TEST(code_points("\xf0\x9f\x98") == (Points{0xfffd}));
}

BOOST_AUTO_TEST_CASE(every_code_point_survives_a_round_trip) {
  for (char32_t point = 0; point <= 0x10ffff; point += 61) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    std::string text;
    base::append_utf8(text, point);
    std::size_t at = 0;
    const char32_t again = base::next_code_point(text, at);
    BOOST_REQUIRE_MESSAGE(again == point && at == text.size(), static_cast<unsigned>(point));
  }
  std::string surrogate;
  base::append_utf8(surrogate, 0xd800);
  BOOST_TEST(surrogate == "\xef\xbf\xbd");
}

BOOST_AUTO_TEST_CASE(case_is_ascii_only) {
  BOOST_TEST(base::to_lower_ascii("AbZ[\xc3\x89") == "abz[\xc3\x89");
  BOOST_TEST(base::equals_ignoring_case("Content-TYPE", "content-type"));
  BOOST_TEST(!base::equals_ignoring_case("abc", "abcd"));
  BOOST_TEST(base::starts_with_ignoring_case("HTTP://x", "http:"));
  BOOST_TEST(!base::starts_with_ignoring_case("ht", "http:"));
}

BOOST_AUTO_TEST_CASE(trimming_takes_blanks_from_both_ends) {
  BOOST_TEST(base::trimmed(" \t a b\r\n") == "a b");
  BOOST_TEST(base::trimmed(" \f ") == "");
  BOOST_TEST(base::trimmed("") == "");
}

// Promise "Safe": nothing a server sent moves the cursor or turns text around.
BOOST_AUTO_TEST_CASE(text_for_a_terminal_holds_no_controls) {
  BOOST_TEST(base::printable("a\x1b[31mb\r\n") == "a?[31mb??");
  BOOST_TEST(base::printable("x\xe2\x80\xaey") == "x?y");
  BOOST_TEST(base::printable("\xc2\x9b"
                             "1m\xff") == "?1m?");
  BOOST_TEST(base::printable("\xe4\xb8\xad") == "\xe4\xb8\xad");
}

BOOST_AUTO_TEST_SUITE_END()
