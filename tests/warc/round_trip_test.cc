// Written, read back, written again: identical bytes, for any record there is.
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/warc/reader_support.h"

namespace {

// Text of any bytes, with those that break formats more often than chance would have them.
std::string random_text(std::mt19937_64& random, std::size_t longest) {
  static constexpr std::string_view kNasty = "\r\n\0 :<>\"%\t\xff\xc3/WARC/1.1\x1b";
  std::string text(random() % (longest + 1), '\0');
  for (char& c : text) {
    c = random() % 3 == 0 ? kNasty[random() % kNasty.size()] : static_cast<char>(random());
  }
  return text;
}

warc::Record random_record(std::mt19937_64& random, warc::RecordIds& ids) {
  static constexpr std::string_view kTypes[] = {"warcinfo", "response", "request",    "metadata",
                                                "revisit",  "resource", "conversion", "x-private"};
  warc::Record record;
  record.type.name = kTypes[random() % std::size(kTypes)];
  record.id = ids.next();
  record.date = support::golden_time() + std::chrono::milliseconds(random() % 1'000'000'000);
  const std::size_t fields = random() % 8;
  for (std::size_t i = 0; i < fields; ++i) {
    record.fields.add("X-" + random_text(random, 6), random_text(random, 40));
  }
  record.fields.add("WARC-Target-URI",
                    warc::target_uri_for_record("http://h/" + random_text(random, 30)));
  record.block = warc::Block(random_text(random, random() % 50 == 0 ? 5000 : 200));
  return record;
}

// The record again, from what was read of it.
warc::Record rebuilt(const support::ReadRecord& read) {
  warc::Record record;
  record.type = read.head.type;
  record.id = read.head.field("WARC-Record-ID");
  record.date = *read.head.date();
  for (const auto& [name, value] : read.head.fields.entries()) {
    const bool is_written_for_us = name == "WARC-Type" || name == "WARC-Record-ID" ||
                                   name == "WARC-Date" || name == "WARC-Warcinfo-ID" ||
                                   name == "Content-Length";
    if (!is_written_for_us) record.fields.add(name, value);
  }
  record.block = warc::Block(read.block);
  return record;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(round_trip)

BOOST_AUTO_TEST_CASE(a_hundred_thousand_random_records_come_back_byte_for_byte) {
  constexpr std::size_t kFiles = 100, kRecords = 1000;
  constexpr std::string_view kInfo = "<urn:uuid:00000000-0000-4000-8000-00000000ffff>";
  std::mt19937_64 random(20261122);
  warc::NumberedIds ids;
  std::size_t count = 0;
  for (std::size_t file = 0; file < kFiles; ++file) {
    std::string bytes;
    const bool gzip = file % 2 == 0;
    for (std::size_t i = 0; i < kRecords; ++i) {
      const warc::Record record = random_record(random, ids);
      bytes += gzip ? support::gzipped(record, kInfo) : support::plain(record, kInfo);
    }

    const auto reading = support::read_bytes(bytes);
    std::string again;
    for (const auto& read : reading.records) {
      again += gzip ? support::gzipped(rebuilt(read), kInfo) : support::plain(rebuilt(read), kInfo);
    }

    BOOST_TEST(reading.codes() == "");
    BOOST_REQUIRE_MESSAGE(again == bytes, "file " << file << " differs");
    count += reading.records.size();
  }
  BOOST_TEST(count == kFiles * kRecords);
}

BOOST_AUTO_TEST_SUITE_END()
