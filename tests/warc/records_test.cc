#include "warc/records.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"
#include "warc/gzip_member.h"
#include "warc/http_message.h"

using support::golden_time;
using support::must;
using support::parse_record;
using support::ParsedRecord;
using warc::Block;
using warc::DigestAlgorithm;
using warc::Record;

namespace {

constexpr auto kSha1 = DigestAlgorithm::sha1;
constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n";
const std::string kWarcinfoId = "<urn:uuid:00000000-0000-4000-8000-0000000000ff>";

struct Crawl {
  warc::NumberedIds ids;

  static warc::Exchange exchange() {
    return {.target_uri = "https://news.example.cn/a?b=1",
            .date = golden_time(),
            .ip = "192.0.2.7",
            .protocols = {"h2", "tls/1.3"},
            .cipher_suite = "TLS_AES_128_GCM_SHA256",
            .truncated = ""};
  }
  Record response(const warc::Exchange& exchange, std::string body = "hello") {
    return must(make_response(ids, exchange, std::string(kHead), Block(std::move(body)), kSha1));
  }
};

std::string text_of(const Record& record) {
  return serialize_header(record, kWarcinfoId) + must(record.block.to_string(1 << 20)) +
         std::string(warc::kRecordEnd);
}

ParsedRecord parsed(const Record& record) { return parse_record(text_of(record)); }

// Compares with tests/warc/golden/NAME, or rewrites it when VARVE_UPDATE_GOLDEN is set.
void check_golden(const std::string& name, const Record& record) {
  const std::string text = text_of(record);
  const auto path = std::filesystem::path(VARVE_SOURCE_DIR) / "tests/warc/golden" / name;
  if (std::getenv("VARVE_UPDATE_GOLDEN") != nullptr) support::write_all(path, text);
  BOOST_TEST(text == support::read_all(path), name);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(records, Crawl)

BOOST_AUTO_TEST_CASE(each_record_type_has_its_golden_bytes) {
  const Record page = response(exchange());
  check_golden("response.warc", page);
  check_golden(
      "request.warc",
      must(make_request(ids, exchange(), "GET /a?b=1 HTTP/1.1\r\nHost: news.example.cn\r\n\r\n",
                        page.id, kSha1)));
  warc::Fields facts;
  facts.add("via", "https://news.example.cn/");
  facts.add("hopsFromSeed", "L");
  facts.add("fetchTimeMs", "42");
  check_golden("metadata.warc", must(make_metadata(ids, exchange().target_uri, golden_time(), facts,
                                                   page.id, kSha1)));
  warc::Fields about;
  about.add("software", "varve/0.1.0");
  about.add("robots", "obey");
  check_golden("warcinfo.warc",
               must(make_warcinfo(ids, golden_time(), "varve-1.warc.gz", about, kSha1)));
  check_golden("resource.warc",
               must(make_resource(ids, "urn:text:https://news.example.cn/a", golden_time(),
                                  "text/plain", Block("words"), kSha1)));
  check_golden("resource-sha256.warc",
               must(make_resource(ids, "urn:text:x", golden_time(), "text/plain", Block("words"),
                                  DigestAlgorithm::sha256)));
  warc::Exchange later = exchange();
  later.date += std::chrono::hours(24);
  check_golden(
      "revisit.warc",
      must(make_revisit(ids, later, std::string(kHead),
                        {exchange().target_uri, golden_time(), warc::digest_of("hello", kSha1)},
                        kSha1)));
}

// Section 2.5: block digest over head and body, payload digest over the body alone.
BOOST_AUTO_TEST_CASE(digests_cover_exactly_block_and_payload) {
  const ParsedRecord record = parsed(response(exchange(), "\x1f\x8b coded"));

  BOOST_TEST(record.block == std::string(kHead) + "\x1f\x8b coded");
  BOOST_TEST(record.one("WARC-Payload-Digest") == warc::digest_of("\x1f\x8b coded", kSha1));
  BOOST_TEST(record.one("WARC-Block-Digest") == warc::digest_of(record.block, kSha1));
}

BOOST_AUTO_TEST_CASE(a_spooled_body_makes_the_same_record) {
  support::ScratchDir scratch;
  std::shared_ptr<base::File> file = must(base::real_disk().open_temporary(scratch.path()));
  must(file->append("hello"));

  const Record spooled =
      must(make_response(ids, exchange(), std::string(kHead), Block(file, 0, 5), kSha1));
  warc::NumberedIds again;

  BOOST_TEST(text_of(spooled) == text_of(must(make_response(again, exchange(), std::string(kHead),
                                                            Block("hello"), kSha1))));
}

BOOST_AUTO_TEST_CASE(a_body_that_cannot_be_read_is_an_error) {
  support::ScratchDir scratch;
  std::shared_ptr<base::File> file = must(base::real_disk().open_temporary(scratch.path()));

  BOOST_TEST(!make_response(ids, exchange(), std::string(kHead), Block(file, 0, 5), kSha1));
}

// The head comes from head_for_storage(); one that a reader would end elsewhere is refused.
BOOST_AUTO_TEST_CASE(a_head_without_its_one_blank_line_is_refused) {
  for (const std::string head :
       {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\nX: y\r\n\r\n"}) {
    BOOST_TEST(!make_response(ids, exchange(), head, Block("x"), kSha1));
    BOOST_TEST(!make_revisit(ids, exchange(), head, {"http://a/", {}, "sha1:A"}, kSha1));
  }
}

// W-06 and W-25: only Concurrent-To and Protocol may repeat.
BOOST_AUTO_TEST_CASE(protocols_repeat_and_nothing_else_does) {
  const ParsedRecord record = parsed(response(exchange()));

  BOOST_TEST(record.all("WARC-Protocol") == (std::vector<std::string>{"h2", "tls/1.3"}),
             boost::test_tools::per_element());
  for (const auto& [name, value] : record.fields) {
    if (name != "WARC-Protocol") BOOST_TEST(record.all(name).size() == 1u, name);
  }
}

// W-14, W-21, W-23.
BOOST_AUTO_TEST_CASE(the_records_of_one_exchange_share_date_uri_and_name_the_response) {
  const Record page = response(exchange());
  const ParsedRecord request =
      parsed(must(make_request(ids, exchange(), "GET / HTTP/1.1\r\n\r\n", page.id, kSha1)));
  const ParsedRecord metadata =
      parsed(must(make_metadata(ids, exchange().target_uri, exchange().date, {}, page.id, kSha1)));

  for (const ParsedRecord& record : {request, metadata}) {
    BOOST_TEST(record.one("WARC-Concurrent-To") == page.id);
    BOOST_TEST(record.one("WARC-Date") == "2026-11-22T10:31:26.123Z");
    BOOST_TEST(record.one("WARC-Target-URI") == exchange().target_uri);
  }
  BOOST_TEST(metadata.all("WARC-IP-Address").empty());
  BOOST_TEST(metadata.all("WARC-Payload-Digest").empty());
}

// W-20: a GET would carry the digest of nothing.
BOOST_AUTO_TEST_CASE(a_request_has_a_payload_digest_only_with_a_body) {
  const ParsedRecord get =
      parsed(must(make_request(ids, exchange(), "GET / HTTP/1.1\r\n\r\n", "", kSha1)));
  const ParsedRecord post =
      parsed(must(make_request(ids, exchange(), "POST / HTTP/1.1\r\n\r\na=b", "", kSha1)));

  BOOST_TEST(get.all("WARC-Payload-Digest").empty());
  BOOST_TEST(get.all("WARC-Concurrent-To").empty());
  BOOST_TEST(post.one("WARC-Payload-Digest") == warc::digest_of("a=b", kSha1));
}

// W-24.
BOOST_AUTO_TEST_CASE(addresses_are_in_rfc_5952_form_without_brackets) {
  const auto written = [this](const std::string& ip) {
    warc::Exchange odd = exchange();
    odd.ip = ip;
    const auto found = parsed(response(odd)).all("WARC-IP-Address");
    return found.empty() ? std::string("absent") : found.front();
  };
  BOOST_TEST(written("[2001:DB8:0:0:0:0:0:1]") == "2001:db8::1");
  BOOST_TEST(written("fe80::1%eth0") == "fe80::1");
  BOOST_TEST(written("127.0.0.1") == "127.0.0.1");
  BOOST_TEST(written("no address") == "absent");
}

// W-42.
BOOST_AUTO_TEST_CASE(truncation_has_one_of_four_reasons) {
  const auto written = [this](const std::string& reason) {
    warc::Exchange cut = exchange();
    cut.truncated = reason;
    const auto found = parsed(response(cut)).all("WARC-Truncated");
    return found.empty() ? std::string("absent") : found.front();
  };
  BOOST_TEST(written("") == "absent");
  BOOST_TEST(written("disconnect") == "disconnect");
  BOOST_TEST(written("chunk size\r\nX: y") == "unspecified");
}

// W-11 and section 2.3.
BOOST_AUTO_TEST_CASE(a_warcinfo_states_its_format_once) {
  warc::Fields content;
  content.add("format", "WARC File Format 1.1 as we like it");
  const ParsedRecord record =
      parsed(must(make_warcinfo(ids, golden_time(), "f.warc.gz", content, kSha1)));

  BOOST_TEST(record.one("WARC-Filename") == "f.warc.gz");
  BOOST_TEST(record.block ==
             "format: WARC File Format 1.1 as we like it\r\nconformsTo: https://iipc.github.io/"
             "warc-specifications/specifications/warc-format/warc-1.1/\r\n");
}

// Section 2.5: FastWARC refuses a payload digest on an http resource. W-09: always a type.
BOOST_AUTO_TEST_CASE(a_resource_has_a_type_and_no_payload_digest_under_http) {
  const ParsedRecord http =
      parsed(must(make_resource(ids, "https://a.cn/x", golden_time(), " ", Block("x"), kSha1)));
  const ParsedRecord dns =
      parsed(must(make_resource(ids, "dns:a.cn", golden_time(), "text/dns", Block("x"), kSha1)));

  BOOST_TEST(http.all("WARC-Payload-Digest").empty());
  BOOST_TEST(http.one("Content-Type") == "application/octet-stream");
  BOOST_TEST(dns.one("WARC-Payload-Digest") == dns.one("WARC-Block-Digest"));
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

// The promise "Safe": whatever a server or page sent, a record stays one record (W-01).
BOOST_AUTO_TEST_CASE(nothing_given_from_outside_starts_a_line_of_its_own) {
  const std::string evil = "x\r\nWARC-Type: warcinfo\r\n\r\nWARC/1.1\r\n";
  warc::Exchange hostile{evil, golden_time(), evil, {evil}, evil, evil};
  warc::Fields content;
  content.add(evil, evil);

  const std::vector<Record> all = {
      must(make_response(ids, hostile, std::string(kHead), Block(evil), kSha1)),
      must(make_request(ids, hostile, evil, evil, kSha1)),
      must(make_metadata(ids, evil, golden_time(), content, evil, kSha1)),
      must(make_warcinfo(ids, golden_time(), evil, content, kSha1)),
      must(make_resource(ids, evil, golden_time(), evil, Block(evil), kSha1)),
      must(make_revisit(ids, hostile, std::string(kHead), {evil, {}, evil}, kSha1))};
  for (const Record& record : all) {
    const ParsedRecord seen = parsed(record);
    BOOST_TEST(seen.version == "WARC/1.1");
    BOOST_TEST(seen.one("WARC-Type") == record.type.name);
  }
  BOOST_TEST(parsed(all[2]).block.find("\r\n") == parsed(all[2]).block.size() - 2);
}

BOOST_AUTO_TEST_SUITE_END()
