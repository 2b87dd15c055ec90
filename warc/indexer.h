// Makes the index entries of one archive: reads its records and says where each capture lies
// (formats section 3). Indexed are response, revisit and resource records; conversions and types
// not known here would hide captures of the same URL and second (formats section 1.10).
//
//   key        SURT of the URL; of a request that was no GET also of its method and body
//   mime       of the HTTP head, warc/revisit for revisits, else of the record
//   status     of the HTTP head; 200 for what has none, as pywb has it
//   digest     WARC-Payload-Digest, else SHA-1 of the payload (chunk framing off, content coding
//              on); nothing for a revisit
//   redirect   where a 3xx leads, absolute
//
// A request belongs to the capture it stands next to when both have one URL and the second names
// the first in WARC-Concurrent-To (W-21); metadata between them does not part them, as in pywb.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/disk.h"
#include "base/error.h"
#include "warc/cdx.h"
#include "warc/finding.h"

namespace warc {

struct IndexerOptions {
  std::string filename;   // what entries say
  bool post_keys = true;  // off: requests are not looked at
};

struct IndexCounts {
  std::uint64_t records = 0, entries = 0;
  // Captures without an entry: cut or damaged, not alone in what an offset and a length can name
  // (another record in the gzip member), or without URL or date. Each is a finding, "not-indexed".
  std::uint64_t not_indexed = 0;
  std::uint64_t skipped_bytes = 0;  // of the file, in which no record could be read

  IndexCounts& operator+=(const IndexCounts& more);
  // Everything a reader could want is in the index.
  bool is_complete() const { return not_indexed == 0 && skipped_bytes == 0; }
};

using EntrySink = std::function<base::Result<void>(const CdxEntry&)>;

// Gives the entries of `file` in the order of its captures. `on_finding`, which may be empty, gets
// what the reader has to say and what is not indexed. Fails when the file cannot be read or the
// sink fails. Memory is bounded; one thread.
base::Result<IndexCounts> index_archive(const base::File& file, const IndexerOptions& options,
                                        const EntrySink& sink, const FindingSink& on_finding = {});

}  // namespace warc
