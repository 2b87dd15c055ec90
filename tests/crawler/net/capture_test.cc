// The body of a capture as readers of links see it, whichever way it is stored.
#include "crawler/net/capture.h"

#include <boost/test/unit_test.hpp>

#include "tests/warc/warc_support.h"

using crawler::net::Capture;
using support::must;

namespace {

Capture holding(std::string body, bool keeps_framing) {
  Capture capture;
  capture.body = warc::Block(std::move(body));
  capture.keeps_framing = keeps_framing;
  return capture;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(capture)

BOOST_AUTO_TEST_CASE(a_body_without_framing_is_read_as_it_is) {
  BOOST_TEST(must(read_payload(holding("5\r\nhello", false), 100)) == "5\r\nhello");
  BOOST_TEST(must(read_payload(holding("hello", false), 3)) == "hel");
}

BOOST_AUTO_TEST_CASE(a_body_in_chunks_is_read_without_them) {
  const std::string chunks = "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: x\r\n\r\n";

  BOOST_TEST(must(read_payload(holding(chunks, true), 100)) == "hello world");
  BOOST_TEST(must(read_payload(holding(chunks, true), 7)) == "hello w");
  BOOST_TEST(must(read_payload(holding("5\r\nhe", true), 100)) == "he");
}

BOOST_AUTO_TEST_CASE(small_chunks_beyond_one_piece_are_all_read) {
  std::string chunks;
  for (int i = 0; i < 100'000; ++i) chunks += "1\r\nx\r\n";

  BOOST_TEST(must(read_payload(holding(chunks + "0\r\n\r\n", true), 1'000'000)).size() == 100'000u);
}

BOOST_AUTO_TEST_SUITE_END()
