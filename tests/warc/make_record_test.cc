#include "warc/make_record.h"

#include <boost/test/unit_test.hpp>

#include "tests/warc/record_making.h"

using namespace record_test;
using support::golden_time;
using support::must;
using support::ParsedRecord;
using warc::Block;
using warc::RecordParts;

namespace {

struct Making {
  warc::NumberedIds ids;

  static RecordParts parts(const std::string& type = "screenshot") {
    return {.type = {type}, .date = golden_time(), .block = Block("bytes")};
  }
  base::Result<warc::Record> make(RecordParts parts) {
    return make_record(ids, std::move(parts), kSha1);
  }
  bool refuses(RecordParts parts) {
    const auto made = make(std::move(parts));
    return !made && made.error().code == base::Errc::invalid;
  }
  bool refuses(const std::string& type, const std::string& field) {
    RecordParts odd = parts(type);
    odd.fields.add(field, "x");
    return refuses(std::move(odd));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(make_record, Making)

// W-07, W-09: a type nobody has heard of is written like any other.
BOOST_AUTO_TEST_CASE(a_type_of_ones_own_gets_all_it_needs) {
  RecordParts own = parts();
  own.fields.add("WARC-Target-URI", "urn:view:1");
  own.fields.add("X-Width", "1280");
  own.payload_at = 2;
  const ParsedRecord record = parsed(must(make(std::move(own))));

  BOOST_TEST(record.one("WARC-Type") == "screenshot");
  BOOST_TEST(record.one("X-Width") == "1280");
  BOOST_TEST(record.one("WARC-Payload-Digest") == warc::digest_of("tes", kSha1));
  BOOST_TEST(record.one("WARC-Block-Digest") == warc::digest_of("bytes", kSha1));
  BOOST_TEST(record.one("Content-Type") == "application/octet-stream");
  for (const char* name : {"WARC-Record-ID", "WARC-Warcinfo-ID", "WARC-Date", "Content-Length"}) {
    BOOST_TEST(record.all(name).size() == 1u, name);
  }
}

BOOST_AUTO_TEST_CASE(digests_are_of_the_algorithm_asked_for) {
  RecordParts own = parts();
  own.payload_at = 0;
  const auto record = must(warc::make_record(ids, own, warc::DigestAlgorithm::sha256));

  BOOST_TEST(record.fields.find("WARC-Payload-Digest")->starts_with("sha256:"));
  BOOST_TEST(*record.fields.find("WARC-Block-Digest") ==
             *record.fields.find("WARC-Payload-Digest"));
}

// W-06.
BOOST_AUTO_TEST_CASE(fields_that_readers_know_once_stand_once) {
  RecordParts twice = parts();
  twice.fields.add("WARC-Cipher-Suite", "a");
  twice.fields.add("warc-cipher-suite", "b");
  RecordParts many = parts();
  for (const char* name : {"WARC-Protocol", "WARC-Concurrent-To"}) {
    many.fields.add(name, "a");
    many.fields.add(name, "b");
  }

  BOOST_TEST(refuses(twice));
  BOOST_TEST(parsed(must(make(many))).all("WARC-Protocol").size() == 2u);
}

// W-11, W-24 and section 2.9.
BOOST_AUTO_TEST_CASE(fields_and_types_that_do_not_belong_are_refused) {
  for (const char* name :
       {"WARC-Type", "warc-record-id", "WARC-Warcinfo-ID", "WARC-Date", "WARC-Block-Digest",
        "Content-Type", "Content-Length", "WARC-Segment-Number", "WARC-Filename"}) {
    BOOST_TEST(refuses("screenshot", name), name);
  }
  BOOST_TEST(refuses("warcinfo", "WARC-IP-Address"));
  BOOST_TEST(refuses("conversion", "WARC-IP-Address"));
  BOOST_TEST(refuses("metadata", "WARC-Payload-Digest"));
  for (const char* type : {"", "continuation", "Response", "a b", "a\r\nb"}) {
    BOOST_TEST(refuses(parts(type)), type);
  }
}

BOOST_AUTO_TEST_CASE(a_payload_lies_in_its_block_and_has_one_digest) {
  RecordParts behind = parts();
  behind.payload_at = 6;
  RecordParts twice = parts();
  twice.payload_at = 0;
  twice.fields.add("WARC-Payload-Digest", "sha1:A");
  RecordParts end = parts();
  end.payload_at = 5;

  BOOST_TEST(refuses(behind));
  BOOST_TEST(refuses(twice));
  BOOST_TEST(parsed(must(make(end))).one("WARC-Payload-Digest") == warc::digest_of("", kSha1));
}

BOOST_AUTO_TEST_SUITE_END()
