#include "crawler/demo/http_message.h"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace crawler::demo;

namespace {

const Request kGet{.method = "GET", .host = "www.varve-news.test", .target = "/"};

std::string body_of(const Wire& wire) { return wire.bytes.substr(wire.bytes.find("\r\n\r\n") + 4); }

bool has(const Wire& wire, const std::string& text) {
  return wire.bytes.find(text) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(demo_wire)

BOOST_AUTO_TEST_CASE(a_plain_response_has_a_length_and_keeps_the_connection) {
  const Wire wire = to_wire(Response{.content_type = "text/plain", .body = "low tide"}, kGet, {});

  BOOST_TEST(wire.bytes.starts_with("HTTP/1.1 200 OK\r\n"));
  BOOST_TEST(has(wire, "Content-Length: 8\r\n"));
  BOOST_TEST(body_of(wire) == "low tide");
  BOOST_TEST(!wire.close);
}

BOOST_AUTO_TEST_CASE(head_gets_the_fields_of_get_and_no_body) {  // RFC 9110 9.3.2
  Request head = kGet;
  head.method = "HEAD";

  const Wire wire = to_wire(Response{.body = "low tide"}, head, {});

  BOOST_TEST(has(wire, "Content-Length: 8\r\n"));
  BOOST_TEST(body_of(wire).empty());
}

BOOST_AUTO_TEST_CASE(an_answer_204_has_neither_length_nor_body) {  // RFC 9110 8.6, 15.3.5
  const Wire wire = to_wire(Response{.status = 204, .body = "never"}, kGet, {});

  BOOST_TEST(!has(wire, "Content-Length"));
  BOOST_TEST(body_of(wire).empty());
}

BOOST_AUTO_TEST_CASE(chunks_end_with_an_empty_one) {  // RFC 9112 7.1
  const Response response{.body = std::string(1022, 'x'), .framing = Framing::chunked};

  const Wire wire = to_wire(response, kGet, {});

  BOOST_TEST(has(wire, "Transfer-Encoding: chunked\r\n"));
  BOOST_TEST(!has(wire, "Content-Length"));
  BOOST_TEST(body_of(wire) == "3fd\r\n" + std::string(1021, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_client_of_http_1_0_gets_no_chunks) {  // RFC 9112 6.1
  const Response response{.body = "x", .framing = Framing::chunked};

  const Wire wire = to_wire(response, kGet, WireOptions{.http_1_0 = true});

  BOOST_TEST(!has(wire, "Transfer-Encoding"));
  BOOST_TEST(body_of(wire) == "x");
  BOOST_TEST(wire.close);
}

BOOST_AUTO_TEST_CASE(a_coding_is_used_only_when_the_request_accepts_it) {
  const Response response{.body = std::string(500, 'x'), .coding = Coding::gzip};
  Request accepting = kGet;
  accepting.accept_encoding = "br, gzip;q=0.5";

  const Wire coded = to_wire(response, accepting, {});
  const Wire plain = to_wire(response, kGet, {});

  BOOST_TEST(has(coded, "Content-Encoding: gzip\r\n"));
  BOOST_TEST(body_of(coded).starts_with("\x1f\x8b"));
  BOOST_TEST(!has(plain, "Content-Encoding"));
  BOOST_TEST(has(plain, "Vary: Accept-Encoding\r\n"));
  BOOST_TEST(body_of(plain) == response.body);
}

BOOST_AUTO_TEST_CASE(weight_zero_refuses_a_coding) {  // RFC 9110 12.4.2
  BOOST_TEST(accepts_coding("gzip", "gzip"));
  BOOST_TEST(accepts_coding("deflate , GZIP ; q=0.001", "gzip"));
  BOOST_TEST(!accepts_coding("gzip;q=0", "gzip"));
  BOOST_TEST(!accepts_coding("gzip; q=0.000", "gzip"));
  BOOST_TEST(!accepts_coding("xgzip, gzipx, identity", "gzip"));
  BOOST_TEST(!accepts_coding("", ""));
}

BOOST_AUTO_TEST_CASE(a_verbatim_head_goes_out_as_it_stands) {
  const Response response{.body = "ends when it ends",
                          .framing = Framing::until_close,
                          .verbatim_head = "HTTP/1.0 200 fine\r\nx:y\r\n\r\n"};

  const Wire wire = to_wire(response, kGet, {});

  BOOST_TEST(wire.bytes == "HTTP/1.0 200 fine\r\nx:y\r\n\r\nends when it ends");
  BOOST_TEST(wire.close);
}

BOOST_AUTO_TEST_SUITE_END()
