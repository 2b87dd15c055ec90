#include "warc/stored_head.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/shared_data.h"
#include "tests/warc/warc_support.h"

using namespace std::string_literals;
using warc::head_for_storage;

namespace {

using Repairs = std::vector<std::string>;

struct Stored {
  std::string head;
  Repairs repairs;
};

Stored stored(std::string_view raw, const warc::StoredBody& body) {
  Stored result;
  result.head = head_for_storage(raw, body, result.repairs);
  return result;
}
Stored as_received(std::string_view raw, std::uint64_t size = 0) {
  return stored(raw, {.size = size});
}
Stored dechunked(std::string_view raw, std::uint64_t size) {
  return stored(raw, {.size = size, .is_dechunked = true});
}
Stored request(std::string_view sent) {
  Stored result;
  result.head = warc::request_for_storage(sent, result.repairs);
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stored_head)

// W-30, W-33, W-37.
BOOST_AUTO_TEST_CASE(a_sound_head_is_kept_byte_for_byte) {
  const std::string raw =
      "HTTP/1.1 200\r\nserver: \xe9t\xe9\r\nX: 1\r\nX: 2\r\nFold: a\r\n b\r\nno colon\r\n"
      "Bare: a\rb\r\nContent-Encoding: GZIP\r\nContent-Length: 5\r\nTransfer-Encoding: x\r\n\r\n";
  const Stored stored = as_received(raw, 5);

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
      const warc::StoredBody body{.size = 1, .is_dechunked = was_dechunked};
      Repairs repairs;
      const std::string head = head_for_storage(reply, body, repairs);
      BOOST_TEST(head.find("\r\n\r\n") == head.size() - 4, file.path().string());
      BOOST_TEST(head.find('\0') == std::string::npos);
      BOOST_TEST(head.starts_with("HTTP/"), file.path().string());
      // Stored once, a head is sound.
      Repairs again;
      BOOST_TEST(head_for_storage(head, {.size = 1}, again) == head, file.path().string());
      BOOST_TEST(again.empty(), file.path().string());
    }
  }
}

// W-36, --keep-transfer-encoding: the framing stays and overrides the length, which goes.
BOOST_AUTO_TEST_CASE(a_head_over_a_chunked_body_keeps_its_transfer_encoding_alone) {
  const Stored plain =
      as_received("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 20);
  const Stored both =
      as_received("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", 20);

  BOOST_TEST(plain.head == "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
  BOOST_TEST(plain.repairs.empty());
  BOOST_TEST(both.head == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  BOOST_TEST(both.repairs == Repairs{"content-length"}, boost::test_tools::per_element());
}

// W-35: readers cut the page or wait for the rest, jwarc reports an error.
BOOST_AUTO_TEST_CASE(a_length_that_contradicts_a_whole_body_is_renamed_and_the_true_one_added) {
  const Stored two =
      as_received("HTTP/1.1 200 OK\r\ncontent-length: 9\r\nContent-Length: 4\r\nA: b\r\n\r\n", 4);
  const Stored hex = as_received("HTTP/1.1 200 OK\r\nContent-Length: 0x4\r\n\r\n", 4);

  BOOST_TEST(two.head ==
             "HTTP/1.1 200 OK\r\nX-Archive-Orig-Content-Length: 9\r\n"
             "X-Archive-Orig-Content-Length: 4\r\nA: b\r\nContent-Length: 4\r\n\r\n");
  BOOST_TEST(two.repairs == Repairs{"content-length"}, boost::test_tools::per_element());
  BOOST_TEST(hex.head ==
             "HTTP/1.1 200 OK\r\nX-Archive-Orig-Content-Length: 0x4\r\nContent-Length: 4\r\n\r\n");
}

// W-35, W-40, W-42: what is missing from a cut body can still be told; no body, no true length.
BOOST_AUTO_TEST_CASE(a_length_stays_where_it_is_true_or_tells_what_is_missing) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
  const std::string unchanged = "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n";
  const std::string nothing = "HTTP/1.1 204 No Content\r\n\r\n";

  BOOST_TEST(stored(head, {.size = 9, .is_truncated = true}).head == head);
  BOOST_TEST(as_received(head, 100).head == head);
  BOOST_TEST(as_received(unchanged).head == unchanged);
  BOOST_TEST(as_received(nothing).head == nothing);
}

// W-34, W-25.
BOOST_AUTO_TEST_CASE(an_http_2_answer_becomes_http_1_1) {
  const Stored from_curl = as_received(
      "HTTP/2 200 \r\nserver: x\r\ntransfer-encoding: chunked\r\nset-cookie: a\r\n\r\n");
  const Stored from_list =
      as_received(":status: 404\r\ncontent-type: text/html\r\n:odd: x\r\n folded\r\n\r\n");

  BOOST_TEST(from_curl.head ==
             "HTTP/1.1 200 \r\nserver: x\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n"
             "set-cookie: a\r\n\r\n");
  BOOST_TEST(from_curl.repairs == (Repairs{"http-version", "transfer-encoding"}),
             boost::test_tools::per_element());
  BOOST_TEST(from_list.head == "HTTP/1.1 404\r\ncontent-type: text/html\r\n\r\n");
  BOOST_TEST(from_list.repairs == Repairs{"pseudo-header"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(colons_that_begin_http_1_lines_are_no_pseudo_headers) {
  const std::string odd = "HTTP/1.1 200 OK\r\n:status: 500\r\n: x\r\n\r\n";

  BOOST_TEST(as_received(odd).head == odd);
  BOOST_TEST(as_received(":status: evil\r\n\r\n").head ==
             "HTTP/1.1 200 OK\r\n:status: evil\r\n\r\n");
}

// W-34, W-20.
BOOST_AUTO_TEST_CASE(an_http_2_request_becomes_http_1_1) {
  const Stored from_curl =
      request("POST /a?b HTTP/2\r\nHost: a.test\r\nuser-agent: v\r\n\r\n:path: body\r\n");
  const Stored from_list = request(
      ":method: GET\r\n:authority: a.test:8443\r\n:scheme: https\r\n:path: /x\r\naccept: "
      "*/*\r\n\r\n");
  const Stored both = request("GET / HTTP/3\r\n:authority: other\r\nhost: a.test\r\n\r\n");

  BOOST_TEST(from_curl.head ==
             "POST /a?b HTTP/1.1\r\nHost: a.test\r\nuser-agent: v\r\n\r\n:path: body\r\n");
  BOOST_TEST(from_curl.repairs == Repairs{"http-version"}, boost::test_tools::per_element());
  BOOST_TEST(from_list.head == "GET /x HTTP/1.1\r\nHost: a.test:8443\r\naccept: */*\r\n\r\n");
  BOOST_TEST(from_list.repairs == Repairs{"pseudo-header"}, boost::test_tools::per_element());
  BOOST_TEST(both.head == "GET / HTTP/1.1\r\nhost: a.test\r\n\r\n");
}

// W-20.
BOOST_AUTO_TEST_CASE(an_http_1_request_comes_back_byte_for_byte) {
  for (const std::string& sent : {"GET / HTTP/1.1\r\nHost: a\r\n\r\n"s,
                                  "POST / HTTP/1.0\n:x\n\nbody\0"s, ""s, "x"s, "GET /\r\n"s}) {
    BOOST_TEST(request(sent).head == sent);
    BOOST_TEST(request(sent).repairs.empty());
  }
}

// Section 1.8: the answer is the last of the heads.
BOOST_AUTO_TEST_CASE(interim_heads_in_front_go) {
  const Stored hints = as_received(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </s>\r\n\r\n"
      "HTTP/1.1 200 OK\r\nA: b\r\n\r\n");
  const Stored only = as_received("HTTP/1.1 103 Early Hints\r\n\r\n");

  BOOST_TEST(hints.head == "HTTP/1.1 200 OK\r\nA: b\r\n\r\n");
  BOOST_TEST(hints.repairs == Repairs{"interim-head"}, boost::test_tools::per_element());
  BOOST_TEST(only.head == "HTTP/1.1 103 Early Hints\r\n\r\n");
  BOOST_TEST(only.repairs.empty());
}

BOOST_AUTO_TEST_SUITE_END()
