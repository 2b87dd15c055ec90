#include "warc/revisit.h"

#include <boost/test/unit_test.hpp>

#include "tests/warc/record_making.h"

using namespace record_test;
using support::golden_time;
using support::must;
using support::ParsedRecord;

namespace {

warc::ResponseHead head_with(const std::string& fields) {
  return must(warc::parse_response_head("HTTP/1.1 200 OK\r\n" + fields + "\r\n"));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(revisit, Crawl)

BOOST_AUTO_TEST_CASE(each_profile_has_its_golden_bytes) {
  check_golden("revisit.warc",
               must(make_revisit(ids, exchange(), std::string(kHead), original(), kSha1)));
  warc::Original known = original();
  known.record_id = "<urn:uuid:00000000-0000-4000-8000-00000000000a>";
  check_golden("revisit-not-modified.warc", must(make_not_modified(ids, exchange(), known, kSha1)));
}

// W-44, W-45, W-47.
BOOST_AUTO_TEST_CASE(a_revisit_points_to_its_original_by_uri_and_date) {
  const std::string digest = warc::digest_of("hello", kSha1);
  const ParsedRecord record = parsed(must(make_revisit(
      ids, exchange(), std::string(kHead),
      {"http://old.example/\xe4", golden_time() - std::chrono::milliseconds(1), digest}, kSha1)));

  BOOST_TEST(record.one("WARC-Profile") ==
             "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest");
  BOOST_TEST(record.one("WARC-Refers-To-Target-URI") == "http://old.example/%E4");
  BOOST_TEST(record.one("WARC-Refers-To-Date") == "2026-11-22T10:31:26.122Z");
  BOOST_TEST(record.one("WARC-Payload-Digest") == digest);
  BOOST_TEST(record.one("WARC-Block-Digest") == warc::digest_of(kHead, kSha1));
  BOOST_TEST(record.block == kHead);
}

// W-49.
BOOST_AUTO_TEST_CASE(what_may_not_be_a_revisit_is_refused) {
  const std::string digest = warc::digest_of("hello", kSha1);
  const warc::Original original{"http://old.example/", golden_time(), digest};
  const auto refused = [&](const std::string& head, const warc::Original& from) {
    const auto record = make_revisit(ids, exchange(), head, from, kSha1);
    return !record && record.error().code == base::Errc::invalid;
  };
  BOOST_TEST(refused("HTTP/1.1 304 Not Modified\r\n\r\n", original));
  BOOST_TEST(refused("HTTP/1.1 301 Moved\r\n\r\n", original));
  BOOST_TEST(refused("HTTP/1.1 103 Hints\r\n\r\n", original));
  BOOST_TEST(refused(std::string(kHead), {"http://a/", golden_time(), warc::digest_of("", kSha1)}));
  BOOST_TEST(refused(std::string(kHead), {"http://a/", golden_time(), ""}));
  BOOST_TEST(refused(std::string(kHead), {exchange().target_uri, golden_time(), digest}));
}

BOOST_AUTO_TEST_CASE(a_revisit_head_without_its_one_blank_line_is_refused) {
  for (const std::string head :
       {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\nX: y\r\n\r\n"}) {
    BOOST_TEST(!make_revisit(ids, exchange(), head, original(), kSha1));
  }
}

// W-44, W-47, sections 1.7 and 2.5: replayers show a kept 304 instead of the page, and the digest
// of nothing would find every other empty body.
BOOST_AUTO_TEST_CASE(a_page_that_is_not_modified_is_a_revisit_without_block) {
  const ParsedRecord record = parsed(must(make_not_modified(ids, exchange(), original(), kSha1)));

  BOOST_TEST(record.one("WARC-Profile") ==
             "http://netpreserve.org/warc/1.1/revisit/server-not-modified");
  BOOST_TEST(record.one("WARC-Refers-To-Target-URI") == exchange().target_uri);
  BOOST_TEST(record.one("WARC-Refers-To-Date") == "2026-11-21T10:31:26.123Z");
  BOOST_TEST(record.one("Content-Length") == "0");
  BOOST_TEST(record.all("WARC-Payload-Digest").empty());
  BOOST_TEST(record.all("WARC-Truncated").empty());
  BOOST_TEST(record.all("WARC-Refers-To").empty());
  BOOST_TEST(record.one("WARC-Block-Digest") == warc::digest_of("", kSha1));
}

BOOST_AUTO_TEST_CASE(the_304_head_goes_into_the_metadata_line_by_line) {
  warc::Fields facts;
  add_http_head(facts, "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\nA: \xe9\x01\r\n\r\n");

  BOOST_TEST(facts.serialize() ==
             "httpHead: HTTP/1.1 304 Not Modified\r\nhttpHead: ETag: \"x\"\r\n"
             "httpHead: A: \xef\xbf\xbd\r\n");
}

// W-49.
BOOST_AUTO_TEST_CASE(not_modified_needs_an_original_other_than_itself) {
  BOOST_TEST(!make_not_modified(ids, exchange(), {}, kSha1));
  BOOST_TEST(!make_not_modified(ids, exchange(), {exchange().target_uri, golden_time()}, kSha1));
  BOOST_TEST(
      must(make_not_modified(ids, exchange(), {"http://b/", golden_time()}, kSha1)).block.empty());
}

// W-48.
BOOST_AUTO_TEST_CASE(the_original_may_be_later_and_elsewhere) {
  warc::Original later = original();
  later.target_uri = "https://elsewhere.example/";
  later.date = golden_time() + std::chrono::hours(1);

  BOOST_TEST(parsed(must(make_revisit(ids, exchange(), std::string(kHead), later, kSha1)))
                 .one("WARC-Refers-To-Date") == "2026-11-22T11:31:26.123Z");
}

// W-46: a replayer that shows a head without "gzip" over a gzip body serves raw bytes.
BOOST_AUTO_TEST_CASE(heads_share_a_payload_only_with_the_same_codings) {
  const auto same = [](const std::string& a, const std::string& b) {
    return warc::same_codings(head_with(a), head_with(b));
  };

  BOOST_TEST(same("", ""));
  BOOST_TEST(same("Content-Encoding: GZIP\r\n", "content-encoding: gzip, identity\r\n"));
  BOOST_TEST(same("Content-Encoding: a, b\r\n", "Content-Encoding: a\r\nContent-Encoding: b\r\n"));
  BOOST_TEST(!same("", "Content-Encoding: gzip\r\n"));
  BOOST_TEST(!same("Content-Encoding: br\r\n", "Content-Encoding: gzip\r\n"));
  BOOST_TEST(!same("Transfer-Encoding: chunked\r\n", "Content-Length: 5\r\n"));
}

BOOST_AUTO_TEST_SUITE_END()
