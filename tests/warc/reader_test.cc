#include "warc/reader.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/deflated.h"
#include "tests/warc/reader_support.h"

namespace {

using support::gzip_of;
using support::read_bytes;
using support::read_file;
using support::sample_file;
using support::sample_records;

// A record with this block, otherwise right.
std::string record_with(std::string_view block, std::string_view length = "") {
  return "WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: " +
         (length.empty() ? std::to_string(block.size()) : std::string(length)) + "\r\n\r\n" +
         std::string(block) + "\r\n\r\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reader)

BOOST_AUTO_TEST_CASE(records_come_back_with_their_fields_blocks_and_places) {
  const auto written = sample_records();
  for (const bool gzip : {false, true}) {
    const std::string bytes = sample_file(gzip);

    const auto reading = read_bytes(bytes);

    BOOST_TEST(reading.codes() == "");
    BOOST_REQUIRE(reading.records.size() == written.size());
    std::uint64_t offset = 0;
    for (std::size_t i = 0; i < written.size(); ++i) {
      const auto& record = reading.records[i];
      BOOST_TEST(record.head.type.name == written[i].type.name);
      BOOST_TEST(record.head.field("warc-record-id") == written[i].id);
      BOOST_TEST(record.head.raw == serialize_header(written[i], written[0].id));
      BOOST_TEST((record.head.date() == written[i].date));
      BOOST_TEST(record.block == support::must(written[i].block.to_string(1 << 20)));
      BOOST_TEST(record.head.position.offset == offset);
      BOOST_TEST(record.end.is_whole);
      BOOST_TEST(record.end.is_alone);
      offset = record.end.end_offset;
    }
    BOOST_TEST(offset == bytes.size());
  }
}

BOOST_AUTO_TEST_CASE(a_record_is_read_from_its_offset_alone) {
  const std::string bytes = sample_file(true);
  const auto all = read_bytes(bytes);
  const std::uint64_t third = all.records[2].head.position.offset;

  const auto reading = read_file(support::MemoryFile(bytes), third);

  BOOST_REQUIRE(reading.records.size() == 3);
  BOOST_TEST(reading.records[0].head.type.name == "request");
  BOOST_TEST(reading.records[0].head.position.offset == third);
}

BOOST_AUTO_TEST_CASE(a_pipe_gives_the_same_as_a_file) {
  for (const bool gzip : {false, true}) {
    const std::string bytes = sample_file(gzip);
    const auto reading = read_file(support::MemoryPipe(bytes, 7));

    BOOST_TEST(reading.codes() == "");
    BOOST_REQUIRE(reading.records.size() == 5);
    BOOST_TEST(reading.records[4].end.end_offset == bytes.size());
  }
}

BOOST_AUTO_TEST_CASE(records_that_share_a_gzip_member_are_read_and_named) {
  const auto reading = read_bytes(gzip_of(sample_file(false)));

  BOOST_TEST(reading.codes() == "gzip-shared@0");
  BOOST_REQUIRE(reading.records.size() == 5);
  BOOST_TEST(reading.records[1].end.is_whole);
  BOOST_TEST(!reading.records[1].end.is_alone);
  BOOST_TEST(reading.records[1].head.position.inner ==
             support::plain(sample_records()[0], sample_records()[0].id).size());
}

BOOST_AUTO_TEST_CASE(a_record_over_two_members_is_read_and_named) {
  const std::string text = sample_file(false, 2);
  const std::size_t cut = text.size() - 20;  // in the block of the second record
  const auto reading = read_bytes(gzip_of(text.substr(0, cut)) + gzip_of(text.substr(cut)));

  BOOST_TEST(reading.codes() == "gzip-shared@0 gzip-split@0");
  BOOST_REQUIRE(reading.records.size() == 2);
  BOOST_TEST(reading.records[1].end.is_whole);
  BOOST_TEST(!reading.records[1].end.is_alone);
  BOOST_TEST(reading.records[1].block.size() == reading.records[1].head.content_length);
}

BOOST_AUTO_TEST_CASE(after_damage_the_next_record_is_found_and_the_loss_is_exact) {
  const std::string bytes = sample_file(true);
  const auto whole = read_bytes(bytes);
  const std::uint64_t begin = whole.records[1].head.position.offset;
  const std::uint64_t end = whole.records[1].end.end_offset;
  std::string damaged = bytes;
  for (std::uint64_t i = begin + 30; i < end - 8; ++i) damaged[i] = '\x55';

  const auto reading = read_bytes(damaged);

  std::vector<std::uint64_t> offsets;
  for (const auto& record : reading.records) {
    if (record.end.is_whole) offsets.push_back(record.head.position.offset);
  }
  std::vector<std::uint64_t> expected;
  for (const auto& record : whole.records) {
    if (record.head.position.offset != begin) expected.push_back(record.head.position.offset);
  }
  BOOST_TEST(offsets == expected, boost::test_tools::per_element());
  std::uint64_t skipped = 0;
  for (const auto& finding : reading.findings) skipped += finding.skipped;
  BOOST_TEST(skipped == end - begin);
}

BOOST_AUTO_TEST_CASE(a_member_with_a_wrong_checksum_ends_where_it_ends) {
  std::string bytes = sample_file(true);
  const auto whole = read_bytes(bytes);
  bytes[whole.records[1].end.end_offset - 8] ^= 1;

  const auto reading = read_bytes(bytes);

  BOOST_TEST(reading.codes() ==
             "gzip-crc@" + std::to_string(whole.records[1].head.position.offset));
  BOOST_REQUIRE(reading.records.size() == 5);
  BOOST_TEST(!reading.records[1].end.is_whole);
  BOOST_TEST(reading.records[2].end.is_alone);
}

BOOST_AUTO_TEST_CASE(a_length_beyond_the_next_record_does_not_swallow_it) {
  const std::string first = record_with("short", "200");
  const auto reading = read_bytes(first + record_with(std::string(300, 'x')) + record_with("last"));

  BOOST_TEST(reading.codes() == "content-length@0");
  BOOST_REQUIRE(reading.records.size() == 3);
  BOOST_TEST(!reading.records[0].end.is_whole);
  BOOST_TEST(reading.records[1].head.position.offset == first.size());
  BOOST_TEST(reading.records[1].end.is_alone);
  BOOST_TEST(reading.records[2].block == "last");
}

BOOST_AUTO_TEST_CASE(a_record_in_a_payload_is_payload) {
  const auto reading =
      read_bytes(record_with(record_with("inner") + "\r\n") + record_with("outer"));

  BOOST_TEST(reading.codes() == "");
  BOOST_REQUIRE(reading.records.size() == 2);
  BOOST_TEST(reading.records[1].block == "outer");
}

// Every record of a hostile file claims to reach to its end: going back for each would read
// the file as often as it has records. What may be read again is limited; this must end at once.
BOOST_AUTO_TEST_CASE(lying_lengths_cost_no_more_than_a_few_readings,
                     *boost::unit_test::timeout(60)) {
  std::string bytes;
  const std::size_t size = 8 << 20, records = 4000;
  for (std::size_t i = 0; i < records; ++i) {
    bytes += record_with("x", std::to_string(size - bytes.size() - 200));
  }
  bytes.resize(size, 'z');

  const auto reading = read_bytes(bytes);

  BOOST_TEST(reading.records.size() > 2);
  BOOST_TEST(!reading.records.front().end.is_whole);
}

// Each line looks like the beginning of a record, and none has a blank line behind it.
BOOST_AUTO_TEST_CASE(first_lines_without_end_cost_one_reading, *boost::unit_test::timeout(60)) {
  std::string bytes;
  for (std::size_t i = 0; i < 300'000; ++i) bytes += "WARC/1.0\r\n";

  BOOST_TEST(read_bytes(bytes).records.empty());
  BOOST_TEST(read_bytes(gzip_of(bytes)).records.empty());
  BOOST_TEST(read_bytes(sample_file(false) + bytes + record_with("last")).records.size() == 6);
}

// A crash tears the last record, and the next run appends behind it: no line end parts the two.
BOOST_AUTO_TEST_CASE(what_is_appended_to_a_torn_plain_file_is_found) {
  const std::string first = record_with("first block"), last = record_with("last");
  for (std::size_t size = 1; size < first.size(); ++size) {
    const auto reading = read_bytes(record_with("zero") + first.substr(0, size) + last);

    BOOST_REQUIRE(!reading.records.empty());
    BOOST_TEST(reading.records.back().block == "last", "torn after " << size);
    BOOST_TEST(reading.records.back().end.is_alone, "torn after " << size);
    // Only line ends may be missing without a record being the less.
    BOOST_TEST((!reading.findings.empty() || size + 1 > first.size()), "torn after " << size);
  }
}

// A server chooses its URLs.
BOOST_AUTO_TEST_CASE(a_url_that_ends_like_a_version_line_is_a_url) {
  const std::string url = "http://h/specifications/WARC/1.1";
  const auto reading = read_bytes("WARC/1.1\r\nWARC-Target-URI: " + url +
                                  "\r\nWARC-Type: resource\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n" +
                                  record_with("last"));

  BOOST_TEST(reading.codes() == "");
  BOOST_REQUIRE(reading.records.size() == 2);
  BOOST_TEST(reading.records[0].head.target_uri() == url);
}

BOOST_AUTO_TEST_CASE(folded_fields_are_one_value) {
  const auto reading = read_bytes(
      "WARC/1.0\r\nWARC-Type:\r\n resource\r\nX: a\r\n\tb \r\nContent-Length: 0\r\n\r\n\r\n\r\n");

  BOOST_TEST(reading.codes() == "header-fold@0");
  BOOST_REQUIRE(reading.records.size() == 1);
  BOOST_TEST(reading.records[0].head.type.name == "resource");
  BOOST_TEST(reading.records[0].head.field("x") == "a b");
}

BOOST_AUTO_TEST_CASE(arc_records_read_as_warc_records) {
  const std::string info =
      "1 0 Somebody\nURL IP-address Archive-date Content-type Archive-length\n";
  const std::string page = "HTTP/1.1 200 OK\r\n\r\nhello";
  const std::string arc = "filedesc://x.arc 0.0.0.0 20010203040506 text/plain " +
                          std::to_string(info.size()) + "\n" + info + "\n" +
                          "http://a.example/b c 192.0.2.1 20010203040507 text/html " +
                          std::to_string(page.size()) + "\n" + page + "\n";

  const auto reading = read_bytes(arc);

  BOOST_TEST(reading.codes() == "");
  BOOST_REQUIRE(reading.records.size() == 2);
  BOOST_TEST(reading.records[0].head.type.name == "warcinfo");
  const auto& record = reading.records[1];
  BOOST_TEST(record.head.version == "ARC/1.0");
  BOOST_TEST(record.head.type.name == "response");
  BOOST_TEST(record.head.target_uri() == "http://a.example/b c");
  BOOST_TEST(record.head.field("WARC-Date") == "2001-02-03T04:05:07Z");
  BOOST_TEST(record.head.field("WARC-IP-Address") == "192.0.2.1");
  BOOST_TEST(record.block == page);
  BOOST_TEST(record.end.is_alone);
}

BOOST_AUTO_TEST_CASE(a_large_member_comes_in_pieces_and_whole) {
  std::string body(20 << 20, 'a');
  for (std::size_t i = 0; i < body.size(); i += 777) body[i] = static_cast<char>(i * 31 % 251);
  warc::NumberedIds ids;
  const auto record = support::must(make_resource(ids, "urn:x", support::golden_time(),
                                                  "text/plain", warc::Block(body), support::kSha1));
  const std::string bytes = support::gzipped(record, "") + support::gzipped(record, "");

  const auto reading = read_bytes(bytes);

  BOOST_TEST(reading.codes() == "");
  BOOST_REQUIRE(reading.records.size() == 2);
  BOOST_TEST((reading.records[1].block == body));
  BOOST_TEST(reading.records[1].end.end_offset == bytes.size());
}

BOOST_AUTO_TEST_CASE(a_block_left_unread_is_passed_over) {
  const support::MemoryFile file(sample_file(true));
  warc::Reader reader(file);
  std::size_t records = 0;
  while (support::must(reader.next()) != nullptr) ++records;

  BOOST_TEST(records == 5);
  BOOST_TEST((reader.format() == warc::Format::warc));
  BOOST_TEST((reader.compression() == warc::Compression::gzip));
}

BOOST_AUTO_TEST_CASE(empty_and_foreign_files_are_named) {
  BOOST_TEST(read_bytes("").codes() == "empty@0");
  BOOST_TEST(read_bytes("\x28\xb5\x2f\xfd zstd").codes() == "zstd@0");
  BOOST_TEST(read_bytes("%PDF-1.4 nothing of ours").codes() == "garbage@0");
  BOOST_TEST(read_bytes(sample_file(true) + std::string(4096, '\0')).codes() ==
             "gzip-padding@" + std::to_string(sample_file(true).size()));
}

struct DateCase {
  std::string_view text, expected;  // empty: no date
};
std::ostream& operator<<(std::ostream& out, const DateCase& c) { return out << c.text; }

constexpr DateCase kDates[] = {
    {"2026-11-22T10:31:26Z", "2026-11-22T10:31:26.000Z"},
    {"2026-11-22T10:31:26.1Z", "2026-11-22T10:31:26.100Z"},
    {"2026-11-22T10:31:26.123456789Z", "2026-11-22T10:31:26.123Z"},
    {"2026-11-22t10:31:26z", "2026-11-22T10:31:26.000Z"},
    {"2026-11-22T10:31Z", "2026-11-22T10:31:00.000Z"},
    {"2026-11", "2026-11-01T00:00:00.000Z"},
    {"2026", "2026-01-01T00:00:00.000Z"},
    {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"},
    {"2026-11-22T10:31:26+00:00", ""},
    {"2026-11-22T10:31:26", ""},
    {"2026-11-22T10:31:26.Z", ""},
    {"2026-11-22T10:31:26.1234567890Z", ""},
    {"2026-02-30T10:31:26Z", ""},
    {"2026-11-22T24:00:00Z", ""},
    {"0000-01-01T00:00:00Z", ""},
    {"20261122103126", ""},
    {"", ""},
};

BOOST_DATA_TEST_CASE(dates_are_those_of_the_standard, boost::unit_test::data::make(kDates), date) {
  const auto parsed = warc::parse_warc_date(date.text);  // W-12, W-13

  BOOST_TEST((parsed ? base::to_iso8601(*parsed) : "") == date.expected);
}

BOOST_AUTO_TEST_SUITE_END()
