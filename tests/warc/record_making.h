// What the tests of record makers share: one exchange with fixed ids and date, records taken apart,
// and golden files.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "tests/warc/warc_support.h"
#include "warc/records.h"

namespace record_test {

inline constexpr auto kSha1 = warc::DigestAlgorithm::sha1;
inline constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n";
inline const std::string kWarcinfoId = "<urn:uuid:00000000-0000-4000-8000-0000000000ff>";

struct Crawl {
  warc::NumberedIds ids;

  static warc::Exchange exchange() {
    return {.target_uri = "https://news.example.cn/a?b=1",
            .date = support::golden_time(),
            .ip = "192.0.2.7",
            .protocols = {"h2", "tls/1.3"},
            .cipher_suite = "TLS_AES_128_GCM_SHA256",
            .truncated = ""};
  }
  // The capture of a day ago that had the body "hello".
  static warc::Original original() {
    return {.target_uri = exchange().target_uri,
            .date = support::golden_time() - std::chrono::hours(24),
            .payload_digest = warc::digest_of("hello", kSha1)};
  }
  warc::Record response(const warc::Exchange& exchange, std::string body = "hello",
                        std::string head = std::string(kHead)) {
    return support::must(
        make_response(ids, exchange, std::move(head), warc::Block(std::move(body)), kSha1));
  }
};

inline std::string text_of(const warc::Record& record) {
  return serialize_header(record, kWarcinfoId) + support::must(record.block.to_string(1 << 20)) +
         std::string(warc::kRecordEnd);
}

inline support::ParsedRecord parsed(const warc::Record& record) {
  return support::parse_record(text_of(record));
}

// Compares with tests/warc/golden/NAME, or rewrites it when VARVE_UPDATE_GOLDEN is set.
inline void check_golden(const std::string& name, const warc::Record& record) {
  const std::string text = text_of(record);
  const auto path = std::filesystem::path(VARVE_SOURCE_DIR) / "tests/warc/golden" / name;
  if (std::getenv("VARVE_UPDATE_GOLDEN") != nullptr) support::write_all(path, text);
  BOOST_TEST(text == support::read_all(path), name);
}

}  // namespace record_test
