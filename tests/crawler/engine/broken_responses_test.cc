// Responses that break HTTP/1.1 (RFC 9112): what is stored of each, what WARC-Truncated says, and
// that each ends in exactly one line of the log.
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

struct Broken : RawCrawling {
  std::string url = server.url("/x");

  Broken() { job.scope.kind = policies::ScopeOptions::Kind::page; }

  Collection fetch(Reply reply) {
    server.on("/x", std::move(reply));
    return crawl({url});
  }
  // Fetches what must end as a response in the archive, and returns its record.
  support::StoredRecord stored(Reply reply) {
    const Collection collection = fetch(std::move(reply));
    const auto outcome = collection.outcome(url);
    BOOST_TEST(text_of(outcome, "outcome") == "fetched");
    support::StoredRecord record = collection.only("response", url);
    BOOST_TEST(text_of(outcome, "truncated") == record.truncated());
    BOOST_TEST(text_of(outcome, "digest") == record.one("WARC-Payload-Digest"));
    return record;
  }
  // Fetches what must end without a response, and returns the log's word for it.
  std::string error(Reply reply) {
    const Collection collection = fetch(std::move(reply));
    BOOST_TEST(collection.records("response", url).empty());
    BOOST_TEST(!collection.indexed().contains(url));
    const auto outcome = collection.outcome(url);
    BOOST_TEST(text_of(outcome, "outcome") == "failed");
    BOOST_TEST((report.exit_code == ExitCode::seeds_failed));
    return text_of(outcome, "error");
  }
  // A fault that the metadata record tells of.
  bool metadata_says(const std::string& text) const {
    return archive().only("metadata", url).block.find(text) != std::string::npos;
  }
};

std::string chunked(const std::string& chunks) {
  return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n" +
         chunks;
}
std::string with_length(const std::string& length, const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + length + "\r\n\r\n" +
         body;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(broken_responses, Broken)

BOOST_AUTO_TEST_CASE(a_chunked_body_is_stored_without_its_chunks) {
  const auto record = stored({chunked("5\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n")});

  BOOST_TEST(record.body() == "hello world");
  BOOST_TEST(record.truncated() == "");
  BOOST_TEST(record.http_head().find("Content-Length: 11\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_bad_chunk_size_ends_the_body_there) {
  const auto record = stored({chunked("5\r\nhello\r\nzz\r\nworld\r\n0\r\n\r\n"), End::close});

  BOOST_TEST(record.body() == "hello");
  BOOST_TEST(record.truncated() == "unspecified");
  BOOST_TEST(metadata_says("framingFault: chunked body: "));
}

BOOST_AUTO_TEST_CASE(a_chunk_cut_off_keeps_what_came) {
  const auto record = stored({chunked("5\r\nhello\r\n64\r\nonly this"), End::close});

  BOOST_TEST(record.body() == "helloonly this");
  BOOST_TEST(record.truncated() == "disconnect");
}

BOOST_AUTO_TEST_CASE(a_missing_last_chunk_is_a_cut) {
  const auto record = stored({chunked("5\r\nhello\r\n"), End::close});

  BOOST_TEST(record.body() == "hello");
  BOOST_TEST(record.truncated() == "disconnect");
  BOOST_TEST(text_of(archive().outcome(url), "error") == "truncated");
}

BOOST_AUTO_TEST_CASE(a_length_too_long_is_a_cut) {
  const auto record = stored({with_length("100", "only this"), End::close});

  BOOST_TEST(record.body() == "only this");
  BOOST_TEST(record.truncated() == "disconnect");
  BOOST_TEST(record.http_head().find("Content-Length: 100\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_length_too_short_ends_the_body) {
  const auto record = stored({with_length("4", "only this"), End::close});

  BOOST_TEST(record.body() == "only");
  BOOST_TEST(record.truncated() == "");
}

BOOST_AUTO_TEST_CASE(two_lengths_are_a_fault_that_is_told) {
  const auto record = stored({with_length("9\r\nContent-Length: 4", "only this"), End::close});

  BOOST_TEST(std::string("only this").starts_with(record.body()));
  BOOST_TEST(metadata_says("two Content-Length values differ"));
}

BOOST_AUTO_TEST_CASE(a_length_beside_chunks_does_not_count) {  // RFC 9112 6.3
  const auto record =
      stored({"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n"
              "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
              End::close});

  BOOST_TEST(record.body() == "hello");
  BOOST_TEST(metadata_says("Content-Length beside Transfer-Encoding"));
}

BOOST_AUTO_TEST_CASE(a_body_until_close_is_whole) {
  const auto record =
      stored({"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nall of it", End::close});

  BOOST_TEST(record.body() == "all of it");
  BOOST_TEST(record.truncated() == "");
}

BOOST_AUTO_TEST_CASE(a_reply_without_a_head_is_no_response) {
  BOOST_TEST(error({"<html>no status line at all</html>", End::close}) == "protocol");
}

BOOST_AUTO_TEST_CASE(an_empty_reply_is_no_response) {
  BOOST_TEST(error({"", End::close}) == "truncated");
}

BOOST_AUTO_TEST_CASE(a_head_cut_off_is_no_response) {
  fetch({"HTTP/1.1 200 OK\r\nContent-Ty", End::close});

  // Whether libcurl reports the cut or takes the head for whole, there is one line and no index
  // entry without a record.
  BOOST_TEST(text_of(archive().outcome(url), "outcome") != "");
}

BOOST_AUTO_TEST_CASE(interim_responses_are_passed_over) {  // RFC 9110 15.2
  const auto record =
      stored({"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </s>"
              "\r\n\r\n" +
              with_length("2", "ok")});

  BOOST_TEST(record.body() == "ok");
  BOOST_TEST(record.http_head().starts_with("HTTP/1.1 200 OK\r\n"));
  BOOST_TEST(record.http_head().find("Early") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_head_of_bare_line_feeds_is_stored_with_crlf) {  // formats W-31
  const auto record =
      stored({"HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 2\n\nok", End::close});

  BOOST_TEST(record.http_head() ==
             "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n");
  BOOST_TEST(record.body() == "ok");
  BOOST_TEST(metadata_says("headRepair: bare-lf"));
}

BOOST_AUTO_TEST_CASE(a_huge_header_line_fails) {
  const std::string huge(200'000, 'h');
  BOOST_TEST(error({support::response(200, "X-Huge: " + huge + "\r\n", "ok")}) == "too_large");
}

BOOST_AUTO_TEST_CASE(an_endless_body_is_cut_at_the_limit) {
  job.max_body_bytes = 300'000;
  Reply endless{"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n"};
  endless.slowly = std::string(10'000, 'e');
  endless.is_endless = true;

  const auto record = stored(std::move(endless));

  BOOST_TEST(record.truncated() == "length");
  BOOST_TEST(record.body().size() == 300'000u);
}

BOOST_AUTO_TEST_CASE(a_body_exactly_as_long_as_the_limit_is_whole) {
  job.max_body_bytes = 10;

  const auto record = stored({with_length("10", "0123456789")});

  BOOST_TEST(record.body() == "0123456789");
  BOOST_TEST(record.truncated() == "");
}

BOOST_AUTO_TEST_CASE(a_stalled_body_is_cut_when_patience_ends) {
  job.timeout = milliseconds(1000);

  const auto record = stored({with_length("100", "the beginning"), End::stall});

  BOOST_TEST(record.truncated() == "time");
  BOOST_TEST(record.body() == "the beginning");
  BOOST_TEST((report.ended - report.started < std::chrono::seconds(6)));
}

BOOST_AUTO_TEST_CASE(a_server_that_says_nothing_times_out) {
  job.timeout = milliseconds(1000);

  BOOST_TEST(error({"", End::stall}) == "timeout");
}

BOOST_AUTO_TEST_CASE(a_slow_server_is_waited_for) {
  Reply slow{"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 20\r\n\r\n"};
  slow.slowly = std::string(20, 's');
  slow.gap = milliseconds(5);

  BOOST_TEST(stored(std::move(slow)).body() == std::string(20, 's'));
}

BOOST_AUTO_TEST_CASE(a_reset_keeps_what_came_before_it) {
  Reply reset{with_length("100", ""), End::reset};
  reset.slowly = "the beginning";
  reset.gap = milliseconds(2);

  const auto record = stored(std::move(reset));

  BOOST_TEST(record.truncated() == "disconnect");
  BOOST_TEST(std::string("the beginning").starts_with(record.body()));
}

BOOST_AUTO_TEST_CASE(a_refused_connection_fails_the_url) {
  job.robots = crawler::job::RobotsMode::ignore;
  job.robots_reason = "our own site";
  job.resolve.push_back("dead.test:1:127.0.0.1");

  const Collection collection = crawl({"http://dead.test:1/"});

  BOOST_TEST(text_of(collection.outcome("http://dead.test:1/"), "error") == "connect");
}

BOOST_AUTO_TEST_CASE(a_status_without_body_needs_none) {
  BOOST_TEST(stored({"HTTP/1.1 204 No Content\r\n\r\n"}).body() == "");
}

BOOST_AUTO_TEST_CASE(a_connection_that_died_between_requests_is_made_anew) {
  job.scope.kind = policies::ScopeOptions::Kind::host;
  server.on("/first", html("<a href=/second>next</a>"));
  Reply last = html("<a href=/third>next</a>");
  last.end = End::reset;
  server.on("/second", last);
  server.on("/third", html("done"));

  const Collection collection = crawl({server.url("/first")});

  BOOST_TEST(collection.only("response", server.url("/third")).body() == "done");
  // The request record holds one request, not the one that was lost before it.
  const auto request = collection.only("request", server.url("/third"));
  BOOST_TEST(request.block.find("GET ") == request.block.rfind("GET "));
}

BOOST_AUTO_TEST_SUITE_END()
