#include "warc/indexer.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "tests/support/shared_data.h"
#include "tests/warc/reader_support.h"
#include "warc/digest.h"

using support::MemoryFile;
using support::must;
using warc::CdxEntry;
using warc::IndexCounts;

namespace {

constexpr std::string_view kUri = "http://www.example.cn/a?b=1";
constexpr std::string_view kKey = "cn,example)/a?b=1";

// A record with the id <urn:x:ID>; `more` are header lines.
std::string record(std::string_view type, std::string_view id, std::string_view more,
                   std::string_view block, std::string_view uri = kUri) {
  std::string text = "WARC/1.1\r\nWARC-Type: " + std::string(type) +
                     "\r\nWARC-Record-ID: <urn:x:" + std::string(id) +
                     ">\r\nWARC-Date: 2026-11-22T10:31:26.123Z\r\n";
  if (!uri.empty()) text += "WARC-Target-URI: " + std::string(uri) + "\r\n";
  text += std::string(more) + "Content-Length: " + std::to_string(block.size()) + "\r\n\r\n";
  return text + std::string(block) + "\r\n\r\n";
}

std::string concurrent(std::string_view id) {
  return "WARC-Concurrent-To: <urn:x:" + std::string(id) + ">\r\n";
}

constexpr std::string_view kHttp = "Content-Type: application/http\r\n";
constexpr std::string_view kPage =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello";

std::string response(std::string_view id, std::string_view more = "",
                     std::string_view block = kPage, std::string_view uri = kUri) {
  return record("response", id, std::string(kHttp) + std::string(more), block, uri);
}
std::string request(std::string_view id, std::string_view more, std::string_view block,
                    std::string_view uri = kUri) {
  return record("request", id, std::string(kHttp) + std::string(more), block, uri);
}

std::string post(std::string_view body, std::string_view head = "") {
  return "POST /a?b=1 HTTP/1.1\r\nContent-Type: application/json\r\n" + std::string(head) + "\r\n" +
         std::string(body);
}

struct Indexed {
  std::vector<CdxEntry> entries;
  std::vector<warc::Finding> findings;
  IndexCounts counts;

  const CdxEntry& only() const {
    BOOST_REQUIRE(entries.size() == 1u);
    return entries.front();
  }
  // Why the first record without an entry has none.
  std::string refusal() const {
    for (const warc::Finding& finding : findings) {
      if (finding.code == "not-indexed") return finding.message;
    }
    return "";
  }
};

Indexed index_file(const base::File& file, bool post_keys = true) {
  Indexed indexed;
  indexed.counts = must(warc::index_archive(
      file, {.filename = "x.warc.gz", .post_keys = post_keys},
      [&](const CdxEntry& entry) -> base::Result<void> {
        indexed.entries.push_back(entry);
        return {};
      },
      [&](warc::Finding finding) { indexed.findings.push_back(std::move(finding)); }));
  BOOST_TEST(indexed.counts.entries == indexed.entries.size());
  return indexed;
}

Indexed index_bytes(std::string bytes, bool post_keys = true) {
  return index_file(MemoryFile(std::move(bytes)), post_keys);
}

// Does [offset, offset + length) hold the one record the entry tells of (W-55)?
void require_in_place(const std::string& bytes, const CdxEntry& entry) {
  BOOST_REQUIRE(entry.offset + entry.length <= bytes.size());
  const auto reading = support::read_bytes(bytes.substr(entry.offset, entry.length));
  BOOST_REQUIRE(reading.records.size() == 1u);
  BOOST_TEST(reading.records[0].head.target_uri() == entry.url);
  BOOST_TEST(reading.records[0].end.is_whole);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(indexer)

// formats 3.1.
BOOST_AUTO_TEST_CASE(a_capture_has_its_entry) {
  const auto indexed =
      index_bytes(response("1", "WARC-Payload-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5\r\n"));

  const CdxEntry& entry = indexed.only();
  BOOST_TEST(entry.key == kKey);
  BOOST_TEST(entry.timestamp14 == "20261122103126");
  BOOST_TEST(entry.url == kUri);
  BOOST_TEST(entry.mime == "text/html; charset=utf-8");
  BOOST_TEST(entry.status == "200");
  BOOST_TEST(entry.digest == "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5");
  BOOST_TEST((entry.redirect.empty() && entry.method.empty() && entry.request_body.empty()));
  BOOST_TEST(entry.offset == 0u);
  BOOST_TEST(entry.filename == "x.warc.gz");
  BOOST_TEST((indexed.counts.records == 1 && indexed.counts.is_complete()));
}

// formats 1.10 and 6.22: nothing else may stand where a capture is looked for.
BOOST_AUTO_TEST_CASE(only_responses_revisits_and_resources_are_indexed) {
  std::string file;
  for (const std::string_view type : {"warcinfo", "response", "request", "metadata", "revisit",
                                      "resource", "conversion", "continuation", "x-screenshot"}) {
    file +=
        record(type, type, "Content-Type: text/plain\r\n", "x", "urn:type:" + std::string(type));
  }

  const auto indexed = index_bytes(file);

  BOOST_TEST(indexed.counts.records == 9u);
  BOOST_REQUIRE(indexed.entries.size() == 3u);
  BOOST_TEST(indexed.entries[0].key == "urn:type:response");
  BOOST_TEST(indexed.entries[1].key == "urn:type:revisit");
  BOOST_TEST(indexed.entries[2].key == "urn:type:resource");
  // What has no HTTP status is 200, as pywb has it; a revisit without a head has none.
  BOOST_TEST((indexed.entries[0].status == "200" && indexed.entries[0].mime == "text/plain"));
  BOOST_TEST((indexed.entries[1].status.empty() && indexed.entries[1].mime == "warc/revisit"));
  BOOST_TEST((indexed.entries[2].status == "200" && indexed.entries[2].mime == "text/plain"));
}

// W-55: the place of a line is the record's and nothing else's, plain or compressed.
BOOST_AUTO_TEST_CASE(offset_and_length_name_exactly_the_record) {
  for (const bool gzip : {false, true}) {
    const std::string file = support::sample_file(gzip);
    const auto indexed = index_bytes(file);

    BOOST_REQUIRE(indexed.entries.size() == 2u);
    for (const CdxEntry& entry : indexed.entries) require_in_place(file, entry);
    BOOST_TEST(indexed.entries[1].mime == "warc/revisit");
    BOOST_TEST(indexed.entries[1].status == "200");
    BOOST_TEST(indexed.entries[1].digest == indexed.entries[0].digest);
    BOOST_TEST(indexed.counts.is_complete());
  }
}

BOOST_AUTO_TEST_CASE(a_redirect_says_where_to) {
  const auto redirect = [](std::string_view head) {
    return index_bytes(response("1", "", std::string(head) + "\r\n\r\n")).only().redirect;
  };
  BOOST_TEST(redirect("HTTP/1.1 301 Moved\r\nLocation: /x y") == "http://www.example.cn/x%20y");
  BOOST_TEST(redirect("HTTP/1.1 302 Found\r\nlocation: https://u:p@b.cn") == "https://b.cn/");
  BOOST_TEST(redirect("HTTP/1.1 200 OK\r\nLocation: /x") == "");
  BOOST_TEST(redirect("HTTP/1.1 301 Moved\r\nLocation: http://[") == "");
}

// formats 3.1, last rows of the table: pywb computes it, cdxj-indexer writes the digest of nothing.
BOOST_AUTO_TEST_CASE(a_missing_payload_digest_is_computed) {
  const std::string hello = warc::digest_of("hello", support::kSha1);
  const std::string chunked =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n";

  BOOST_TEST(index_bytes(response("1")).only().digest == hello);
  BOOST_TEST(index_bytes(response("1", "", chunked)).only().digest == hello);
  BOOST_TEST(
      index_bytes(record("resource", "1", "Content-Type: text/plain\r\n", "hello")).only().digest ==
      hello);
  BOOST_TEST(index_bytes(record("revisit", "1", kHttp, kPage)).only().digest == "");
}

// formats 2.6: heads no browser would show are still captures.
BOOST_AUTO_TEST_CASE(odd_heads_are_indexed_as_far_as_they_go) {
  const auto of = [](std::string_view block) {
    const auto indexed = index_bytes(response("1", "", block));
    return indexed.only().status + " " + indexed.only().mime;
  };
  BOOST_TEST(of("HTTP/2 204\r\n\r\n") == "204 ");
  BOOST_TEST(of("HTTP/1.1 000 zero\r\nContent-Type: a/b\r\n\r\n") == " a/b");
  BOOST_TEST(of("<html>no head") == " ");
  BOOST_TEST(of("") == " ");
  BOOST_TEST(of("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: x/y\r\n\r\n") ==
             "200 x/y");
}

// W-21 and formats 3.2: either order, adjacent, one URL, the second names the first.
BOOST_AUTO_TEST_CASE(a_post_has_its_own_key) {
  const std::string body = R"({"q":"a b","n":2})";
  const std::string first = response("1") + request("2", concurrent("1"), post(body));
  const std::string second = request("2", "", post(body)) + response("1", concurrent("2"));
  const std::string apart =
      response("1") +
      record("metadata", "3", "Content-Type: application/warc-fields\r\n", "via: x") +
      request("2", concurrent("1"), post(body));
  for (const std::string& file : {first, second, apart}) {
    const auto indexed = index_bytes(file);

    BOOST_TEST(indexed.only().key == "cn,example)/a?__wb_method=post&b=1&n=2&q=a+b");
    BOOST_TEST(indexed.only().url == kUri);
    BOOST_TEST(indexed.only().method == "POST");
    BOOST_TEST(indexed.only().request_body == "q=a+b&n=2");
    BOOST_TEST(index_bytes(file, false).only().key == kKey);
  }
}

BOOST_AUTO_TEST_CASE(records_that_are_no_pair_have_the_plain_key) {
  const std::string other = "http://www.example.cn/other";
  const std::vector<std::string> files = {
      response("1") + request("2", "", post("{}")),
      response("1") + request("2", concurrent("9"), post("{}")),
      response("1") + request("2", concurrent("1"), post("{}"), other),
      response("1") + record("warcinfo", "3", "", "") + request("2", concurrent("1"), post("{}")),
      request("2", concurrent("1"), post("{}")) + response("1"),
      response("1") + request("2", concurrent("1"), "GET /a?b=1 HTTP/1.1\r\n\r\n"),
  };
  for (const std::string& file : files) BOOST_TEST(index_bytes(file).only().key == kKey);

  const auto two = index_bytes(response("1") + response("2", concurrent("1")) +
                               request("3", concurrent("2"), post(R"({"x":1})")));
  BOOST_REQUIRE(two.entries.size() == 2u);
  BOOST_TEST((two.entries[0].method.empty() && two.entries[1].method == "POST"));
}

BOOST_AUTO_TEST_CASE(the_body_of_a_request_is_what_its_sender_said) {
  const auto body = [](std::string_view text) {
    return index_bytes(response("1") + request("2", concurrent("1"), text)).only().request_body;
  };
  const std::string json = R"({"x":1})";
  BOOST_TEST(body(post(json, "Content-Length: 7\r\n")) == "x=1");
  BOOST_TEST(body(post(json + "rest", "Content-Length: 7\r\n")) == "x=1");
  BOOST_TEST(body(post(json, "Content-Length: 99\r\n")) == "x=1");
  BOOST_TEST(body(post(json, "Content-Length: no\r\n")) == "");
  BOOST_TEST(body(post("7\r\n" + json + "\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n")) ==
             "x=1");
  const std::string head = "HEAD /a?b=1 HTTP/1.1\r\n\r\n";
  const auto with_head = index_bytes(response("1") + request("2", concurrent("1"), head));
  BOOST_TEST(with_head.only().key == "cn,example)/a?__wb_method=head&b=1");
  BOOST_TEST(with_head.only().method == "HEAD");
}

BOOST_AUTO_TEST_CASE(what_has_no_url_or_date_is_told_and_left_out) {
  std::string undated = response("1");
  undated.replace(undated.find("2026-11-22T"), 4, "last");

  for (const auto& [file, why] : std::vector<std::pair<std::string, std::string>>{
           {response("1", "", kPage, ""), "it has no WARC-Target-URI"},
           {undated, "its WARC-Date \"last-11-22T10:31:26.123Z\" is none"}}) {
    const auto indexed = index_bytes(file + response("2"));

    BOOST_TEST(indexed.only().offset == file.size());
    BOOST_TEST(indexed.counts.not_indexed == 1u);
    BOOST_TEST(!indexed.counts.is_complete());
    BOOST_TEST(indexed.refusal().ends_with(why), indexed.refusal());
  }
}

// W-43: long URLs have whole lines; what no index line could hold does not stop the others.
BOOST_AUTO_TEST_CASE(fields_too_long_for_an_index_are_left_out) {
  const std::string longest = "http://a.cn/" + std::string((256 << 10) - 12, '\xe4');
  const std::string digest = "WARC-Payload-Digest: sha1:" + std::string(1000, 'x') + "\r\n";
  const std::string location =
      "HTTP/1.1 301 M\r\nLocation: /" + std::string(300'000, 'x') + "\r\n\r\n";
  const auto indexed =
      index_bytes(response("1", "", kPage, longest) + response("2", "", kPage, longest + "x") +
                  response("3", digest) + response("4", "", location));

  BOOST_REQUIRE(indexed.entries.size() == 3u);
  BOOST_TEST(indexed.entries[0].url.size() == longest.size());
  BOOST_TEST(to_cdx11(indexed.entries[0]).size() < 4u << 20);
  BOOST_TEST(indexed.counts.not_indexed == 1u);
  BOOST_TEST(indexed.refusal().ends_with("its URL has 262145 bytes"));
  BOOST_TEST(indexed.entries[1].digest == warc::digest_of("hello", support::kSha1));
  BOOST_TEST(indexed.entries[2].redirect == "");
}

// W-50: nothing points into a member of two records, nor at a cut one (W-53).
BOOST_AUTO_TEST_CASE(what_an_offset_cannot_name_is_told_and_left_out) {
  const auto file = support::shared_data("malformed/warc/own/whole-file-one-member.warc.gz");
  if (file) {
    const auto opened = must(base::real_disk().open(*file, base::OpenMode::read));
    const auto indexed = index_file(*opened);
    BOOST_TEST(indexed.entries.empty());
    BOOST_TEST(indexed.counts.not_indexed > 0u);
    BOOST_TEST(indexed.refusal().find("it shares its gzip member") != std::string::npos);
  }
  const std::string whole = support::sample_file(true, 2);
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    const auto indexed = index_bytes(whole.substr(0, whole.size() - cut));
    BOOST_TEST(indexed.entries.empty(), cut);
  }
}

BOOST_AUTO_TEST_CASE(arc_files_are_indexed_too) {
  const std::string block = "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\nhello";
  const std::string version = "1 0 test\nURL IP-address Archive-date Content-type Archive-length\n";
  const std::string file = "filedesc://x.arc 0.0.0.0 20010203040506 text/plain " +
                           std::to_string(version.size()) + "\n" + version +
                           "\nhttp://www.a.cn/B 1.2.3.4 20010203040507 text/html " +
                           std::to_string(block.size()) + "\n" + block + "\n";

  const auto indexed = index_bytes(file);

  const CdxEntry& entry = indexed.only();
  BOOST_TEST(entry.key == "cn,a)/b");
  BOOST_TEST(entry.timestamp14 == "20010203040507");
  BOOST_TEST((entry.mime == "text/html" && entry.status == "200"));
  BOOST_TEST(entry.digest == warc::digest_of("hello", support::kSha1));
  BOOST_TEST(file.substr(entry.offset, 17) == "http://www.a.cn/B");
}

BOOST_AUTO_TEST_CASE(an_error_of_the_sink_ends_the_work) {
  int calls = 0;
  const auto refuse = [&](const CdxEntry&) -> base::Result<void> {
    ++calls;
    return base::fail(base::Errc::disk_full, "full");
  };
  const auto counts = warc::index_archive(MemoryFile(response("1") + response("2")), {}, refuse);

  BOOST_REQUIRE(!counts);
  BOOST_TEST((counts.error().code == base::Errc::disk_full));
  BOOST_TEST(calls == 1);
}

// Whatever the file: what the index points to is there, whole, with the URL it says (W-55).
BOOST_AUTO_TEST_CASE(every_entry_of_every_malformed_file_is_in_its_place) {
  const auto folder = support::shared_data("malformed/warc");
  if (!folder) return;
  std::size_t files = 0, entries = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(*folder)) {
    const std::string name = file.path().filename();
    if (!file.is_regular_file() || name == "LICENSE" || name == "COPYING") continue;
    BOOST_TEST_CONTEXT(file.path().string()) {
      const std::string bytes = support::read_all(file.path());
      const auto indexed = index_bytes(bytes);
      for (const CdxEntry& entry : indexed.entries) require_in_place(bytes, entry);
      entries += indexed.entries.size();
    }
    ++files;
  }
  BOOST_TEST(files > 100u);
  BOOST_TEST(entries > 100u);
}

BOOST_AUTO_TEST_SUITE_END()
