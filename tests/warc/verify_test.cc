#include "warc/verify/verify.h"

#include <set>
#include <string>
#include <string_view>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/warc/reader_support.h"

namespace {

// Codes of errors, then after "|" those of notes; each once, sorted.
std::string codes_of(const std::string& bytes) {
  std::set<std::string> errors, notes;
  const support::MemoryFile file(bytes);
  const auto sink = [&](const warc::Finding& finding) {
    BOOST_TEST(finding.offset <= bytes.size());
    BOOST_TEST(!finding.message.empty());
    BOOST_TEST(support::is_documented(finding.code), finding.code);
    (finding.severity == warc::Severity::error ? errors : notes).insert(std::string(finding.code));
  };
  support::must(warc::verify::verify_warc(file, sink));
  std::string text;
  for (const std::string& code : errors) text += (text.empty() ? "" : " ") + code;
  for (const std::string& code : notes) text += " |" + code;
  return text;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

// What is wrong when `from` stands as `to` in the record of this number; of the five of
// sample_records(): warcinfo, response, request, metadata, revisit.
struct Change {
  std::size_t record;
  std::string_view from, to, codes;
};
std::ostream& operator<<(std::ostream& out, const Change& change) {
  return out << change.record << ' ' << change.from << " -> " << change.to;
}

constexpr std::string_view kDate = "WARC-Date: 2026-11-22T10:31:26.123Z\r\n";
constexpr std::string_view kTarget = "WARC-Target-URI: http://www.example.cn/a?b=1\r\n";
constexpr std::string_view kInfoId =
    "WARC-Warcinfo-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n";
constexpr std::string_view kResponseId =
    "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000002>\r\n";

constexpr Change kHeaderChanges[] = {
    {1, "WARC/1.1", "WARC/1.2", "version"},                  // W-02
    {1, kResponseId, "", "id-missing |concurrent-unknown"},  // W-07
    {1, "<urn:uuid:00000000-0000-4000-8000-000000000002>", "urn:uuid:2",
     "id-form |concurrent-unknown"},                    // W-08
    {1, kDate, "", "date-missing"},                     // W-07
    {1, "26.123Z", "26.123+00:00", "date-form"},        // W-12
    {1, kDate, "WARC-Date: 2026-11\r\n", "date-form"},  // W-12
    {1, "WARC-Type: response\r\n", "", "type-missing |pair-metadata"},
    {1, "WARC-Type: response", "WARC-Type: x-new", "|pair-metadata |type-unknown"},
    {1, kDate, "WARC-Date: 2026-11-22T10:31:26.123Z\r\nWARC-Date: 2026-11-22T10:31:26.123Z\r\n",
     "field-twice"},  // W-06
    {1, kDate, "warc-date: 2026-11-22T10:31:26.123Z\r\n", ""},
    {1, "WARC-Type:", "warc-type:", "|field-case"},  // W-04
    {1, "WARC-Protocol: http/1.1\r\n", "WARC-Protocol: h2\r\nWARC-Protocol: tls/1.3\r\n",
     ""},                                                                            // W-25
    {1, "http/1.1\r\n", "h2, tls/1.3\r\n", "|protocol-form"},                        // W-25
    {1, "Content-Type: application/http;msgtype=response\r\n", "", "content-type"},  // W-09
    {1, "msgtype=response", "msgtype=request", "content-type"},                      // W-09
    {1, "application/http;", "text/html;", "content-type payload-digest"},           // W-09
    {1, kInfoId, "", ""},
    {1, "WARC-IP-Address: 127.0.0.1", "WARC-IP-Address: [::1]", "ip-form"},  // W-24
    {1, "WARC-IP-Address: 127.0.0.1", "WARC-IP-Address: ::1", ""},           // W-24
    {1, kTarget, "", "target-missing"},
    {1, kTarget, "WARC-Target-URI: <http://www.example.cn/a>\r\n", "target-form"},           // 6.1
    {1, kTarget, "WARC-Target-URI: http://www.example.cn/a b\r\n", "target-form"},           // 1.5
    {1, kTarget, "WARC-Target-URI: http://www.example.cn/\xe4\xb8\xad\r\n", "target-form"},  // 6.20
    {1, kTarget, "WARC-Target-URI: /a\r\n", "target-form"},
    {1, kTarget, "WARC-Target-URI: HTTP://www.Example.cn:80/a\r\n", "|target-normal"},  // 1.5
    {1, kTarget, "WARC-Target-URI: http://www.example.cn:80/a\r\n", "|target-normal"},
    {1, kTarget, "WARC-Target-URI: http://www.example.cn/#a\r\n", "|target-normal"},
    {1, kInfoId, "WARC-Filename: x\r\n", "filename-forbidden"},   // W-11
    {1, kInfoId, "WARC-Truncated: bored\r\n", "truncated-form"},  // W-42
    {1, kInfoId, "WARC-Truncated: time\r\n", ""},                 // W-42
    {1, kInfoId, "WARC-Refers-To: <urn:uuid:1>\r\n", "refers-forbidden"},
    {1, kInfoId, "X: a\x01z\r\n", "header-control"},
    {1, kInfoId, "X: a\rz\r\n", "header-control"},
    {1, kInfoId, "X: a\xffz\r\n", "header-utf8"},    // W-05
    {1, kInfoId, "X: a\r\n b\r\n", "|header-fold"},  // W-05
    {1, kInfoId, "X: a\n", "header-lf"},             // W-01
    {1, kInfoId, "no field\r\n", "header-field"},
    {1, kInfoId, "WARC-Segment-Number: 1\r\n", "|segment"},
    {1, kInfoId, "WARC-Segment-Number: 2\r\n", "segment"},
    {1, "WARC-Payload-Digest: sha1:", "WARC-Payload-Digest: md5:", "digest-form"},  // 1.4
    {1, "WARC-Payload-Digest: sha1:", "WARC-Payload-Digest: sha1:A", "digest-form payload-digest"},
    {1, "WARC-Block-Digest: sha1:", "X: ", "|block-digest-missing"},
    {0, kDate, "WARC-Date: 2026-11-22T10:31:26.123Z\r\nWARC-IP-Address: 127.0.0.1\r\n",
     "ip-forbidden"},
    {0, kDate, "WARC-Date: 2026-11-22T10:31:26.123Z\r\nWARC-Warcinfo-ID: <urn:uuid:1>\r\n",
     "warcinfo-id-forbidden |warcinfo-unknown"},  // W-10
    {0, "WARC-Filename: x.warc.gz", "WARC-Target-URI: urn:x", "target-forbidden"},
    {0, "application/warc-fields", "text/plain", "|content-type"},  // 2.3
    {3, kInfoId, "WARC-Payload-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\n",
     "payload-digest-forbidden"},  // 2.5
    {4, "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n", "",
     "profile-missing"},                                          // W-44
    {4, "warc/1.1/revisit", "warc/1.0/revisit", "|profile-old"},  // W-44
    {4, "identical-payload-digest", "of-my-own", "profile-unknown"},
    {4, "WARC-Refers-To-Target-URI: http://www.example.cn/a?b=1\r\n", "", "refers-missing"},  // 1.6
    {4, "WARC-Refers-To-Date: 2026-11-22T10:31:26.123Z",
     "WARC-Refers-To-Date: 2026-11-22T11:31:26.123Z", "refers-self revisit-of-revisit"},  // W-49
    {4, "WARC-Refers-To-Date: 2026", "WARC-Refers-To-Date: x026", "refers-form"},         // W-47
};

constexpr Change kBlockChanges[] = {
    {1, "abcdef", "abcdeF", "block-digest payload-digest"},
    {0, "format: WARC", "format: WORC", "block-digest"},
    {4, "200 OK", "201 OK", "block-digest"},
};

// A response with this http message and digests that are right but for the one given.
std::string response_with(std::string_view message, std::string_view fields = "",
                          std::string_view payload_digest = "") {
  std::string digest =
      payload_digest.empty() ? "" : "WARC-Payload-Digest: " + std::string(payload_digest) + "\r\n";
  return "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:7>\r\n"
         "WARC-Date: 2026-11-22T10:31:26Z\r\nWARC-Target-URI: http://h/\r\n" +
         std::string(fields) + digest +
         "WARC-Block-Digest: " + warc::digest_of(message, support::kSha1) +
         "\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: " +
         std::to_string(message.size()) + "\r\n\r\n" + std::string(message) + "\r\n\r\n";
}

struct HttpCase {
  std::string_view message, codes;
};
std::ostream& operator<<(std::ostream& out, const HttpCase& c) { return out << c.message; }

constexpr HttpCase kHttpCases[] = {
    {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", ""},
    {"HTTP/1.1 200\r\n\r\nhi", ""},           // W-33
    {"HTTP/1.1 204 No Content\r\n\r\n", ""},  // W-40
    {"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", ""},
    {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi", "http-length"},  // W-35
    {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nhi", "http-length"},  // W-35
    {"HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nhi", "http-length"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
     "|http-chunked"},  // 1.1
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", "http-chunks"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: "
     "2\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
     "http-framing |http-chunked"},                                   // W-36
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhi", ""},  // 6.7
    {"HTTP/2 200\r\n\r\nhi", "http-version"},                         // 1.2
    {"ICY 200 OK\r\n\r\nhi", "http-version"},                         // W-31
    {"HTTP/1.1 200 OK\nA: b\n\nhi", "http-lf"},                       // W-31
    {"\r\nHTTP/1.1 200 OK\r\n\r\nhi", "http-blank"},                  // W-31
    {"hello", "http-start"},                                          // W-31
    {"HTTP/1.1 200 OK\r\nA: b\r\n", "http-end"},
    {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhi", "http-interim"},  // 1.8
    {"", "http-head"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(verify)

BOOST_AUTO_TEST_CASE(what_the_writer_writes_is_clean) {
  BOOST_TEST(codes_of(support::sample_file(true)) == "");
  BOOST_TEST(codes_of(support::sample_file(false)) == "");
}

BOOST_DATA_TEST_CASE(each_rule_for_headers_is_kept, boost::unit_test::data::make(kHeaderChanges),
                     change) {
  const auto records = support::sample_records();
  std::string bytes;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const std::string text = support::plain(records[i], records[0].id);
    bytes += i == change.record ? replaced(text, change.from, change.to) : text;
  }

  std::string codes = codes_of(bytes);
  if (codes.starts_with(' ')) codes.erase(0, 1);
  BOOST_TEST(codes == change.codes);
}

BOOST_DATA_TEST_CASE(each_changed_block_is_noticed, boost::unit_test::data::make(kBlockChanges),
                     change) {
  const auto records = support::sample_records();
  std::string bytes;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const std::string text = support::plain(records[i], records[0].id);
    bytes += i == change.record ? replaced(text, change.from, change.to) : text;
  }

  BOOST_TEST(codes_of(bytes) == change.codes);
}

BOOST_DATA_TEST_CASE(http_messages_that_do_not_replay_are_named,
                     boost::unit_test::data::make(kHttpCases), http) {
  const std::string info = support::sample_file(false, 1);

  std::string codes = codes_of(info + response_with(http.message));
  if (codes.starts_with(' ')) codes.erase(0, 1);
  BOOST_TEST(codes == http.codes);
}

BOOST_AUTO_TEST_CASE(a_short_body_is_no_error_when_the_record_says_so) {
  const std::string info = support::sample_file(false, 1);
  const std::string message = "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\nhi";

  BOOST_TEST(codes_of(info + response_with(message, "WARC-Truncated: disconnect\r\n")) ==
             " |http-length");  // W-35, W-42
}

// Formats 2.5: over the de-chunked payload; wget and warcio take the framing along.
BOOST_AUTO_TEST_CASE(a_payload_digest_over_chunk_framing_is_wrong) {
  const std::string info = support::sample_file(false, 1);
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string framed = "2\r\nhi\r\n0\r\n\r\n";
  const std::string over_framing = warc::digest_of(framed, support::kSha1);
  const std::string over_payload = warc::digest_of("hi", support::kSha1);

  BOOST_TEST(codes_of(info + response_with(head + framed, "", over_framing)) ==
             "payload-digest |http-chunked");
  BOOST_TEST(codes_of(info + response_with(head + framed, "", over_payload)) == " |http-chunked");
}

BOOST_AUTO_TEST_CASE(digests_may_be_spelled_in_either_way) {
  const std::string info = support::sample_file(false, 1);
  const std::string message = "HTTP/1.1 200 OK\r\n\r\nhi";
  // printf hi | sha1sum, and sha256sum
  const std::string_view sha1 = "sha1:c22b5f9178342609428d6f51b2c5af4c0bde6a42";
  const std::string_view sha256 =
      "sha256:8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4";
  for (const std::string_view digest : {sha1, sha256}) {
    BOOST_TEST(codes_of(info + response_with(message, "", digest)) == "");
    std::string wrong(digest);
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    BOOST_TEST(codes_of(info + response_with(message, "", wrong)) == "payload-digest");
  }
}

BOOST_AUTO_TEST_CASE(two_records_with_one_id_are_noticed) {
  const auto records = support::sample_records();
  const std::string info = support::plain(records[0], records[0].id);
  const std::string response = support::plain(records[1], records[0].id);

  BOOST_TEST(codes_of(info + response + response) == "id-twice |same-second");  // W-08, W-15
}

BOOST_AUTO_TEST_CASE(exchanges_that_are_torn_apart_are_noticed) {
  const auto r = support::sample_records();
  const auto text = [&](std::size_t i) { return support::plain(r[i], r[0].id); };

  // W-21: the revisit belongs to no exchange of the others.
  BOOST_TEST(codes_of(text(0) + text(1) + text(4) + text(2)) == "pair-apart");
  BOOST_TEST(codes_of(text(0) + text(2) + text(1)) == "pair-order");
  BOOST_TEST(codes_of(text(0) + text(1) + text(3) + text(2)) == " |pair-metadata");
  BOOST_TEST(codes_of(text(0) + text(2)) == " |concurrent-unknown");
}

BOOST_AUTO_TEST_CASE(the_warcinfo_comes_first) {
  const auto r = support::sample_records();
  const auto text = [&](std::size_t i) { return support::plain(r[i], r[0].id); };

  BOOST_TEST(codes_of(text(1) + text(0)) == "warcinfo-order |warcinfo-first");  // 2.3
  BOOST_TEST(codes_of(text(1)) == " |warcinfo-first |warcinfo-unknown");
}

BOOST_AUTO_TEST_CASE(facts_of_records_are_what_an_index_needs) {
  const support::MemoryFile file(support::sample_file(true));
  std::vector<warc::verify::RecordFacts> all;
  const auto keep = [&](warc::verify::RecordFacts facts) -> base::Result<void> {
    all.push_back(std::move(facts));
    return {};
  };

  const auto summary = support::must(warc::verify::verify_warc(file, nullptr, {.on_record = keep}));

  BOOST_TEST(summary.records == 5U);
  BOOST_TEST(summary.bytes == file.size());
  BOOST_REQUIRE(all.size() == 5U);
  const auto& response = all[1];
  BOOST_TEST(response.is_capture);
  BOOST_TEST(response.is_alone);
  BOOST_TEST(response.url == "http://www.example.cn/a?b=1");
  BOOST_TEST(response.timestamp14 == "20261122103126");
  BOOST_TEST(response.status == "200");
  BOOST_TEST(response.mime == "text/html");
  BOOST_TEST(response.offset + response.length == all[2].offset);
  BOOST_TEST(!all[2].is_capture);
  BOOST_TEST(all[4].mime == "warc/revisit");
  BOOST_TEST(all[4].digest == response.digest);
}

BOOST_AUTO_TEST_SUITE_END()
