// The strictest checker there is: structure of every record, gzip layout, digests, what records
// are to each other, index against WARC in both directions, WACZ against its digests. Everything it
// finds goes to a FindingSink, in the order of the file but for what only the whole file tells;
// docs/findings.md lists the codes. Only reading can fail. One thread a call; different files may
// be checked at the same time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/disk.h"
#include "base/error.h"
#include "warc/finding.h"

namespace warc::verify {

// A record as an index may point to it.
struct RecordFacts {
  std::uint64_t offset = 0, length = 0;
  bool is_alone = false;    // may be pointed to at all
  bool is_capture = false;  // response, revisit or resource: belongs into an index
  std::string url;          // WARC-Target-URI
  std::string timestamp14;  // empty when WARC-Date is no date
  std::string mime;         // as received; "warc/revisit" for revisits
  std::string status;       // three digits, or empty
  std::string digest;       // payload digest with its label, or empty
};

struct WarcSummary {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  // of the file, as far as it was read
};

struct WarcOptions {
  // Every record whose header could be read; may be empty.
  std::function<base::Result<void>(RecordFacts)> on_record;
};

// `file` may be a pipe.
base::Result<WarcSummary> verify_warc(const base::File& file, const FindingSink& report,
                                      const WarcOptions& options = {});

}  // namespace warc::verify
