// What the tests of reader and verifier share: small archives of every kind, and everything a
// reader says of one.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/encoding.h"
#include "tests/support/memory_file.h"
#include "tests/warc/warc_support.h"
#include "warc/cdx.h"
#include "warc/gzip_member.h"
#include "warc/reader.h"
#include "warc/records.h"
#include "warc/surt.h"
#include "warc/verify/verify.h"

namespace support {

inline constexpr auto kSha1 = warc::DigestAlgorithm::sha1;

inline std::string plain(const warc::Record& record, std::string_view warcinfo_id) {
  return serialize_header(record, warcinfo_id) + must(record.block.to_string(1 << 30)) +
         std::string(warc::kRecordEnd);
}
inline std::string gzipped(const warc::Record& record, std::string_view warcinfo_id) {
  return must(must(encode_member(record, warcinfo_id, {})).to_string(1 << 30));
}

// warcinfo, response, request, metadata, and the response's exchange once more as a revisit.
inline std::vector<warc::Record> sample_records() {
  warc::NumberedIds ids;
  const warc::Exchange exchange{
      "http://www.example.cn/a?b=1", golden_time(), "127.0.0.1", {"http/1.1"}, "", ""};
  warc::Fields facts;
  facts.add("fetchTimeMs", "12");
  const std::string head =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 26\r\n\r\n";
  std::vector<warc::Record> records;
  records.push_back(must(make_warcinfo(ids, golden_time(), "x.warc.gz", {}, kSha1)));
  records.push_back(
      must(make_response(ids, exchange, head, warc::Block("<p>abcdefghijklmnopqrs</p>"), kSha1)));
  const std::string request = "GET /a?b=1 HTTP/1.1\r\nHost: www.example.cn\r\n\r\n";
  records.push_back(must(make_request(ids, exchange, request, records[1].id, kSha1)));
  records.push_back(
      must(make_metadata(ids, exchange.target_uri, golden_time(), facts, records[1].id, kSha1)));
  warc::Exchange later = exchange;
  later.date += std::chrono::hours(1);
  const warc::Original original{exchange.target_uri, exchange.date,
                                std::string(*records[1].fields.find("WARC-Payload-Digest")), ""};
  records.push_back(must(make_revisit(ids, later, head, original, kSha1)));
  return records;
}

// The first `count` of them in one file.
inline std::string sample_file(bool gzip, std::size_t count = 5) {
  const auto records = sample_records();
  std::string file;
  for (std::size_t i = 0; i < count; ++i) {
    file += gzip ? gzipped(records[i], records[0].id) : plain(records[i], records[0].id);
  }
  return file;
}

// Does docs/findings.md explain this code?
inline bool is_documented(std::string_view code) {
  static const std::string text =
      read_all(std::filesystem::path(VARVE_SOURCE_DIR) / "docs" / "findings.md");
  return text.find("`" + std::string(code) + "`") != std::string::npos;
}

struct ReadRecord {
  warc::RecordHead head;
  std::string block;
  warc::RecordEnd end;
};

struct Reading {
  std::vector<ReadRecord> records;
  std::vector<warc::Finding> findings;

  // "code@offset", one after the other, notes included.
  std::string codes() const {
    std::string text;
    for (const warc::Finding& finding : findings) {
      text += (text.empty() ? "" : " ") + std::string(finding.code) + "@" +
              std::to_string(finding.offset);
    }
    return text;
  }
};

inline Reading read_file(const base::File& file, std::uint64_t start_offset = 0) {
  Reading reading;
  warc::Reader reader(file, {.on_finding = [&](warc::Finding f) { reading.findings.push_back(f); },
                             .start_offset = start_offset});
  while (const warc::RecordHead* head = must(reader.next())) {
    ReadRecord record{*head, "", {}};
    while (true) {
      const std::string_view piece = must(reader.read());
      if (piece.empty()) break;
      record.block += piece;
    }
    record.end = must(reader.finish());
    reading.records.push_back(std::move(record));
  }
  return reading;
}

inline Reading read_bytes(std::string bytes) { return read_file(MemoryFile(std::move(bytes))); }

// The index line of a capture that verify_warc() told of.
inline warc::CdxEntry entry_of(const warc::verify::RecordFacts& facts, std::string filename) {
  warc::CdxEntry entry;
  entry.key = warc::surt(facts.url);
  entry.timestamp14 = facts.timestamp14;
  entry.url = facts.url;
  entry.mime = facts.mime;
  entry.status = facts.status;
  entry.digest = facts.digest;
  entry.length = facts.length;
  entry.offset = facts.offset;
  entry.filename = std::move(filename);
  return entry;
}

}  // namespace support
