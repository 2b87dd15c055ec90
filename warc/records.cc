#include "warc/records.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "warc/http_message.h"

namespace warc {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kIdenticalPayload =
    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

// RFC 5952 form, empty when `text` is no address. A zone ("%eth0") means something on our machine
// only.
std::string canonical_ip(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const std::string address(text.substr(0, text.find('%')));
  for (const int family : {AF_INET, AF_INET6}) {
    std::array<unsigned char, sizeof(in6_addr)> raw{};
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (inet_pton(family, address.c_str(), raw.data()) != 1) continue;
    if (inet_ntop(family, raw.data(), out.data(), out.size()) != nullptr) return out.data();
  }
  return {};
}

std::string_view truncation_reason(std::string_view reason) {
  static constexpr std::array<std::string_view, 3> known = {"length", "time", "disconnect"};
  const bool is_known = std::find(known.begin(), known.end(), reason) != known.end();
  return is_known || reason.empty() ? reason : "unspecified";
}

Record start(const RecordType& type, RecordIds& ids, base::Timestamp date) {
  return {type, ids.next(), date, {}, {}};
}

void add_exchange(Fields& fields, const Exchange& exchange) {
  fields.add("WARC-Target-URI", target_uri_for_record(exchange.target_uri));
  fields.add_if("WARC-IP-Address", canonical_ip(exchange.ip));
  for (const std::string& protocol : exchange.protocols) fields.add_if("WARC-Protocol", protocol);
  fields.add_if("WARC-Cipher-Suite", exchange.cipher_suite);
}

base::Result<void> check_head(std::string_view head) {
  if (head.find(kHeadEnd) + kHeadEnd.size() == head.size()) return {};
  return base::fail(base::Errc::invalid, "response head does not end with its one blank line");
}

struct Digests {
  std::string payload, block;
};

// Both digests in one reading of the body.
base::Result<Digests> digests_of(std::string_view head, const Block& body,
                                 DigestAlgorithm algorithm) {
  Hasher payload(algorithm), block(algorithm);
  block.update(head);
  const auto update = [&](std::string_view bytes) -> base::Result<void> {
    payload.update(bytes);
    block.update(bytes);
    return {};
  };
  if (auto read = body.for_each_chunk(update); !read) return read.error();
  return Digests{payload.finish(), block.finish()};
}

// The end every small record shares: digest of the block, its type, the block.
Record finish(Record record, std::string_view content_type, std::string block,
              DigestAlgorithm algorithm) {
  record.fields.add("WARC-Block-Digest", digest_of(block, algorithm));
  record.fields.add("Content-Type", content_type);
  record.block = Block(std::move(block));
  return record;
}

}  // namespace

base::Result<Record> make_response(RecordIds& ids, const Exchange& exchange, std::string head,
                                   const Block& body, DigestAlgorithm algorithm) {
  if (auto checked = check_head(head); !checked) return checked.error();
  auto digests = digests_of(head, body, algorithm);
  if (!digests) return digests.error();

  Record record = start(kResponse, ids, exchange.date);
  add_exchange(record.fields, exchange);
  record.fields.add_if("WARC-Truncated", truncation_reason(exchange.truncated));
  record.fields.add("WARC-Payload-Digest", digests->payload);
  record.fields.add("WARC-Block-Digest", digests->block);
  record.fields.add("Content-Type", "application/http;msgtype=response");
  record.block = Block(std::move(head));
  record.block.append(body);
  return record;
}

base::Result<Record> make_request(RecordIds& ids, const Exchange& exchange, std::string bytes_sent,
                                  std::string_view concurrent_to, DigestAlgorithm algorithm) {
  Record record = start(kRequest, ids, exchange.date);
  add_exchange(record.fields, exchange);
  record.fields.add_if("WARC-Concurrent-To", concurrent_to);
  const std::size_t head_end = bytes_sent.find(kHeadEnd);
  if (head_end != std::string::npos && head_end + kHeadEnd.size() < bytes_sent.size()) {
    const std::string_view payload =
        std::string_view(bytes_sent).substr(head_end + kHeadEnd.size());
    record.fields.add("WARC-Payload-Digest", digest_of(payload, algorithm));
  }
  return finish(std::move(record), "application/http;msgtype=request", std::move(bytes_sent),
                algorithm);
}

base::Result<Record> make_metadata(RecordIds& ids, std::string_view target_uri,
                                   base::Timestamp date, const Fields& content,
                                   std::string_view concurrent_to, DigestAlgorithm algorithm) {
  Record record = start(kMetadata, ids, date);
  record.fields.add("WARC-Target-URI", target_uri_for_record(target_uri));
  record.fields.add_if("WARC-Concurrent-To", concurrent_to);
  return finish(std::move(record), "application/warc-fields", content.serialize(), algorithm);
}

base::Result<Record> make_warcinfo(RecordIds& ids, base::Timestamp date, std::string_view filename,
                                   Fields content, DigestAlgorithm algorithm) {
  Fields all = std::move(content);
  if (!all.find("format")) all.add("format", "WARC File Format 1.1");
  if (!all.find("conformsTo")) {
    all.add("conformsTo",
            "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/");
  }
  Record record = start(kWarcinfo, ids, date);
  record.fields.add("WARC-Filename", filename);
  return finish(std::move(record), "application/warc-fields", all.serialize(), algorithm);
}

base::Result<Record> make_resource(RecordIds& ids, std::string_view target_uri,
                                   base::Timestamp date, std::string_view content_type, Block block,
                                   DigestAlgorithm algorithm) {
  auto digest = digest_of(block, algorithm);
  if (!digest) return digest.error();
  Record record = start(kResource, ids, date);
  record.fields.add("WARC-Target-URI", target_uri_for_record(target_uri));
  const bool is_http = base::starts_with_ignoring_case(target_uri, "http:") ||
                       base::starts_with_ignoring_case(target_uri, "https:");
  if (!is_http) record.fields.add("WARC-Payload-Digest", *digest);
  record.fields.add("WARC-Block-Digest", *digest);
  // W-09: a block without a type makes three readers fail.
  record.fields.add("Content-Type", base::trimmed(content_type).empty() ? "application/octet-stream"
                                                                        : content_type);
  record.block = std::move(block);
  return record;
}

base::Result<Record> make_revisit(RecordIds& ids, const Exchange& exchange, std::string head,
                                  const Original& original, DigestAlgorithm algorithm) {
  if (auto checked = check_head(head); !checked) return checked.error();
  const auto parsed = parse_response_head(head);
  if (!parsed) return parsed.error();
  if (parsed->status < 200 || parsed->status / 100 == 3) {
    return base::fail(base::Errc::invalid,
                      fmt::format("status {} may not be a revisit", parsed->status));
  }
  if (original.payload_digest.empty() || is_digest_of_nothing(original.payload_digest)) {
    return base::fail(base::Errc::invalid, "an empty payload may not be a revisit");
  }
  const std::string refers_to = target_uri_for_record(original.target_uri);
  if (original.date == exchange.date && refers_to == target_uri_for_record(exchange.target_uri)) {
    return base::fail(base::Errc::invalid, "a revisit refers to itself");
  }

  Record record = start(kRevisit, ids, exchange.date);
  add_exchange(record.fields, exchange);
  record.fields.add("WARC-Profile", kIdenticalPayload);
  record.fields.add("WARC-Refers-To-Target-URI", refers_to);
  record.fields.add("WARC-Refers-To-Date", base::to_iso8601(original.date));
  // ISO 28500:2017 6.7.2: the payload that is not there is a truncation by length ("shall").
  record.fields.add("WARC-Truncated", "length");
  record.fields.add("WARC-Payload-Digest", original.payload_digest);
  return finish(std::move(record), "application/http;msgtype=response", std::move(head), algorithm);
}

}  // namespace warc
