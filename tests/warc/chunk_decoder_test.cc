#include "warc/chunk_decoder.h"

#include <boost/test/unit_test.hpp>

using warc::ChunkDecoder;
using State = ChunkDecoder::State;

namespace {

struct Decoded {
  State state;
  std::string body, fault;
  std::uint64_t surplus, trailers;
  bool complete;
  friend bool operator==(const Decoded&, const Decoded&) = default;
};

Decoded decode(std::string_view bytes, std::size_t step) {
  ChunkDecoder decoder;
  std::string body;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    decoder.append(bytes.substr(at, step), body);
  }
  return {decoder.state(),    body,
          decoder.fault(),    decoder.surplus_bytes(),
          decoder.trailers(), decoder.body_is_complete()};
}

// However the bytes are cut, the outcome is the same.
Decoded decode(std::string_view bytes) {
  const Decoded whole = decode(bytes, bytes.size() + 1);
  for (const std::size_t step : {1, 2, 3, 7}) BOOST_TEST((decode(bytes, step) == whole));
  return whole;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(chunk_decoder)

// RFC 9112 7.1.
BOOST_AUTO_TEST_CASE(chunks_are_joined_and_the_rest_is_surplus) {
  const Decoded d = decode("5\r\nhello\r\n1\r\n \r\n00A\r\n0123456789\r\n0\r\n\r\nHTTP/1.1 200");

  BOOST_TEST((d.state == State::done));
  BOOST_TEST(d.body == "hello 0123456789");
  BOOST_TEST(d.surplus == 12u);
  BOOST_TEST(d.complete);
}

BOOST_AUTO_TEST_CASE(bare_lf_blanks_and_extensions_are_tolerated) {
  const Decoded d = decode(" 3 \t; ext=\"a;b\"\nabc\n2;x\r\nde\r\n000 \n\n");

  BOOST_TEST((d.state == State::done));
  BOOST_TEST(d.body == "abcde");
}

BOOST_AUTO_TEST_CASE(trailers_are_dropped_and_counted) {
  const Decoded d = decode("1\r\nx\r\n0\r\nDigest: a\r\nServer-Timing: b\r\n\r\n");

  BOOST_TEST((d.state == State::done));
  BOOST_TEST(d.body == "x");
  BOOST_TEST(d.trailers == 2u);
}

BOOST_AUTO_TEST_CASE(a_body_cut_anywhere_needs_more_and_is_not_complete) {
  const std::string_view whole = "5\r\nhello\r\n0\r\n\r\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Decoded d = decode(whole.substr(0, size));
    BOOST_TEST((d.state == State::need_more));
    BOOST_TEST(d.complete == (size >= 13));
  }
}

BOOST_AUTO_TEST_CASE(sizes_that_are_no_numbers_are_faults) {
  for (const std::string_view size :
       {"-1", "", "+5", "0x5", "zz", "5 5", ";a=b", "8000000000000001", "10000000000000000",
        "ffffffffffffffffffff"}) {
    const Decoded d = decode(std::string(size) + "\r\nabcde");
    BOOST_TEST((d.state == State::faulty), size);
    BOOST_TEST(!d.fault.empty(), size);
    BOOST_TEST(d.body.empty(), size);
    BOOST_TEST(d.surplus == 5u, size);
  }
}

BOOST_AUTO_TEST_CASE(the_largest_size_is_accepted_without_reserving_it) {
  const Decoded d = decode("8000000000000000\r\nabc");

  BOOST_TEST((d.state == State::need_more));
  BOOST_TEST(d.body == "abc");
}

BOOST_AUTO_TEST_CASE(data_without_its_line_end_is_a_fault_and_keeps_what_came) {
  const Decoded d = decode("3\r\nabcX\r\n0\r\n\r\n");

  BOOST_TEST((d.state == State::faulty));
  BOOST_TEST(d.body == "abc");
  BOOST_TEST(d.surplus == 5u);
}

BOOST_AUTO_TEST_CASE(a_fault_names_the_size_without_control_bytes) {
  const Decoded d = decode("\x1b[31m\r\n");

  BOOST_TEST(d.fault == "bad chunk size \"?[31m\"");
}

BOOST_AUTO_TEST_CASE(size_lines_and_trailers_are_bounded) {
  ChunkDecoder line, trailers;
  std::string body;

  BOOST_TEST((line.append("5;" + std::string(5000, 'x'), body) == State::faulty));
  trailers.append("0\r\n", body);
  State state = State::need_more;
  for (int i = 0; i < 5000 && state == State::need_more; ++i) {
    state = trailers.append("X-Flood: 0123456789\r\n", body);
  }
  BOOST_TEST((state == State::faulty));
  BOOST_TEST(trailers.trailers() < 4000u);
  BOOST_TEST(trailers.body_is_complete());
  BOOST_TEST(body.empty());
}

BOOST_AUTO_TEST_SUITE_END()
