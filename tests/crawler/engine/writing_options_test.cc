// What --digest, --gzip-level and --keep-transfer-encoding change, and what the metadata record
// tells of bytes that were not stored.
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

struct Writing : RawCrawling {
  std::string url = server.url("/x");

  support::StoredRecord stored(Reply reply) {
    server.on("/x", std::move(reply));
    return crawl({url}).only("response", url);
  }
  bool metadata_says(const std::string& text) const {
    return archive().only("metadata", url).block.find(text) != std::string::npos;
  }
  std::string warcinfo() const { return archive().records().front().block; }
};

Reply chunked(const std::string& chunks, End end = End::keep) {
  return {
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks,
      end};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(writing_options, Writing)

BOOST_AUTO_TEST_CASE(sha256_is_used_for_every_digest_of_the_collection) {
  job.digest = warc::DigestAlgorithm::sha256;
  const auto response = stored(html("<p>words"));

  BOOST_TEST(response.one("WARC-Payload-Digest") ==
             warc::digest_of(response.body(), warc::DigestAlgorithm::sha256));
  for (const auto& record : archive().records()) {
    BOOST_TEST(record.one("WARC-Block-Digest").starts_with("sha256:"));
  }
  const Collection collection = archive();
  BOOST_TEST(text_of(collection.outcome(url), "digest") == response.one("WARC-Payload-Digest"));
  for (const auto& row : collection.index()) {
    BOOST_TEST(text_of(row, "digest").starts_with("sha256:"));
  }
  BOOST_TEST(warcinfo().find("digests are SHA-256 in hexadecimal") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_gzip_level_is_the_one_asked_for) {
  const Reply page = html("<p>" + std::string(50'000, 'w'));
  job.gzip_level = 0;
  const std::size_t stored_bytes = stored(page).length;
  job.collection = "d";
  job.gzip_level = 12;
  const std::size_t packed_bytes = stored(page).length;

  BOOST_TEST(stored_bytes > 50'000u);
  BOOST_TEST(packed_bytes < 1'500u);
}

// formats 1.1, W-36.
BOOST_AUTO_TEST_CASE(transfer_encoding_is_kept_when_asked_for) {
  job.keep_transfer_encoding = true;
  const std::string chunks =
      "6;x=y\r\n<a hre\r\n12\r\nf=/next>next page<\r\n3\r\n/a>\r\n0\r\nT: x\r\n\r\n";
  server.on("/next", html("done"));
  const auto response = stored(chunked(chunks));

  BOOST_TEST(response.body() == chunks);
  BOOST_TEST(response.http_head().find("\r\nTransfer-Encoding: chunked\r\n") != std::string::npos);
  BOOST_TEST(response.http_head().find("Content-Length") == std::string::npos);
  BOOST_TEST(response.one("WARC-Payload-Digest") ==
             warc::digest_of("<a href=/next>next page</a>", warc::DigestAlgorithm::sha1));
  BOOST_TEST(asked("/next") == 1u);
  BOOST_TEST(!metadata_says("trailersDropped"));
  BOOST_TEST(warcinfo().find("transfer-coding kept in bodies") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(bytes_behind_kept_chunks_are_not_stored) {
  job.keep_transfer_encoding = true;
  const std::string chunks = "2\r\nok\r\n0\r\n\r\n";
  const auto response = stored(chunked(chunks + "HTTP/1.1 200 OK", End::close));

  BOOST_TEST(response.body() == chunks);
}

BOOST_AUTO_TEST_CASE(kept_chunks_that_break_off_are_truncated) {
  job.keep_transfer_encoding = true;
  const auto cut = stored(chunked("5\r\nhello\r\n64\r\nonly", End::close));

  BOOST_TEST(cut.body() == "5\r\nhello\r\n64\r\nonly");
  BOOST_TEST(cut.truncated() == "disconnect");
  BOOST_TEST(cut.one("WARC-Payload-Digest") ==
             warc::digest_of("helloonly", warc::DigestAlgorithm::sha1));
}

BOOST_AUTO_TEST_CASE(robots_txt_is_read_through_kept_chunks) {
  job.keep_transfer_encoding = true;
  server.on("/robots.txt", chunked("1a\r\nUser-agent: *\nDisallow: /x\r\n0\r\n\r\n"));
  server.on("/x", html("hidden"));
  crawl({url});

  BOOST_TEST(asked("/robots.txt") == 1u);
  BOOST_TEST(asked("/x") == 0u);
}

BOOST_AUTO_TEST_CASE(transfer_encoding_is_removed_by_default_and_trailers_are_counted) {
  const auto response = stored(chunked("2\r\nok\r\n0\r\nA: 1\r\nB: 2\r\n\r\n"));

  BOOST_TEST(response.body() == "ok");
  BOOST_TEST(metadata_says("trailersDropped: 2\r\n"));
  BOOST_TEST(warcinfo().find("transfer-coding removed from bodies") != std::string::npos);
  BOOST_TEST(warcinfo().find("digests are SHA-1 in Base32") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(bytes_behind_the_content_length_are_told_of) {
  const auto response =
      stored({"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nonly this",
              End::close});

  BOOST_TEST(response.body() == "only");
  BOOST_TEST(metadata_says("framingFault: 5 bytes after the Content-Length dropped\r\n"));
}

// formats W-35.
BOOST_AUTO_TEST_CASE(the_stored_length_is_true_where_two_were_sent) {
  const auto response =
      stored({"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
              "Content-Length: 9\r\nContent-Length: 4\r\n\r\nonly this",
              End::close});

  const std::string length = "\r\nContent-Length: " + std::to_string(response.body().size());
  BOOST_TEST(response.truncated() == "");
  BOOST_TEST(response.http_head().find(length + "\r\n") != std::string::npos);
  BOOST_TEST(metadata_says("headRepair: content-length\r\n"));
}

// formats W-39.
BOOST_AUTO_TEST_CASE(no_range_is_ever_asked_for) {
  stored(html("x"));

  BOOST_TEST(archive().only("request", url).block.find("\r\nRange:") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
