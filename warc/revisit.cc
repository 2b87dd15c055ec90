#include "warc/revisit.h"

#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "warc/make_record.h"

namespace warc {
namespace {

constexpr std::string_view kIdenticalPayload =
    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
constexpr std::string_view kNotModified =
    "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

base::Error invalid(std::string why) { return base::fail(base::Errc::invalid, std::move(why)); }

base::Result<void> check_original(const Exchange& exchange, const Original& original) {
  if (original.target_uri.empty()) return invalid("a revisit of no URI");
  const bool same_uri =
      target_uri_for_record(original.target_uri) == target_uri_for_record(exchange.target_uri);
  if (same_uri && original.date == exchange.date) return invalid("a revisit refers to itself");
  return {};
}

RecordParts parts_of(const Exchange& exchange, std::string_view profile, const Original& original) {
  RecordParts parts{.type = kRevisit, .date = exchange.date, .fields = fields_of(exchange)};
  parts.fields.add("WARC-Profile", profile);
  parts.fields.add_if("WARC-Refers-To", original.record_id);
  parts.fields.add("WARC-Refers-To-Target-URI", target_uri_for_record(original.target_uri));
  parts.fields.add("WARC-Refers-To-Date", base::to_iso8601(original.date));
  return parts;
}

// The content-codings in order, without the one that is none.
std::string codings_of(const ResponseHead& head) {
  std::string all;
  for (std::string_view list : head.headers.find_all("Content-Encoding")) {
    while (true) {
      const std::size_t comma = list.find(',');
      const std::string coding = base::to_lower_ascii(base::trimmed(list.substr(0, comma)));
      if (!coding.empty() && coding != "identity") all += coding + ",";
      if (comma == std::string_view::npos) break;
      list.remove_prefix(comma + 1);
    }
  }
  return all;
}

}  // namespace

base::Result<Record> make_revisit(RecordIds& ids, const Exchange& exchange, std::string head,
                                  const Original& original, DigestAlgorithm algorithm) {
  if (!is_one_head(head)) return invalid("response head does not end with its one blank line");
  const auto parsed = parse_response_head(head);
  if (!parsed) return parsed.error();
  if (parsed->status < 200 || parsed->status / 100 == 3) {
    return invalid(fmt::format("status {} may not be a revisit", parsed->status));
  }
  if (original.payload_digest.empty() || is_digest_of_nothing(original.payload_digest)) {
    return invalid("an empty payload may not be a revisit");
  }
  if (auto checked = check_original(exchange, original); !checked) return checked.error();

  RecordParts parts = parts_of(exchange, kIdenticalPayload, original);
  // ISO 28500:2017 6.7.2: the payload that is not there is a truncation by length ("shall").
  parts.fields.add("WARC-Truncated", "length");
  parts.fields.add("WARC-Payload-Digest", original.payload_digest);
  parts.content_type = "application/http;msgtype=response";
  parts.block = Block(std::move(head));
  return make_record(ids, std::move(parts), algorithm);
}

base::Result<Record> make_not_modified(RecordIds& ids, const Exchange& exchange,
                                       const Original& original, DigestAlgorithm algorithm) {
  if (auto checked = check_original(exchange, original); !checked) return checked.error();
  RecordParts parts = parts_of(exchange, kNotModified, original);
  // Not application/http: jwarc would parse the empty block as a head. Not absent:
  // webarchive-commons takes a record without type for a null pointer (W-09).
  parts.content_type = "application/octet-stream";
  return make_record(ids, std::move(parts), algorithm);
}

bool same_codings(const ResponseHead& revisit, const ResponseHead& original) {
  return codings_of(revisit) == codings_of(original) && is_chunked(revisit) == is_chunked(original);
}

void add_http_head(Fields& facts, std::string_view head) {
  while (!head.empty()) {
    const std::size_t end = head.find('\n');
    facts.add_if("httpHead", base::trimmed(head.substr(0, end)));
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
  }
}

}  // namespace warc
