#include "warc/http_message.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/shared_data.h"
#include "tests/warc/warc_support.h"

using namespace std::string_literals;
using support::must;
using warc::head_for_storage;
using warc::parse_response_head;

namespace {

struct Stored {
  std::string head;
  std::vector<std::string> repairs;
};

Stored as_received(std::string_view raw) {
  Stored stored;
  stored.head = head_for_storage(raw, false, 0, stored.repairs);
  return stored;
}

Stored dechunked(std::string_view raw, std::uint64_t size) {
  Stored stored;
  stored.head = head_for_storage(raw, true, size, stored.repairs);
  return stored;
}

using Repairs = std::vector<std::string>;

}  // namespace

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

// W-30, W-33, W-37.
BOOST_AUTO_TEST_CASE(a_sound_head_is_kept_byte_for_byte) {
  const std::string raw =
      "HTTP/1.1 200\r\nserver: \xe9t\xe9\r\nX: 1\r\nX: 2\r\nFold: a\r\n b\r\nno colon\r\n"
      "Bare: a\rb\r\nContent-Encoding: GZIP\r\nContent-Length: 5\r\nTransfer-Encoding: x\r\n\r\n";
  const Stored stored = as_received(raw);

  BOOST_TEST(stored.head == raw);
  BOOST_TEST(stored.repairs.empty());
}

// formats 1.1, W-36.
BOOST_AUTO_TEST_CASE(a_dechunked_body_gets_its_true_length_and_the_coding_is_renamed) {
  const Stored stored = dechunked(
      "HTTP/1.1 200 OK\r\ntransfer-encoding : Chunked\r\nA: b\r\nContent-Length: 99\r\n 9\r\n"
      "content-length:7\r\nC: d\r\n\r\n",
      12);

  BOOST_TEST(stored.head ==
             "HTTP/1.1 200 OK\r\nX-Archive-Orig-Transfer-Encoding : Chunked\r\nA: b\r\nC: d\r\n"
             "Content-Length: 12\r\n\r\n");
  BOOST_TEST(stored.repairs == (Repairs{"transfer-encoding", "content-length"}),
             boost::test_tools::per_element());
}

// W-31.
BOOST_AUTO_TEST_CASE(bare_lf_nul_and_a_missing_blank_line_are_repaired_and_named) {
  const Stored lf = as_received("HTTP/1.1 200 OK\nA: b\r\nC: d\n\n");
  const Stored nul = as_received("HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n"s);
  const Stored open = as_received("HTTP/1.1 200 OK\r\nA: b");

  BOOST_TEST(lf.head == "HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\n");
  BOOST_TEST(lf.repairs == Repairs{"bare-lf"}, boost::test_tools::per_element());
  BOOST_TEST(nul.head == "HTTP/1.1 200 OK\r\nA: bc\r\n\r\n");
  BOOST_TEST(nul.repairs == Repairs{"nul"}, boost::test_tools::per_element());
  BOOST_TEST(open.head == "HTTP/1.1 200 OK\r\nA: b\r\n\r\n");
  BOOST_TEST(open.repairs == Repairs{"missing-blank-line"}, boost::test_tools::per_element());
}

// formats 1.2 and W-31: these start lines do not replay in pywb.
BOOST_AUTO_TEST_CASE(versions_that_do_not_replay_become_http_1_1) {
  BOOST_TEST(as_received("HTTP/2 200 \r\nA: b\r\n\r\n").head == "HTTP/1.1 200 \r\nA: b\r\n\r\n");
  BOOST_TEST(as_received("HTTP/3 404\r\n\r\n").head == "HTTP/1.1 404\r\n\r\n");
  BOOST_TEST(as_received("ICY 200 OK\r\n\r\n").head == "HTTP/1.1 200 OK\r\n\r\n");
  BOOST_TEST(as_received("HTTP/1.0 200 OK\r\n\r\n").repairs.empty());
  BOOST_TEST(as_received("").head == "HTTP/1.1 200 OK\r\n\r\n");
  BOOST_TEST(as_received("").repairs == Repairs{"http-0.9"}, boost::test_tools::per_element());
}

// A reader that ends the head at such a line would take headers for the body.
BOOST_AUTO_TEST_CASE(lines_that_are_blank_to_some_readers_only_go) {
  const Stored stored = as_received("\r\nHTTP/1.1 200 OK\r\n\r\r\nA: b\r\n\r\n");

  BOOST_TEST(stored.head == "HTTP/1.1 200 OK\r\nA: b\r\n\r\n");
  BOOST_TEST(stored.repairs == Repairs{"blank-line"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_behind_the_blank_line_gets_into_the_head) {
  BOOST_TEST(as_received("HTTP/1.1 200 OK\r\n\r\nX: y\r\n\r\n").head == "HTTP/1.1 200 OK\r\n\r\n");
  // Taking the NUL out makes a blank line, which then ends the head.
  BOOST_TEST(as_received("HTTP/1.1 200 OK\r\n\0\r\nX: y\r\n\r\n"s).head ==
             "HTTP/1.1 200 OK\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(every_stored_head_of_the_malformed_replies_is_one_head) {
  const auto folder = support::shared_data("malformed/http/own");
  if (!folder) return;
  for (const auto& file : std::filesystem::directory_iterator(*folder)) {
    const std::string reply = support::read_all(file.path());
    for (const bool was_dechunked : {false, true}) {
      Repairs repairs;
      const std::string head = head_for_storage(reply, was_dechunked, 1, repairs);
      BOOST_TEST(head.find("\r\n\r\n") == head.size() - 4, file.path().string());
      BOOST_TEST(head.find('\0') == std::string::npos);
      BOOST_TEST(head.starts_with("HTTP/"), file.path().string());
      // Stored once, a head is sound.
      Repairs again;
      BOOST_TEST(head_for_storage(head, false, 1, again) == head, file.path().string());
      BOOST_TEST(again.empty(), file.path().string());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
