// Lines of an index: CDXJ, and CDX with 11 fields (formats section 3.1). Whatever the fields hold,
// a line is printable ASCII, has the right number of fields and no line end in it: spaces in URLs
// and types have broken many a CDX reader.
//
// Digests: CDXJ prints them as the record does ("sha1:..."), as cdxj-indexer and WACZ readers
// expect; CDX-11 prints SHA-1 bare, as its legend says, and others with their label. pywb finds
// the original of a revisit by comparing printed digests (2.7), so lines may only be compared with
// their like: every capture goes into both files, and a line of either kind meets its original in
// its own file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace warc {

inline constexpr std::string_view kCdx11Header = " CDX N b a m s k r M S V g";
// The type printed for revisit records, whatever their Content-Type.
inline constexpr std::string_view kRevisitMime = "warc/revisit";

struct CdxEntry {
  std::string key;           // surt(url)
  std::string timestamp14;   // base::to_timestamp14() of WARC-Date
  std::string url;           // as WARC-Target-URI; printed through target_uri_for_record()
  std::string mime;          // Content-Type as received; cut at ';', "unk" when it is no type
  std::string status;        // three digits, or empty
  std::string digest;        // payload digest as in the record, or empty
  std::string redirect;      // absolute URL, or empty
  std::uint64_t length = 0;  // of the gzip member
  std::uint64_t offset = 0;
  std::string filename;  // without directory
};

// KEY SP TIMESTAMP SP JSON, no line end. Numbers are JSON strings, as all tools write them.
std::string to_cdxj(const CdxEntry& entry);

// Eleven fields with one space between, no line end; "-" for what is missing.
std::string to_cdx11(const CdxEntry& entry);

}  // namespace warc
