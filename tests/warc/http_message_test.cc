#include "warc/http_message.h"

#include <boost/test/unit_test.hpp>

#include "tests/warc/warc_support.h"

using support::must;
using warc::parse_response_head;

BOOST_AUTO_TEST_SUITE(http_message)

BOOST_AUTO_TEST_CASE(a_plain_head_is_read) {
  const auto head =
      must(parse_response_head("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nSet-Cookie: "
                               "a\r\nset-cookie:b \r\n\r\n"));

  BOOST_TEST(head.status == 404);
  BOOST_TEST(head.reason == "Not Found");
  BOOST_TEST(head.version == "HTTP/1.1");
  BOOST_TEST(head.headers.find("content-type").value() == "text/html");
  BOOST_TEST(head.headers.find_all("Set-Cookie").size() == 2u);
  BOOST_TEST(head.headers.find_all("Set-Cookie")[1] == "b");
  BOOST_TEST(!head.headers.find("location"));
}

BOOST_AUTO_TEST_CASE(odd_heads_are_read_as_browsers_do) {
  const auto head = must(parse_response_head(
      "HTTP/2 200\nX : spaced\n folded\n\tmore\nno colon here\n: nameless\nY:\nZ: last"));

  BOOST_TEST(head.status == 200);
  BOOST_TEST(head.reason.empty());
  BOOST_TEST(head.headers.entries().size() == 3u);
  BOOST_TEST(head.headers.find("x").value() == "spaced folded more");
  BOOST_TEST(head.headers.find("y").value() == "");
  BOOST_TEST(head.headers.find("z").value() == "last");
}

BOOST_AUTO_TEST_CASE(what_is_no_status_line_is_a_protocol_error) {
  for (const std::string_view line :
       {"", "<html>", "HTTP/1.1", "HTTP/1.1 2000 OK", "HTTP/1.1 abc", "HTTP/1.1 -1", "HTTP/1.1 20",
        "SSH-2.0-x", "HTTP", "220 ftp ready"}) {
    const auto head = parse_response_head(std::string(line) + "\r\n\r\n");
    BOOST_TEST(!head, line);
    if (!head) BOOST_TEST((head.error().code == base::Errc::protocol));
  }
  BOOST_TEST(must(parse_response_head("ICY 200 OK\r\n\r\n")).version == "ICY");
  BOOST_TEST(must(parse_response_head("HTTP/1.1 999 x\r\n\r\n")).status == 999);
}

// RFC 9112 6.3: only a last coding of "chunked" frames the body.
BOOST_AUTO_TEST_CASE(chunked_must_be_the_last_coding_of_http_1) {
  const auto chunked = [](const std::string& text) {
    return warc::is_chunked(must(parse_response_head(text + "\r\n\r\n")));
  };
  BOOST_TEST(chunked("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked"));
  BOOST_TEST(chunked("HTTP/1.0 200 OK\r\ntransfer-encoding : chunked "));
  BOOST_TEST(!chunked("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip"));
  BOOST_TEST(!chunked("HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked"));
  BOOST_TEST(!chunked("HTTP/1.1 200 OK"));
  BOOST_TEST(!chunked("HTTP/2 200\r\nTransfer-Encoding: chunked"));
}

// RFC 9110 15.2: interim answers come before the final one, any number of them.
BOOST_AUTO_TEST_CASE(the_final_head_is_found_behind_interim_ones) {
  const std::string interim =
      "\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\nLink: </a>\n\n";
  const std::string final = "HTTP/1.1 200 OK\r\nA: b\r\n\r\nHTTP/1.1 404 in the body\r\n\r\n";

  BOOST_TEST(warc::final_head(interim + final) == final);
  BOOST_TEST(warc::final_head(final) == final);
  BOOST_TEST(warc::final_head("HTTP/1.1 101 Switching\r\n\r\nHTTP/1.1 200 OK\r\n\r\n").size() ==
             45u);
  BOOST_TEST(warc::final_head("HTTP/1.1 100 Continue\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  BOOST_TEST(warc::final_head("") == "");
}

BOOST_AUTO_TEST_CASE(one_head_has_one_blank_line_at_its_end) {
  BOOST_TEST(warc::is_one_head("HTTP/1.1 200 OK\r\n\r\n"));
  BOOST_TEST(!warc::is_one_head("HTTP/1.1 200 OK\r\n"));
  BOOST_TEST(!warc::is_one_head("HTTP/1.1 200 OK\r\n\r\nX\r\n\r\n"));
  BOOST_TEST(!warc::is_one_head(""));
}

BOOST_AUTO_TEST_SUITE_END()
