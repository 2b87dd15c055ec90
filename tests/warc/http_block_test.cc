// Blocks of http records taken apart: formats sections 1.1, 2.5, 2.6 and 6.7.
#include "warc/http_block.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/warc/warc_support.h"

namespace {

using warc::HttpBlock;
using warc::HttpFraming;
using Message = HttpBlock::Message;
using Notes = std::vector<std::string_view>;
using namespace std::string_literals;

struct Taken {
  std::string raw_head, wire, payload, decoded, fault;
  int status = 0;
  std::uint64_t head_offset = 0, surplus = 0;
  bool has_head = false;
  HttpFraming framing = HttpFraming::none;
  Notes notes;
  warc::RequestLine request;
  warc::HeaderList headers;

  bool is_like(const Taken& other) const {
    return raw_head == other.raw_head && wire == other.wire && payload == other.payload &&
           decoded == other.decoded && fault == other.fault && status == other.status &&
           head_offset == other.head_offset && surplus == other.surplus &&
           framing == other.framing && notes == other.notes;
  }
};

Taken take(Message message, std::string_view block, std::size_t size) {
  HttpBlock http(message);
  Taken taken;
  const auto keep = [&taken](std::string_view bytes) -> base::Result<void> {
    taken.decoded += bytes;
    return {};
  };
  const auto collect = [&] {
    taken.wire += http.wire();
    taken.payload += http.payload();
    BOOST_REQUIRE(http.decode(keep));
  };
  for (std::size_t at = 0; at < block.size(); at += size) {
    // A copy of its own, so that a sanitizer sees a view that outlives it.
    const std::string piece(block.substr(at, size));
    http.append(piece);
    collect();
  }
  http.finish();
  collect();
  BOOST_TEST(http.wire_bytes() == taken.wire.size());
  BOOST_TEST(http.payload_bytes() == taken.payload.size());
  BOOST_TEST(http.is_past_head());
  taken.has_head = http.has_head();
  taken.raw_head = http.raw_head();
  taken.status = http.head().status;
  taken.headers = http.head().headers;
  taken.head_offset = http.head_offset();
  taken.request = http.request_line();
  taken.framing = http.framing();
  taken.fault = http.framing_fault();
  taken.surplus = http.surplus_bytes();
  taken.notes = http.notes();
  return taken;
}

// However the bytes are cut, the outcome is the same.
Taken take(Message message, std::string_view block) {
  Taken whole = take(message, block, block.size() + 1);
  for (const std::size_t size : {1, 2, 3, 7}) {
    BOOST_TEST(take(message, block, size).is_like(whole), "in pieces of " << size);
  }
  return whole;
}
Taken take_response(std::string_view block) { return take(Message::response, block); }
Taken take_request(std::string_view block) { return take(Message::request, block); }

const std::string kChunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

warc::RecordHead record(std::string type, std::string content_type, std::string uri) {
  warc::RecordHead head;
  head.type = warc::RecordType{std::move(type)};
  if (!content_type.empty()) head.fields.add("Content-Type", std::move(content_type));
  head.fields.add("WARC-Target-URI", std::move(uri));
  return head;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_block)

BOOST_AUTO_TEST_CASE(a_response_is_head_and_body) {
  const Taken t = take_response("HTTP/1.1 404 Not Found\r\nA: b\r\n\r\nHello\r\n\r\nyou");

  BOOST_TEST(t.raw_head == "HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n");
  BOOST_TEST(t.status == 404);
  BOOST_TEST(t.headers.find("a").value_or("") == "b");
  BOOST_TEST(t.wire == "Hello\r\n\r\nyou");
  BOOST_TEST(t.payload == t.wire);
  BOOST_TEST((t.framing == HttpFraming::none));
  BOOST_TEST(t.notes.empty());
}

BOOST_AUTO_TEST_CASE(a_request_is_its_line_its_fields_and_a_body) {
  const Taken post =
      take_request("POST /x?y=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=b");
  const Taken get = take_request("GET /a b HTTP/1.0\r\n\r\n");
  const Taken simple = take_request("GET /");

  BOOST_TEST(post.request.method == "POST");
  BOOST_TEST(post.request.target == "/x?y=1");
  BOOST_TEST(post.request.version == "HTTP/1.1");
  BOOST_TEST(post.headers.find("host").value_or("") == "a");
  BOOST_TEST(post.status == 0);
  BOOST_TEST(post.payload == "a=b");
  BOOST_TEST(get.request.target == "/a b");
  BOOST_TEST(simple.request.target == "/");
  BOOST_TEST(simple.request.version.empty());
  BOOST_TEST(simple.notes == Notes{"missing-blank-line"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_request_may_be_chunked_too) {
  const Taken t =
      take_request("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n");

  BOOST_TEST(t.payload == "a=b");
  BOOST_TEST((t.framing == HttpFraming::chunked));
}

// Formats 2.5: the payload is without transfer-coding, and with the content-coding.
BOOST_AUTO_TEST_CASE(a_chunked_body_gives_wire_and_payload) {
  const std::string body = "5\r\nhello\r\n1;x\r\n \r\n0\r\nTrailer: x\r\n\r\n";
  const Taken t = take_response(kChunkedHead + body);

  BOOST_TEST(t.wire == body);
  BOOST_TEST(t.payload == "hello ");
  BOOST_TEST((t.framing == HttpFraming::chunked));
  BOOST_TEST(t.notes.empty());
}

// Formats 6.7 (pywb#584) and probe chunk_hdr_only.
BOOST_AUTO_TEST_CASE(a_chunked_head_over_a_body_that_is_not_is_seen) {
  for (const std::string body :
       {"hello", "<html>\nabc", "", "xyz\r\n5\r\n", "5", "\r\n5\r\nhello"}) {
    const Taken t = take_response(kChunkedHead + body);
    BOOST_TEST((t.framing == HttpFraming::chunked_header_only), body);
    BOOST_TEST(t.payload == body);
    BOOST_TEST(t.fault.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_first_line_that_is_too_long_for_a_size_is_none) {
  for (const std::size_t size : {4094u, 4095u, 4096u, 9000u}) {
    const std::string body = "5;" + std::string(size - 2, 'x') + "\nhello\r\n0\r\n\r\n";
    const Taken t = take_response(kChunkedHead + body);
    const bool is_size = size < 4096;
    BOOST_TEST((t.framing == HttpFraming::chunked) == is_size, size);
    BOOST_TEST((t.payload == (is_size ? "hello" : body)), size);
  }
}

BOOST_AUTO_TEST_CASE(broken_framing_gives_what_came_before_and_says_why) {
  const Taken fault = take_response(kChunkedHead + "5\r\nhello\r\nzz\r\nrest");
  const Taken cut = take_response(kChunkedHead + "5\r\nhello\r\n9\r\nhal");

  BOOST_TEST((fault.framing == HttpFraming::broken));
  BOOST_TEST(fault.fault == "bad chunk size \"zz\"");
  BOOST_TEST(fault.payload == "hello");
  BOOST_TEST(fault.surplus == 4u);
  BOOST_TEST((cut.framing == HttpFraming::broken));
  BOOST_TEST(cut.fault == "chunked body ends before its last chunk");
  BOOST_TEST(cut.payload == "hellohal");
}

BOOST_AUTO_TEST_CASE(what_stands_behind_the_last_chunk_is_noted) {
  const Taken surplus = take_response(kChunkedHead + "1\r\nx\r\n0\r\n\r\n\r\n");
  const Taken no_end = take_response(kChunkedHead + "1\r\nx\r\n0\r\n");

  BOOST_TEST((surplus.framing == HttpFraming::chunked));
  BOOST_TEST(surplus.notes == Notes{"chunk-surplus"}, boost::test_tools::per_element());
  BOOST_TEST(surplus.surplus == 2u);
  BOOST_TEST((no_end.framing == HttpFraming::chunked));
  BOOST_TEST(no_end.notes == Notes{"chunk-end"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(chunked_is_only_what_stands_last_and_only_in_http_1) {
  const std::string body = "\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

  BOOST_TEST((take_response("HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, Chunked" + body).framing ==
              HttpFraming::chunked));
  BOOST_TEST((take_response("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip" + body).framing ==
              HttpFraming::none));
  BOOST_TEST((take_response("HTTP/2 200\r\nTransfer-Encoding: chunked" + body).framing ==
              HttpFraming::none));
}

// W-31: bare LF, NUL, leading blank lines, HTTP/2 and ICY status lines, no status line.
BOOST_AUTO_TEST_CASE(heads_that_break_readers_are_read_and_noted) {
  const std::pair<std::string, std::string_view> heads[] = {
      {"HTTP/1.1 200 OK\nA: b\n\n", "bare-lf"},
      {"HTTP/1.1 200 OK\r\nA: b\n\r\n", "bare-lf"},
      {"HTTP/1.1 200 OK\r\nA: b\0\r\n\r\n"s, "nul"},
      {"\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n", "blank-line"},
      {"HTTP/2 200\r\nA: b\r\n\r\n", "http-version"},
      {"ICY 200 OK\r\nA: b\r\n\r\n", "http-version"},
      {"HTTP/1.1 20x\r\nA: b\r\n\r\n", "bad-status-line"},
      {"HTTP/1.1 200 OK\r\nA: b\r\n", "missing-blank-line"},
      {"HTTP/1.1 200 OK\r\nA: b", "missing-blank-line"},
  };
  for (const auto& [head, note] : heads) {
    const bool is_open = note == "missing-blank-line";
    const Taken t = take_response(head + (is_open ? "" : "body"));
    BOOST_TEST(t.notes == Notes{note}, boost::test_tools::per_element());
    BOOST_TEST(t.headers.find("a").value_or("").starts_with("b"), head);
    BOOST_TEST(t.status == (note == "bad-status-line" ? 0 : 200));
    BOOST_TEST(t.wire == (is_open ? "" : "body"));
    BOOST_TEST(t.head_offset + t.raw_head.size() == head.size());
  }
}

BOOST_AUTO_TEST_CASE(a_response_without_status_line_is_all_body) {
  for (const std::string block : {"<html>\r\n\r\nx", "H", "HTTP", "\r\n\r\n<html>", "\r\n", "IC"}) {
    const Taken t = take_response(block);
    BOOST_TEST(!t.has_head, block);
    BOOST_TEST(t.payload == block);
    BOOST_TEST(t.notes == Notes{"http-0.9"}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(an_empty_block_is_nothing_to_complain_about) {
  for (const Message message : {Message::request, Message::response}) {
    const Taken t = take(message, "");
    BOOST_TEST(!t.has_head);
    BOOST_TEST(t.notes.empty());
  }
}

// Section 1.8: 1xx heads in front of the final one break every reader.
BOOST_AUTO_TEST_CASE(interim_heads_are_passed_over) {
  const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
  const Taken t = take_response(interim + interim + "HTTP/1.1 200 OK\r\n\r\nbody");

  BOOST_TEST(t.status == 200);
  BOOST_TEST(t.wire == "body");
  BOOST_TEST(t.head_offset == 2 * interim.size());
  BOOST_TEST(t.notes == Notes{"interim-head"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_interim_head_is_the_head_when_none_follows) {
  BOOST_TEST(take_response("HTTP/1.1 103 Hints\r\n\r\n").status == 103);
  BOOST_TEST(take_response("HTTP/1.1 103 Hints\r\n\r\nHTT").wire == "HTT");
  BOOST_TEST(take_response("HTTP/1.1 101 Switching\r\n\r\nHTTP/1.1 200 OK\r\n\r\n").status == 101);
}

BOOST_AUTO_TEST_CASE(a_head_is_bounded) {
  std::string block = "HTTP/1.1 200 OK\r\n";
  while (block.size() <= warc::HttpHeadFinder::kMaxHead) block += "X-Flood: 0123456789\r\n";
  block += "\r\nbody";

  const Taken t = take(Message::response, block, 1000);

  BOOST_TEST(!t.has_head);
  BOOST_TEST((t.wire == block));
  BOOST_TEST(t.notes == Notes{"long-head"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_long_head_byte_by_byte_takes_linear_time) {
  std::string block = "HTTP/1.1 200 OK\r\nX: ";
  block += std::string(500'000, 'x') + "\r\n\r\nbody";

  BOOST_TEST(take(Message::response, block, 1).wire == "body");
}

BOOST_AUTO_TEST_CASE(ten_thousand_interim_heads_are_one_note) {
  std::string block;
  for (int i = 0; i < 10'000; ++i) block += "HTTP/1.1 103 Early Hints\r\n\r\n";
  block += "HTTP/1.1 200 OK\r\n\r\nbody";

  const Taken t = take(Message::response, block, 1000);

  BOOST_TEST(t.status == 200);
  BOOST_TEST(t.notes.size() == 1u);
}

BOOST_AUTO_TEST_CASE(content_codings_are_undone_behind_the_framing) {
  // gzip of "hello", in two chunks.
  const std::string gzip(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05\x00"
      "\x00\x00",
      25);
  const std::string head =
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n";

  const Taken t = take_response(head + "a\r\n" + gzip.substr(0, 10) + "\r\nf\r\n" +
                                gzip.substr(10) + "\r\n0\r\n\r\n");

  BOOST_TEST((t.payload == gzip));
  BOOST_TEST(t.decoded == "hello");
}

BOOST_AUTO_TEST_CASE(two_content_encoding_lines_are_a_chain) {
  HttpBlock http(Message::response);

  http.append("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: zstd\r\n\r\nbody");
  BOOST_REQUIRE(http.decode([](std::string_view) { return base::Result<void>(); }));
  http.finish();

  BOOST_REQUIRE(http.content_decoder() != nullptr);
  BOOST_TEST((http.content_decoder()->outcome() == warc::CodingOutcome::unknown));
}

BOOST_AUTO_TEST_CASE(records_that_hold_http_are_told_by_type_and_content_type) {
  const auto message = [](const char* type, const char* content_type, const char* uri) {
    return warc::http_message_of(record(type, content_type, uri));
  };
  const char* const page = "http://a/";

  BOOST_TEST((message("response", "application/http;msgtype=response", page) == Message::response));
  BOOST_TEST((message("revisit", "Application/HTTP; msgtype=response", page) == Message::response));
  BOOST_TEST((message("request", "application/http", page) == Message::request));
  BOOST_TEST((message("response", "", "HTTPS://a/") == Message::response));
  BOOST_TEST((message("response", "text/dns", "dns:a") == std::nullopt));
  BOOST_TEST((message("response", "", "dns:a") == std::nullopt));
  BOOST_TEST((message("resource", "application/http", page) == std::nullopt));
  BOOST_TEST((message("metadata", "application/warc-fields", page) == std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()
