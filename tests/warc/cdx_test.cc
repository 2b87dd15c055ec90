#include "warc/cdx.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>

using warc::CdxEntry;
using warc::to_cdx11;
using warc::to_cdxj;

namespace {

CdxEntry entry() {
  return {.key = "cn,example,news)/a?b=1",
          .timestamp14 = "20261122103126",
          .url = "https://news.example.cn/a?b=1",
          .mime = "Text/HTML; charset=utf-8",
          .status = "200",
          .digest = "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
          .redirect = "",
          .length = 1234,
          .offset = 5678,
          .filename = "varve-1.warc.gz"};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cdx)

// formats 3.1.
BOOST_AUTO_TEST_CASE(a_capture_has_its_two_lines) {
  BOOST_TEST(to_cdxj(entry()) ==
             "cn,example,news)/a?b=1 20261122103126 {\"url\":\"https://news.example.cn/a?b=1\","
             "\"mime\":\"text/html\",\"status\":\"200\","
             "\"digest\":\"sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5\",\"length\":\"1234\","
             "\"offset\":\"5678\",\"filename\":\"varve-1.warc.gz\"}");
  BOOST_TEST(to_cdx11(entry()) ==
             "cn,example,news)/a?b=1 20261122103126 https://news.example.cn/a?b=1 text/html 200 "
             "VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5 - - 1234 5678 varve-1.warc.gz");
  BOOST_TEST(warc::kCdx11Header == " CDX N b a m s k r M S V g");
}

// formats 3.1: CDX-9 has neither flags nor length.
BOOST_AUTO_TEST_CASE(the_nine_field_line_has_no_length) {
  BOOST_TEST(warc::to_cdx9(entry()) ==
             "cn,example,news)/a?b=1 20261122103126 https://news.example.cn/a?b=1 text/html 200 "
             "VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5 - 5678 varve-1.warc.gz");
  BOOST_TEST(warc::to_line(entry(), warc::IndexFormat::cdx9) == warc::to_cdx9(entry()));
  BOOST_TEST(warc::to_line(entry(), warc::IndexFormat::cdx11) == to_cdx11(entry()));
  BOOST_TEST(warc::to_line(entry(), warc::IndexFormat::cdxj) == to_cdxj(entry()));
  BOOST_TEST(warc::legend_of(warc::IndexFormat::cdx9) == " CDX N b a m s k r V g");
  BOOST_TEST(warc::legend_of(warc::IndexFormat::cdxj) == "");
}

// formats 3.2: wabac makes its key from url, requestBody and method.
BOOST_AUTO_TEST_CASE(method_and_body_of_a_request_stand_in_cdxj_only) {
  CdxEntry e = entry();
  e.method = "POST";
  e.request_body = "a=\xe4\xb8\xad \"b\"";

  BOOST_TEST(
      to_cdxj(e).ends_with("\"filename\":\"varve-1.warc.gz\",\"method\":\"POST\","
                           "\"requestBody\":\"a=\\u4e2d \\\"b\\\"\"}"));
  BOOST_TEST(to_cdx11(e) == to_cdx11(entry()));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_a_dash_or_unk) {
  CdxEntry bare;
  bare.key = "cn,a)/";
  bare.timestamp14 = "20261122103126";

  BOOST_TEST(to_cdx11(bare) == "cn,a)/ 20261122103126 - unk - - - - 0 0 -");
  BOOST_TEST(to_cdxj(bare) ==
             "cn,a)/ 20261122103126 {\"url\":\"\",\"mime\":\"unk\",\"length\":\"0\","
             "\"offset\":\"0\",\"filename\":\"-\"}");
}

BOOST_AUTO_TEST_CASE(a_type_that_is_none_is_unk) {
  const auto mime = [](std::string_view type) {
    CdxEntry e = entry();
    e.mime = type;
    const std::string line = to_cdxj(e);
    const std::size_t from = line.find("\"mime\":\"") + 8;
    return line.substr(from, line.find('"', from) - from);
  };
  BOOST_TEST(mime("image/svg+xml") == "image/svg+xml");
  BOOST_TEST(mime("warc/revisit") == warc::kRevisitMime);
  BOOST_TEST(mime(" text/html ,text/plain") == "text/html");
  for (const auto& type :
       {"", "html", "/html", "text/", "a/b/c", "<b>/x", "text\r\n/html", "x/\xe4"}) {
    BOOST_TEST(mime(type) == "unk", type);
  }
  BOOST_TEST(mime("a/" + std::string(300, 'b')) == "unk");
}

// A digest other than SHA-1 keeps its label in both.
BOOST_AUTO_TEST_CASE(sha256_keeps_its_label) {
  CdxEntry e = entry();
  e.digest = "sha256:00ff";

  BOOST_TEST(to_cdx11(e).find(" sha256:00ff ") != std::string::npos);
  BOOST_TEST(to_cdxj(e).find("\"sha256:00ff\"") != std::string::npos);
}

// webarchive-commons#37, #58, ukwa-manage#105: one space too many and the line is lost.
BOOST_AUTO_TEST_CASE(nothing_a_server_sends_adds_a_field_or_a_line) {
  const std::string evil = "x y\r\nz\t\"}\\\xe4\xb8\xad";
  const CdxEntry e{evil, evil, evil, evil, evil, evil, evil, 1, 2, evil};

  const std::string cdx11 = to_cdx11(e), cdxj = to_cdxj(e);

  BOOST_TEST(std::count(cdx11.begin(), cdx11.end(), ' ') == 10);
  for (const std::string& line : {cdx11, cdxj}) {
    BOOST_TEST(std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7f; }));
  }
  BOOST_TEST(cdxj.find("\"url\":\"x%20y%0D%0Az%09\\\"}\\\\%E4%B8%AD\"") != std::string::npos);
}

// A key is looked up as surt() gives it, brackets included.
BOOST_AUTO_TEST_CASE(keys_are_printed_as_they_are) {
  CdxEntry e = entry();
  e.key = "com,example)/\"<>";

  BOOST_TEST(to_cdxj(e).starts_with("com,example)/\"<> 2026"));
}

BOOST_AUTO_TEST_SUITE_END()
