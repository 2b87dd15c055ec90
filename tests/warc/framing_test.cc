// What a response head promises about its body, RFC 9112 section 6.3.
#include "warc/framing.h"

#include <string>

#include <boost/test/unit_test.hpp>

using warc::Framing;
using warc::framing_of;
using warc::parse_content_length;

namespace {

Framing promised_by(const std::string& fields, const std::string& version = "HTTP/1.1") {
  const auto head = warc::parse_response_head(version + " 200 OK\r\n" + fields + "\r\n");
  BOOST_REQUIRE(head);
  return framing_of(*head);
}

bool has_fault(const Framing& framing, std::string_view text) {
  for (const std::string& fault : framing.faults) {
    if (fault.find(text) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(framing)

BOOST_AUTO_TEST_CASE(a_plain_length_is_taken_without_complaint) {
  const Framing plain = promised_by("Content-Length: 42\r\n");

  BOOST_TEST(*plain.content_length == 42u);
  BOOST_TEST(!plain.chunked);
  BOOST_TEST(plain.faults.empty());
}

BOOST_AUTO_TEST_CASE(no_length_is_no_fault) {
  const Framing none = promised_by("");

  BOOST_TEST(!none.content_length.has_value());
  BOOST_TEST(none.faults.empty());
}

BOOST_AUTO_TEST_CASE(chunked_is_found_whatever_its_case_and_place) {
  BOOST_TEST(promised_by("Transfer-Encoding: Chunked\r\n").chunked);
  BOOST_TEST(promised_by("transfer-encoding: gzip, chunked\r\n").chunked);
  BOOST_TEST(promised_by("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n").chunked);
  BOOST_TEST(!promised_by("Transfer-Encoding: chunked, gzip\r\n").chunked);
  BOOST_TEST(!promised_by("Transfer-Encoding: identity\r\n").chunked);
}

BOOST_AUTO_TEST_CASE(transfer_encoding_overrides_the_length) {
  const Framing both = promised_by("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");

  BOOST_TEST(both.chunked);
  BOOST_TEST(!both.content_length.has_value());
  BOOST_TEST(has_fault(both, "Content-Length beside Transfer-Encoding"));
}

BOOST_AUTO_TEST_CASE(equal_lengths_count_as_one) {
  BOOST_TEST(*promised_by("Content-Length: 5\r\nContent-Length: 5\r\n").content_length == 5u);
  BOOST_TEST(*promised_by("Content-Length: 5, 5\r\n").content_length == 5u);
}

BOOST_AUTO_TEST_CASE(different_lengths_count_as_none) {
  const Framing two = promised_by("Content-Length: 5\r\nContent-Length: 6\r\n");
  const Framing list = promised_by("Content-Length: 5, 6\r\n");

  BOOST_TEST(!two.content_length.has_value());
  BOOST_TEST(has_fault(two, "differ"));
  BOOST_TEST(!list.content_length.has_value());
  BOOST_TEST(has_fault(list, "no number"));
}

BOOST_AUTO_TEST_CASE(odd_transfer_codings_are_named) {
  BOOST_TEST(has_fault(promised_by("Transfer-Encoding: chunked, chunked\r\n"), "twice"));
  BOOST_TEST(has_fault(promised_by("Transfer-Encoding: zstd, chunked\r\n"), "\"zstd\""));
  BOOST_TEST(has_fault(promised_by("Transfer-Encoding: chunked\r\n", "HTTP/1.0"), "HTTP/1.0"));
}

BOOST_AUTO_TEST_CASE(a_length_is_digits_and_nothing_else) {  // RFC 9110 8.6
  for (const char* value : {"", " ", "-1", "+5", "0x5", "5.0", "5 5", "five", "1e3", "5;", ",5",
                            "9223372036854775808", "99999999999999999999999"}) {
    BOOST_TEST_CONTEXT("\"" << value << "\"") { BOOST_TEST(!parse_content_length(value)); }
  }
  BOOST_TEST(*parse_content_length("0") == 0u);
  BOOST_TEST(*parse_content_length("00042") == 42u);
  BOOST_TEST(*parse_content_length("9223372036854775807") == 9223372036854775807u);
}

BOOST_AUTO_TEST_CASE(a_hostile_value_is_cut_in_the_message) {
  const Framing hostile = promised_by("Content-Length: " + std::string(5000, '9') + "\r\n");

  BOOST_TEST(!hostile.content_length.has_value());
  BOOST_REQUIRE(hostile.faults.size() == 1u);
  BOOST_TEST(hostile.faults.front().size() < 100u);
}

BOOST_AUTO_TEST_SUITE_END()
