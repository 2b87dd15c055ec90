// Lines of an index: CDXJ, and CDX with 11 or 9 fields (formats section 3.1). Whatever the fields
// hold, a line is printable ASCII, has the right number of fields and no line end in it: spaces in
// URLs and types have broken many a CDX reader. Reading lines is cdx_line.h's work.
//
// CDXJ has url, mime, status, digest, length, offset, filename, and for requests that were no GET
// method and requestBody, from which wabac makes its own key (formats section 3.2). It has no
// referrer, which tells on readers and which no replayer needs, and no recordDigest, which costs 90
// bytes a line to say what the digest of the whole file says in a WACZ.
//
// Digests: CDXJ prints them as the record does ("sha1:..."), as cdxj-indexer and WACZ readers
// expect; CDX prints SHA-1 bare, as its legend says, and others with their label. pywb finds
// the original of a revisit by comparing printed digests (2.7), so lines may only be compared with
// their like: every capture goes into both files, and a line of either kind meets its original in
// its own file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace warc {

inline constexpr std::string_view kCdx11Header = " CDX N b a m s k r M S V g";
inline constexpr std::string_view kCdx9Header = " CDX N b a m s k r V g";
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
  // Of the request when it was no GET; see post_key.h. The key is then that of the URL with both.
  std::string method = {}, request_body = {};
};

enum class IndexFormat { cdxj, cdx11, cdx9 };

// KEY SP TIMESTAMP SP JSON, no line end. Numbers are JSON strings, as all tools write them.
std::string to_cdxj(const CdxEntry& entry);

// Eleven fields with one space between, no line end; "-" for what is missing.
std::string to_cdx11(const CdxEntry& entry);

// Nine fields: as to_cdx11() without flags and length.
std::string to_cdx9(const CdxEntry& entry);

std::string to_line(const CdxEntry& entry, IndexFormat format);
// The first line of a file; CDXJ has none.
std::string_view legend_of(IndexFormat format);

}  // namespace warc
