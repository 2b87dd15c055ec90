// Requirements of formats section 2 that belong to no single header: what the makers, the file set
// and the index come to together. All others are named in the test of the header that meets them.
#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"
#include "tests/warc/record_making.h"
#include "warc/cdx.h"
#include "warc/file_set.h"
#include "warc/gzip_member.h"
#include "warc/stored_head.h"
#include "warc/surt.h"

using namespace record_test;
using support::golden_time;
using support::must;
using support::ParsedRecord;
using warc::Block;
using warc::Record;

namespace {

struct Writing : Crawl {
  support::ScratchDir scratch;
  support::FixedClock clock;

  std::vector<Record> exchange_records() {
    const Record page = response(exchange());
    return {page,
            must(make_request(ids, exchange(), "GET /a?b=1 HTTP/1.1\r\n\r\n", page.id, kSha1)),
            must(make_metadata(ids, exchange().target_uri, exchange().date, {}, page.id, kSha1))};
  }
  // Writes the records as one capture and gives the name of the sealed file.
  std::string written(const std::vector<Record>& records) {
    warc::FileSet files(
        base::real_disk(), clock, ids,
        {.directory = scratch.path(), .prefix = "t", .hostname = "h", .warcinfo = {}});
    const std::string id = must(files.warcinfo_id());
    std::vector<Block> members;
    for (const Record& record : records) members.push_back(must(encode_member(record, id, {})));
    BOOST_REQUIRE(must(files.append(members, id)).has_value());
    must(files.seal());
    BOOST_REQUIRE(files.sealed_files().size() == 1u);
    return files.sealed_files().front();
  }
  ParsedRecord stored(std::string_view raw_head, const std::string& body) {
    std::vector<std::string> repairs;
    return parsed(response(exchange(), body,
                           warc::head_for_storage(raw_head, {.size = body.size()}, repairs)));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(requirements, Writing)

// W-02: readers refuse other versions.
BOOST_AUTO_TEST_CASE(every_record_is_of_version_1_1) {
  const std::string bytes = support::read_all(scratch.path() / written(exchange_records()));

  for (const auto& member : support::gunzip_members(bytes)) {
    BOOST_TEST(member.text.starts_with("WARC/1.1\r\n"));
  }
}

// W-21, W-22: pairs are found by adjacency and Concurrent-To.
BOOST_AUTO_TEST_CASE(an_exchange_is_written_as_response_request_metadata) {
  const std::string bytes = support::read_all(scratch.path() / written(exchange_records()));
  const auto members = support::gunzip_members(bytes);

  BOOST_REQUIRE(members.size() == 4u);
  const std::vector<std::string> order = {"warcinfo", "response", "request", "metadata"};
  const std::string page = support::parse_record(members[1].text).one("WARC-Record-ID");
  for (std::size_t i = 0; i < order.size(); ++i) {
    const ParsedRecord record = support::parse_record(members[i].text);
    BOOST_TEST(record.one("WARC-Type") == order[i]);
    if (i > 1) BOOST_TEST(record.one("WARC-Concurrent-To") == page);
  }
}

// W-57, section 2.9: everything but jwarc wants gzip, and takes it by its name.
BOOST_AUTO_TEST_CASE(files_are_gzip_and_say_so) {
  const std::string name = written(exchange_records());

  BOOST_TEST(name.ends_with(".warc.gz"));
  BOOST_TEST(name.starts_with("t-20261122103126123-"));
  BOOST_TEST(support::read_all(scratch.path() / name).starts_with("\x1f\x8b\x08"));
}

// W-15: one second of one URL has one index key; the dates still differ, and so a revisit of the
// other is no revisit of itself.
BOOST_AUTO_TEST_CASE(captures_within_a_second_are_told_apart_by_milliseconds) {
  warc::Exchange next = exchange();
  next.date += std::chrono::milliseconds(1);
  const warc::Original first{exchange().target_uri, exchange().date,
                             warc::digest_of("hello", kSha1)};

  BOOST_TEST(base::to_timestamp14(next.date) == base::to_timestamp14(first.date));
  BOOST_TEST(parsed(response(next)).one("WARC-Date") !=
             parsed(response(exchange())).one("WARC-Date"));
  BOOST_TEST(parsed(must(make_revisit(ids, next, std::string(kHead), first, kSha1)))
                 .one("WARC-Refers-To-Date") == "2026-11-22T10:31:26.123Z");
}

// W-26: what the server says its body is, is in its head and nowhere else.
BOOST_AUTO_TEST_CASE(no_payload_type_is_copied_from_a_header) {
  for (const Record& record : exchange_records()) {
    BOOST_TEST(parsed(record).all("WARC-Identified-Payload-Type").empty());
  }
}

// W-32: they do not replay, but they are what came.
BOOST_AUTO_TEST_CASE(odd_statuses_are_recorded_as_received) {
  for (const char* status : {"000", "199", "999", "103"}) {
    const std::string head = "HTTP/1.1 " + std::string(status) + " Odd\r\n\r\n";
    BOOST_TEST(stored(head, "x").block == head + "x");
  }
}

// W-37, W-38: coded bodies stay as they came, also where readers stop early.
BOOST_AUTO_TEST_CASE(coded_bodies_are_stored_as_received) {
  const std::string member = "\x1f\x8b\x08 not even gzip";
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Encoding: GZIP\r\n\r\n";

  BOOST_TEST(stored(head, member + member).block == head + member + member);
  BOOST_TEST(stored(head, member + member).one("WARC-Payload-Digest") ==
             warc::digest_of(member + member, kSha1));
}

// W-39, W-40, W-41: no status is made into another, no field added.
BOOST_AUTO_TEST_CASE(partial_empty_and_redirecting_answers_keep_their_heads) {
  const std::string partial =
      "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\n";
  const std::string empty = "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n";
  const std::string redirect =
      "HTTP/1.1 301 Moved\r\nLocation: //B.test/%7e\xe4 x\r\nContent-Length: 0\r\n\r\n";

  BOOST_TEST(stored(partial, "hello").block == partial + "hello");
  BOOST_TEST(stored(empty, "").block == empty);
  BOOST_TEST(stored(empty, "").one("WARC-Payload-Digest") ==
             "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
  BOOST_TEST(stored(redirect, "").block == redirect);
}

// W-43: pywb answers 414, but the files stay whole.
BOOST_AUTO_TEST_CASE(a_very_long_url_is_one_field_and_one_index_line) {
  warc::Exchange large = exchange();
  large.target_uri = "https://a.test/?" + std::string(70'000, 'q');
  const warc::CdxEntry entry{.key = warc::surt(large.target_uri),
                             .timestamp14 = base::to_timestamp14(large.date),
                             .url = large.target_uri,
                             .mime = "text/html",
                             .status = "200",
                             .digest = "sha1:A",
                             .redirect = {},
                             .length = 1,
                             .offset = 2,
                             .filename = "f.warc.gz"};

  BOOST_TEST(parsed(response(large)).one("WARC-Target-URI") == large.target_uri);
  BOOST_TEST(to_cdxj(entry).find(large.target_uri) != std::string::npos);
  BOOST_TEST(to_cdxj(entry).ends_with("}"));
  BOOST_TEST(to_cdx11(entry).ends_with(" 1 2 f.warc.gz"));
}

BOOST_AUTO_TEST_SUITE_END()
