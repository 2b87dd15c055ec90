#include "warc/cdx_line.h"

#include <map>

#include <boost/test/unit_test.hpp>

#include "tests/support/shared_data.h"
#include "tests/warc/warc_support.h"
#include "warc/line_reader.h"

using warc::CdxEntry;
using warc::CdxLineParser;
using warc::kind_of_line;
using warc::LineKind;

namespace {

std::optional<CdxEntry> parsed(std::string_view line) {
  CdxLineParser parser;
  return support::must(parser.parse(line));
}

std::string refusal(std::string_view line) {
  CdxLineParser parser;
  const auto entry = parser.parse(line);
  return entry ? "accepted" : entry.error().detail;
}

// A CDXJ line with `members` behind the URL.
std::string cdxj(const std::string& members) {
  return "cn,a)/ 20261122103126 {\"url\":\"http://a.cn/\"" + members + "}";
}
const std::string kPlace = R"(,"length":"7","offset":"9","filename":"a.warc.gz")";

// "ok", or for each line that is refused its number and why.
std::string verdict(const std::filesystem::path& path) {
  const auto file = support::must(base::real_disk().open(path, base::OpenMode::read));
  warc::LineReader lines(*file, CdxLineParser::kMaxLine);
  CdxLineParser parser;
  std::string verdict;
  for (int number = 1;; ++number) {
    const auto line = support::must(lines.next());
    if (!line) return verdict.empty() ? "ok" : verdict;
    const auto entry = parser.parse(*line);
    if (entry) continue;
    if (!verdict.empty()) verdict += "; ";
    verdict += std::to_string(number) + ": " + entry.error().detail;
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cdx_line)

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
  const CdxEntry entry{.key = "cn,a)/?b=\"1\"",
                       .timestamp14 = "20261122103126",
                       .url = "http://a.cn/?b=%221%22",
                       .mime = "text/html",
                       .status = "200",
                       .digest = "sha256:00ff",
                       .redirect = "http://a.cn/x",
                       .length = 1234,
                       .offset = 5678,
                       .filename = "a.warc.gz",
                       .method = "POST",
                       .request_body = "a=\xe4\xb8\xad&b=\"\\\n"};
  for (const auto format :
       {warc::IndexFormat::cdxj, warc::IndexFormat::cdx11, warc::IndexFormat::cdx9}) {
    const auto read = parsed(warc::to_line(entry, format));
    const bool is_json = format == warc::IndexFormat::cdxj;
    BOOST_REQUIRE(read);
    BOOST_TEST(read->key == entry.key);
    BOOST_TEST(read->timestamp14 == entry.timestamp14);
    BOOST_TEST(read->url == entry.url);
    BOOST_TEST(read->mime == entry.mime);
    BOOST_TEST(read->status == entry.status);
    BOOST_TEST(read->digest == entry.digest);
    BOOST_TEST(read->redirect == (is_json ? "" : entry.redirect));
    BOOST_TEST(read->length == (format == warc::IndexFormat::cdx9 ? 0u : entry.length));
    BOOST_TEST(read->offset == entry.offset);
    BOOST_TEST(read->filename == entry.filename);
    BOOST_TEST(read->method == (is_json ? entry.method : ""));
    BOOST_TEST(read->request_body == (is_json ? entry.request_body : ""));
  }
}

// formats 3.1: pywb goes by the number of fields.
BOOST_AUTO_TEST_CASE(without_a_legend_the_number_of_fields_decides) {
  const std::string first = "cn,a)/ 20261122103126 http://a.cn/ text/html 200 AAAA";

  const auto seven = parsed(first + " 77"), ten = parsed(first + " - - 9 a.warc.gz");
  const auto eleven = parsed(first + " - - - 9 a.warc.gz");

  BOOST_TEST((seven->length == 77 && seven->offset == 0 && seven->filename.empty()));
  BOOST_TEST((ten->length == 0 && ten->offset == 9 && ten->filename == "a.warc.gz"));
  BOOST_TEST((eleven->length == 0 && eleven->offset == 9));
  BOOST_TEST(refusal(first + " - 9 a.warc.gz x y z") == "12 fields, not 7, 9, 10 or 11");
  BOOST_TEST(refusal(first + " - -9 a.warc.gz") == "offset \"-9\" is no number of bytes");
  BOOST_TEST(refusal(first + " - - a.warc.gz") == "no offset");
}

// formats 6.5: wget's own order of fields, which pywb misreads (pywb#294, #699).
BOOST_AUTO_TEST_CASE(a_legend_rules_the_lines_below_it) {
  CdxLineParser parser;
  BOOST_TEST(!support::must(parser.parse(" CDX a b a m s k r M V g u")));

  const auto entry = support::must(
      parser.parse("http://www.a.cn/B 20261122103126 http://www.a.cn/B text/html 200 AAAA - - 9 "
                   "a.warc.gz <urn:uuid:1>"));

  BOOST_TEST(entry->key == "cn,a)/b");
  BOOST_TEST((entry->offset == 9 && entry->filename == "a.warc.gz" && entry->length == 0));
  BOOST_TEST(!parser.parse("cn,a)/ 20261122103126 http://a.cn/ text/html 200 AAAA - 9 a.warc.gz"));
}

BOOST_AUTO_TEST_CASE(legends_headers_and_empty_lines_are_no_entries) {
  for (const std::string_view line :
       {"", " CDX N b a", "!meta 0 {\"format\": \"cdxj-gzip-1.0\"}", "!OpenWayback-CDXJ 1.0"}) {
    BOOST_TEST(!parsed(line));
  }
}

// formats 3.1: numbers as strings or as numbers, 14 digits or 17.
BOOST_AUTO_TEST_CASE(cdxj_may_write_numbers_either_way) {
  const auto entry = parsed(
      "cn,a)/ 20261122103126123 {\"url\":\"u\",\"status\":200,\"length\":7,\"offset\":0,"
      "\"filename\":\"/data/a.warc\",\"mime\":\"-\",\"digest\":null,\"more\":[{\"x\":1.5}]}");

  BOOST_TEST(entry->timestamp14 == "20261122103126");
  BOOST_TEST((entry->status == "200" && entry->length == 7 && entry->offset == 0));
  BOOST_TEST((entry->mime.empty() && entry->digest.empty()));
  BOOST_TEST(entry->filename == "/data/a.warc");
}

BOOST_AUTO_TEST_CASE(what_would_point_to_a_wrong_place_is_refused) {
  BOOST_TEST(refusal(cdxj(kPlace)) == "accepted");
  const std::map<std::string, std::string> refused = {
      {"", "no length"},
      {R"(,"length":"7","filename":"a")", "no offset"},
      {R"(,"length":"7","offset":"9")", "no file name"},
      {R"(,"length":"7","offset":"-9","filename":"a")", "offset \"-9\" is no number of bytes"},
      {R"(,"length":7.5,"offset":"9","filename":"a")",
       "\"length\" is neither text nor a whole number"},
      {R"(,"length":-7,"offset":"9","filename":"a")", "length \"-7\" is no number of bytes"},
      {R"(,"length":"9223372036854775808","offset":"9","filename":"a")",
       "length \"9223372036854775808\" is no number of bytes"},
      {R"(,"length":"7","offset":"9","filename":"a/../b")",
       "file name \"a/../b\" leaves its folder"},
      {R"(,"length":"7","offset":"9","filename":"..\\b")", "file name \"..\\b\" leaves its folder"},
      {R"(,"length":"7","offset":"9","filename":"a\u0000")",
       "file name \"a?\" has control characters"},
      {R"(,"status":"OK")" + kPlace, "status \"OK\" is none"},
      {R"(,"url":"")" + kPlace, "no URL"},
  };
  for (const auto& [members, why] : refused) BOOST_TEST(refusal(cdxj(members)) == why, members);
  for (const std::string_view date : {"20261322103126", "20261100103126", "20261122246126",
                                      "20261122103", "2026112210312a", "202611221031261"}) {
    BOOST_TEST(refusal("cn,a)/ " + std::string(date) + cdxj(kPlace).substr(21)) != "accepted",
               date);
  }
  BOOST_TEST(refusal(std::string(CdxLineParser::kMaxLine + 1, 'x')) == "line of 4194305 bytes");
}

BOOST_AUTO_TEST_CASE(the_kind_of_a_line_shows_without_reading_all_of_it) {
  using namespace std::string_literals;
  BOOST_TEST((kind_of_line(cdxj("")) == LineKind::cdxj));
  BOOST_TEST((kind_of_line("a b c d e f g") == LineKind::cdx));
  BOOST_TEST((kind_of_line(" CDX N b") == LineKind::legend));
  BOOST_TEST((kind_of_line("!meta") == LineKind::header));
  BOOST_TEST((kind_of_line("") == LineKind::empty));
  for (const std::string& line : {"a"s, "a b"s, "a b "s, "a b {\"torn"s, "a b c d"s,
                                  " a b c d e f g"s, "a b {\0}"s, std::string(100, '\0')}) {
    BOOST_TEST((kind_of_line(line) == LineKind::other), line);
  }
}

// The verdict on each file of malformed/cdx/own; a line not named is read.
BOOST_AUTO_TEST_CASE(every_malformed_index_gets_its_verdict) {
  const std::string torn = "bad JSON: incomplete JSON";
  const std::map<std::string, std::string> verdicts = {
      {"cdx11-fields-missing.cdx", "2: 5 fields, not 11 as the legend has"},
      {"cdx11-mime-with-space.cdx", "2: 12 fields, not 11 as the legend has"},
      {"crlf.cdxj", "ok"},
      {"duplicate-lines.cdxj", "ok"},
      {"filename-traversal.cdxj", "1: file name \"../../../../etc/passwd\" leaves its folder"},
      {"json-bad.cdxj", "1: " + torn},
      {"json-deep.cdxj", "1: bad JSON: too deep"},
      {"line-64k.cdxj", "1: no length"},
      {"newline-in-url.cdxj", "1: one field only; 2: " + torn + "; 3: one field only"},
      {"offset-huge.cdxj", "1: offset \"99999999999999999999\" is no number of bytes"},
      {"offset-negative.cdxj", "2: length \"-5\" is no number of bytes"},
      {"ok.cdxj", "ok"},
      {"quote-in-url.cdxj", "1: no length"},
      {"space-in-key.cdxj", "1: 5 fields, not 7, 9, 10 or 11"},
      {"timestamp-bad.cdxj", "1: date \"2026-01-02\" is not of 14 digits"},
      {"torn-last-line.cdxj", "5: " + torn},
      {"torn-mid-utf8.cdxj", "6: one field only"},
      {"unsorted.cdxj", "ok"},
      {"zero-tail.cdxj", "6: one field only"},
  };
  const auto folder = support::shared_data("malformed/cdx/own");
  if (!folder) return;
  for (const auto& file : std::filesystem::directory_iterator(*folder)) {
    const std::string name = file.path().filename();
    BOOST_REQUIRE_MESSAGE(verdicts.contains(name), "no verdict stated for " << name);
    BOOST_TEST(verdict(file.path()) == verdicts.at(name), name << ": " << verdict(file.path()));
  }
}

BOOST_AUTO_TEST_SUITE_END()
