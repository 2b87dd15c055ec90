#include "warc/records.h"

#include <utility>

#include "base/encoding.h"
#include "warc/http_message.h"
#include "warc/make_record.h"

namespace warc {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kWarcFields = "application/warc-fields";

bool is_http(std::string_view uri) {
  return base::starts_with_ignoring_case(uri, "http:") ||
         base::starts_with_ignoring_case(uri, "https:");
}

bool says_chunked(std::string_view head) {
  const auto parsed = parse_response_head(head);
  return parsed && is_chunked(*parsed);
}

std::string_view behind_first_line(std::string_view head) {
  const std::size_t end = head.find('\n');
  return end == std::string_view::npos ? std::string_view() : head.substr(end + 1);
}

}  // namespace

base::Result<Record> make_response(RecordIds& ids, const Exchange& exchange, std::string head,
                                   const Block& body, DigestAlgorithm algorithm) {
  if (!is_one_head(head)) {
    return base::fail(base::Errc::invalid, "response head does not end with its one blank line");
  }
  RecordParts parts{.type = kResponse,
                    .date = exchange.date,
                    .fields = fields_of(exchange),
                    .content_type = "application/http;msgtype=response",
                    .payload_at = head.size(),
                    .payload_is_chunked = says_chunked(head)};
  parts.fields.add_if("WARC-Truncated", truncation_reason(exchange.truncated));
  parts.block = Block(std::move(head));
  parts.block.append(body);
  return make_record(ids, std::move(parts), algorithm);
}

base::Result<Record> make_request(RecordIds& ids, const Exchange& exchange, std::string bytes_sent,
                                  std::string_view concurrent_to, DigestAlgorithm algorithm) {
  RecordParts parts{.type = kRequest,
                    .date = exchange.date,
                    .fields = fields_of(exchange),
                    .content_type = "application/http;msgtype=request"};
  parts.fields.add_if("WARC-Concurrent-To", concurrent_to);
  const std::size_t head_end = bytes_sent.find(kHeadEnd);
  if (head_end != std::string::npos && head_end + kHeadEnd.size() < bytes_sent.size()) {
    parts.payload_at = head_end + kHeadEnd.size();
    const std::string_view head = std::string_view(bytes_sent).substr(0, head_end);
    parts.payload_is_chunked = ends_in_chunked(parse_header_lines(behind_first_line(head)));
  }
  parts.block = Block(std::move(bytes_sent));
  return make_record(ids, std::move(parts), algorithm);
}

base::Result<Record> make_metadata(RecordIds& ids, std::string_view target_uri,
                                   base::Timestamp date, const Fields& content,
                                   std::string_view concurrent_to, DigestAlgorithm algorithm) {
  RecordParts parts{.type = kMetadata,
                    .date = date,
                    .content_type = std::string(kWarcFields),
                    .block = Block(content.serialize())};
  parts.fields.add("WARC-Target-URI", target_uri_for_record(target_uri));
  parts.fields.add_if("WARC-Concurrent-To", concurrent_to);
  return make_record(ids, std::move(parts), algorithm);
}

base::Result<Record> make_warcinfo(RecordIds& ids, base::Timestamp date, std::string_view filename,
                                   Fields content, DigestAlgorithm algorithm) {
  if (!content.find("format")) content.add("format", "WARC File Format 1.1");
  if (!content.find("conformsTo")) {
    content.add("conformsTo",
                "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/");
  }
  RecordParts parts{.type = kWarcinfo,
                    .date = date,
                    .content_type = std::string(kWarcFields),
                    .block = Block(content.serialize())};
  parts.fields.add("WARC-Filename", filename);
  return make_record(ids, std::move(parts), algorithm);
}

base::Result<Record> make_resource(RecordIds& ids, std::string_view target_uri,
                                   base::Timestamp date, std::string_view content_type, Block block,
                                   DigestAlgorithm algorithm) {
  RecordParts parts{.type = kResource,
                    .date = date,
                    .content_type = std::string(content_type),
                    .block = std::move(block)};
  parts.fields.add("WARC-Target-URI", target_uri_for_record(target_uri));
  if (!is_http(target_uri)) parts.payload_at = 0;
  return make_record(ids, std::move(parts), algorithm);
}

base::Result<Record> make_conversion(RecordIds& ids, std::string_view target_uri,
                                     base::Timestamp date, std::string_view content_type,
                                     Block block, const Original& original,
                                     DigestAlgorithm algorithm) {
  const std::string target = target_uri_for_record(target_uri);
  if (is_http(target) || target == target_uri_for_record(original.target_uri)) {
    return base::fail(base::Errc::invalid,
                      "conversion under " + target + " would be taken for a capture of it");
  }
  if (original.record_id.empty()) {
    return base::fail(base::Errc::invalid, "conversion of a record without id");
  }
  RecordParts parts{.type = kConversion,
                    .date = date,
                    .content_type = std::string(content_type),
                    .block = std::move(block)};
  parts.fields.add("WARC-Target-URI", target);
  parts.fields.add("WARC-Refers-To", original.record_id);
  return make_record(ids, std::move(parts), algorithm);
}

std::string conversion_uri(std::string_view kind, std::string_view target_uri) {
  return "urn:" + std::string(kind) + ":" + target_uri_for_record(target_uri);
}

}  // namespace warc
