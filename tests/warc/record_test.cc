#include "warc/record.h"

#include <set>

#include <boost/test/unit_test.hpp>

#include "tests/warc/warc_support.h"

using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(record)

// W-01, W-03, W-04, W-07, W-10, W-12, W-13.
BOOST_AUTO_TEST_CASE(a_header_has_the_mandatory_fields_in_the_standards_spelling) {
  warc::Record record{
      warc::kMetadata, "<urn:uuid:a>", support::golden_time(), {}, warc::Block("xyz")};
  record.fields.add("WARC-Target-URI", "http://a.example/");

  BOOST_TEST(serialize_header(record, "<urn:uuid:w>") ==
             "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:a>\r\n"
             "WARC-Warcinfo-ID: <urn:uuid:w>\r\nWARC-Date: 2026-11-22T10:31:26.123Z\r\n"
             "WARC-Target-URI: http://a.example/\r\nContent-Length: 3\r\n\r\n");
}

// W-10: jwarc forbids it there.
BOOST_AUTO_TEST_CASE(a_warcinfo_names_no_warcinfo) {
  const warc::Record record{warc::kWarcinfo, "<urn:uuid:a>", support::golden_time(), {}, {}};

  BOOST_TEST(serialize_header(record, "<urn:uuid:w>").find("Warcinfo-ID") == std::string::npos);
}

// W-08.
BOOST_AUTO_TEST_CASE(random_ids_are_version_4_uuids_and_differ) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string id = warc::random_ids().next();
    BOOST_TEST(id.size() == 47u);
    BOOST_TEST(id.starts_with("<urn:uuid:"));
    BOOST_TEST(id.ends_with(">"));
    BOOST_TEST(id[24] == '4');
    BOOST_TEST("89ab"s.find(id[29]) != std::string::npos);
    BOOST_TEST(seen.insert(id).second);
  }
}

BOOST_AUTO_TEST_CASE(numbered_ids_count) {
  warc::NumberedIds ids;

  BOOST_TEST(ids.next() == "<urn:uuid:00000000-0000-4000-8000-000000000001>");
  BOOST_TEST(ids.next() == "<urn:uuid:00000000-0000-4000-8000-000000000002>");
}

// formats 1.5: raw UTF-8, spaces and brackets in a Target-URI break replay.
BOOST_AUTO_TEST_CASE(target_uris_are_printable_ascii_without_brackets) {
  BOOST_TEST(
      warc::target_uri_for_record("http://a.cn/\xe4\xb8\xad?q=a b<c>\r\n"s + '\0' + "\x7f") ==
      "http://a.cn/%E4%B8%AD?q=a%20b%3Cc%3E%0D%0A%00%7F");
  BOOST_TEST(warc::target_uri_for_record("https://a.cn/%E4?x=%20|\"") ==
             "https://a.cn/%E4?x=%20|\"");
}

BOOST_AUTO_TEST_SUITE_END()
