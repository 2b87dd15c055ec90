#include "crawler/engine/preservation.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "warc/compressibility.h"
#include "warc/records.h"
#include "warc/stored_head.h"
#include "warc/surt.h"

namespace crawler::engine {
namespace {

std::string header_of(const net::Capture& capture, std::string_view name) {
  const auto value = capture.response->headers.find(name);
  return value ? std::string(*value) : std::string();
}

// Cuts the values of secret headers out of the request, so that no archive gives them away (P8).
std::string without_secrets(const std::string& request, const std::vector<std::string>& withheld) {
  if (withheld.empty()) return request;
  std::string kept;
  for (std::size_t at = 0; at < request.size();) {
    std::size_t end = request.find("\r\n", at);
    end = end == std::string::npos ? request.size() : end + 2;
    const std::string_view line = std::string_view(request).substr(at, end - at);
    const bool secret = std::any_of(withheld.begin(), withheld.end(), [&](const std::string& name) {
      return base::starts_with_ignoring_case(line, name + ":");
    });
    if (!secret) kept += line;
    at = end;
  }
  return kept;
}

// The secret headers of this request, by name.
std::vector<std::string> withheld_of(const net::Capture& capture, const Provenance& provenance) {
  std::vector<std::string> names = provenance.withheld_headers;
  const bool named = std::find(names.begin(), names.end(), "cookie") != names.end();
  if (capture.sent_secret_cookies && !named) names.emplace_back("cookie");
  return names;
}

warc::Fields facts_of(const net::Capture& capture, const Provenance& provenance,
                      const Reading& reading, const std::vector<std::string>& repairs) {
  const extract::Extraction& extraction = reading.extraction;
  warc::Fields facts;
  facts.add_if("via", provenance.candidate.via);
  facts.add("hopsFromSeed", provenance.candidate.hop_path);
  facts.add("fetchTimeMs", std::to_string(capture.duration.count()));
  facts.add_if("robots", provenance.robots);
  facts.add_if("charsetForLinkExtraction", extraction.facts.charset);
  facts.add_if("robotsMeta", extraction.facts.robots_meta);
  facts.add_if("robotsTags", reading.tags.text);
  for (const std::string_view name : policies::opt_out_fields()) {
    const std::string value = net::combined_header(capture, name);
    if (!value.empty()) facts.add("optOut", std::string(name) + ": " + value);
  }
  facts.add_if("botWall", reading.bot_wall);
  if (reading.is_soft_404) facts.add("soft404", "true");
  for (const std::string& name : withheld_of(capture, provenance))
    facts.add("requestHeaderWithheld", name);
  if (capture.error) facts.add("fetchError", base::describe(*capture.error));
  for (const std::string& fault : capture.faults) facts.add("framingFault", fault);
  for (const std::string& repair : repairs) facts.add("headRepair", repair);
  if (capture.trailers > 0 && !capture.keeps_framing) {
    facts.add("trailersDropped", std::to_string(capture.trailers));
  }
  for (const std::string& note : extraction.notes) facts.add("extractionNote", note);
  return facts;
}

// A Location value for the CDX redirect field; pywb expects it absolute.
std::string redirect_target(const net::Capture& capture) {
  const std::string location = header_of(capture, "Location");
  if (location.empty() || capture.status() < 300 || capture.status() > 399) return {};
  const auto target = capture.url.join(location);
  return target ? std::string(target->without_credentials().href()) : std::string();
}

warc::CdxEntry index_entry_of(const net::Capture& capture, const std::string& uri,
                              const std::string& digest) {
  warc::CdxEntry entry;
  entry.key = warc::surt(uri);
  entry.timestamp14 = base::to_timestamp14(capture.started);
  entry.url = uri;
  entry.mime = header_of(capture, "Content-Type");
  entry.status = std::to_string(capture.status());
  entry.digest = digest;
  entry.redirect = redirect_target(capture);
  return entry;
}

std::string digest_field(const warc::Record& record) {
  const auto digest = record.fields.find("WARC-Payload-Digest");
  return digest ? std::string(*digest) : std::string();
}

}  // namespace

base::Result<Preserved> preserve(const net::Capture& capture, const Provenance& provenance,
                                 const Reading& reading, warc::DigestAlgorithm digest) {
  warc::RecordIds& ids = warc::random_ids();
  const std::string uri =
      warc::target_uri_for_record(capture.url.without_fragment().without_credentials().href());
  const warc::Exchange exchange{.target_uri = uri,
                                .date = capture.started,
                                .ip = capture.ip,
                                .protocols = capture.protocols,
                                .cipher_suite = capture.cipher_suite,
                                .truncated = capture.truncated};
  std::vector<std::string> repairs;
  const warc::StoredBody body{.size = capture.body.size(),
                              .is_dechunked = capture.was_chunked && !capture.keeps_framing,
                              .is_truncated = !capture.truncated.empty()};
  std::string head = warc::head_for_storage(capture.head, body, repairs);
  auto response = warc::make_response(ids, exchange, std::move(head), capture.body, digest);
  if (!response) return response.error();
  const std::string sent = without_secrets(capture.request, withheld_of(capture, provenance));
  std::vector<std::string> request_repairs;  // only HTTP/2 has any, and the response tells of it
  auto request = warc::make_request(ids, exchange, warc::request_for_storage(sent, request_repairs),
                                    response->id, digest);
  if (!request) return request.error();
  auto metadata =
      warc::make_metadata(ids, uri, capture.started,
                          facts_of(capture, provenance, reading, repairs), response->id, digest);
  if (!metadata) return metadata.error();

  Preserved preserved;
  preserved.payload_digest = digest_field(*response);
  preserved.index_entry = index_entry_of(capture, uri, preserved.payload_digest);
  auto incompressible = warc::is_incompressible(
      header_of(capture, "Content-Type"), header_of(capture, "Content-Encoding"), capture.body);
  if (!incompressible) return incompressible.error();
  preserved.is_compressed_already = *incompressible;
  preserved.records = {std::move(*response), std::move(*request), std::move(*metadata)};
  return preserved;
}

base::Result<Preserved> preserve_document(const std::string& target_uri, base::Timestamp date,
                                          const std::string& content_type, const std::string& bytes,
                                          const warc::Fields& facts, warc::DigestAlgorithm digest) {
  warc::RecordIds& ids = warc::random_ids();
  auto resource =
      warc::make_resource(ids, target_uri, date, content_type, warc::Block(bytes), digest);
  if (!resource) return resource.error();
  auto metadata = warc::make_metadata(ids, target_uri, date, facts, resource->id, digest);
  if (!metadata) return metadata.error();

  Preserved preserved;
  preserved.payload_digest = digest_field(*resource);
  preserved.index_entry = warc::CdxEntry{.key = warc::surt(target_uri),
                                         .timestamp14 = base::to_timestamp14(date),
                                         .url = target_uri,
                                         .mime = content_type,
                                         .status = "200",
                                         .digest = preserved.payload_digest,
                                         .redirect = {},
                                         .length = 0,
                                         .offset = 0,
                                         .filename = {}};
  preserved.records = {std::move(*resource), std::move(*metadata)};
  return preserved;
}

base::Result<Preserved> preserve_note(const std::string& target_uri, base::Timestamp date,
                                      const warc::Fields& facts, warc::DigestAlgorithm digest) {
  auto metadata = warc::make_metadata(warc::random_ids(), target_uri, date, facts, "", digest);
  if (!metadata) return metadata.error();
  Preserved preserved;
  preserved.records.push_back(std::move(*metadata));
  return preserved;
}

base::Result<std::vector<warc::Block>> encode(const Preserved& preserved,
                                              const std::string& warcinfo_id,
                                              warc::MemberOptions options) {
  std::vector<warc::Block> members;
  for (const warc::Record& record : preserved.records) {
    options.store = members.empty() && preserved.is_compressed_already;
    auto member = warc::encode_member(record, warcinfo_id, options);
    if (!member) return member.error();
    members.push_back(std::move(*member));
  }
  return members;
}

}  // namespace crawler::engine
