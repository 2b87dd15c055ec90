// From a capture to what is stored and followed: the pure work of a visit, done on the pool. Reads
// the links, makes the records, compresses them. Knows neither files nor the frontier.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "crawler/engine/reading.h"
#include "crawler/net/capture.h"
#include "policies/candidate.h"
#include "warc/block.h"
#include "warc/cdx.h"
#include "warc/digest.h"
#include "warc/fields.h"
#include "warc/gzip_member.h"
#include "warc/record.h"

namespace crawler::engine {

// What the metadata record tells of a capture beside the exchange itself.
struct Provenance {
  policies::Candidate candidate;
  std::string robots;  // the verdict of robots.txt: "allowed", "disallowed: ..." (and fetched all
                       // the same), "ignored", or empty for robots.txt itself
  std::vector<std::string>
      withheld_headers;  // names of secret headers cut out of the request record
};

// One capture as records, ready to be compressed for any file.
struct Preserved {
  std::vector<warc::Record> records;          // the indexed one first
  std::optional<warc::CdxEntry> index_entry;  // without file name, offset and length; nothing: it
                                              // is no capture
  std::string payload_digest;
  bool is_compressed_already = false;  // the payload of the first record
};

// response, request and metadata of one exchange (formats W-20 to W-23). The capture has a
// response.
base::Result<Preserved> preserve(const net::Capture& capture, const Provenance& provenance,
                                 const Reading& reading, warc::DigestAlgorithm digest);

// A saved article document as a resource with its metadata; `target_uri` names it.
base::Result<Preserved> preserve_document(const std::string& target_uri, base::Timestamp date,
                                          const std::string& content_type, const std::string& bytes,
                                          const warc::Fields& facts, warc::DigestAlgorithm digest);

// One metadata record about the crawl itself; it has no line in the index.
base::Result<Preserved> preserve_note(const std::string& target_uri, base::Timestamp date,
                                      const warc::Fields& facts, warc::DigestAlgorithm digest);

// The gzip members of the records, in order; `options.store` is decided here, for each.
base::Result<std::vector<warc::Block>> encode(const Preserved& preserved,
                                              const std::string& warcinfo_id,
                                              warc::MemberOptions options);

}  // namespace crawler::engine
