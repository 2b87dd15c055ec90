#include "warc/records.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"
#include "tests/warc/record_making.h"
#include "warc/http_block.h"

using namespace record_test;
using support::golden_time;
using support::must;
using support::ParsedRecord;
using warc::Block;
using warc::DigestAlgorithm;
using warc::Record;

namespace {

// The payload a reader of the record finds.
std::string payload_as_read(const std::string& block) {
  warc::HttpBlock http(warc::HttpBlock::Message::response);
  http.append(block);
  std::string payload(http.payload());
  http.finish();
  return payload.append(http.payload());
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
  const warc::Original original{.target_uri = exchange().target_uri, .record_id = page.id};
  check_golden("conversion.warc",
               must(make_conversion(ids, warc::conversion_uri("text", exchange().target_uri),
                                    golden_time(), "text/plain", Block("words"), original, kSha1)));
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
  for (const char* reason : {"length", "time", "disconnect", "unspecified"}) {
    BOOST_TEST(written(reason) == reason);
  }
  BOOST_TEST(written("chunk size\r\nX: y") == "unspecified");
}

// Section 1.1, --keep-transfer-encoding: the payload is what the chunks hold.
BOOST_AUTO_TEST_CASE(the_payload_digest_of_a_chunked_body_leaves_the_framing_out) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const auto payload_digest = [&](const std::string& body) {
    const ParsedRecord record = parsed(response(exchange(), body, head));
    BOOST_TEST(record.block == head + body);
    BOOST_TEST(record.one("WARC-Block-Digest") == warc::digest_of(head + body, kSha1));
    BOOST_TEST(record.one("WARC-Payload-Digest") ==
               warc::digest_of(payload_as_read(record.block), kSha1));
    return record.one("WARC-Payload-Digest");
  };

  BOOST_TEST(payload_digest("5;x=y\r\nhello\r\n0\r\nT: x\r\n\r\n") ==
             warc::digest_of("hello", kSha1));
  BOOST_TEST(payload_digest("5\r\nhel") == warc::digest_of("hel", kSha1));
  BOOST_TEST(payload_digest("0\r\n\r\n") == warc::digest_of("", kSha1));
  BOOST_TEST(payload_digest("3\r\nabc\r\nzz\r\nmore") == warc::digest_of("abc", kSha1));
  // Its head lies: readers take such a body as it is.
  for (const std::string body : {"", "<html>", "<html>\n", "5", "zz\r\nhello"}) {
    BOOST_TEST(payload_digest(body) == warc::digest_of(body, kSha1));
  }
}

BOOST_AUTO_TEST_CASE(the_payload_digest_of_a_chunked_request_leaves_the_framing_out) {
  const std::string sent =
      "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n";

  BOOST_TEST(
      parsed(must(make_request(ids, exchange(), sent, "", kSha1))).one("WARC-Payload-Digest") ==
      warc::digest_of("a=b", kSha1));
}

// Section 1.10.
BOOST_AUTO_TEST_CASE(a_conversion_never_stands_under_the_uri_of_a_capture) {
  const auto made = [this](const std::string& uri, const warc::Original& of) {
    return make_conversion(ids, uri, golden_time(), "text/plain", Block("x"), of, kSha1);
  };
  const warc::Original page{.target_uri = "https://a.cn/", .record_id = "<urn:uuid:p>"};
  const ParsedRecord record = parsed(must(made("urn:text:https://a.cn/ ", page)));

  BOOST_TEST(record.one("WARC-Refers-To") == "<urn:uuid:p>");
  BOOST_TEST(record.one("WARC-Target-URI") == "urn:text:https://a.cn/%20");
  BOOST_TEST(record.all("WARC-IP-Address").empty());
  BOOST_TEST(record.all("WARC-Payload-Digest").empty());
  BOOST_TEST(!made("https://a.cn/", page));
  BOOST_TEST(!made("HTTP://b.cn/", page));
  BOOST_TEST(!made("urn:x", {.target_uri = "urn:x", .record_id = "<urn:uuid:p>"}));
  BOOST_TEST(!made("urn:x", {.target_uri = "https://a.cn/"}));
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
      must(make_revisit(ids, hostile, std::string(kHead), {evil, {}, evil, evil}, kSha1)),
      must(make_not_modified(ids, hostile, {evil, {}, evil, evil}, kSha1)),
      must(make_conversion(ids, evil, golden_time(), evil, Block(evil), {"u", {}, "", evil},
                           kSha1))};
  for (const Record& record : all) {
    const ParsedRecord seen = parsed(record);
    BOOST_TEST(seen.version == "WARC/1.1");
    BOOST_TEST(seen.one("WARC-Type") == record.type.name);
  }
  BOOST_TEST(parsed(all[2]).block.find("\r\n") == parsed(all[2]).block.size() - 2);
}

BOOST_AUTO_TEST_SUITE_END()
