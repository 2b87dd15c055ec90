// Looks through one archive for `varve pack`: which of its captures are pages, and whether its
// layout is what a WACZ wants. No crawler lists pages in a WARC, so they are told by what stands
// around a response: varve's and Heritrix's metadata say how a URL was reached, browsers say in
// their requests what for (Fetch Metadata, Sec-Fetch-Dest).
#pragma once

#include <cstdint>
#include <functional>

#include "base/disk.h"
#include "base/error.h"
#include "crawler/status/page_list.h"

namespace crawler::cli {

struct ArchiveScan {
  std::uint64_t records = 0;
  bool is_arc = false;
  // Gzip members with one WARC record each and no fault: fit for a WACZ as it is.
  bool is_packable = false;
};

// An error ends the scan.
using PageSink = std::function<base::Result<void>(const status::PageEntry&)>;

// Gives the pages in the order of the file: HTML under http(s) that was answered with 200 or stored
// as a resource, and that nothing says is only part of a page:
//   metadata with hopsFromSeed     no page when the last hop that is no redirect is E, X, P or I
//   request with Sec-Fetch-Dest    a page for "document" only
//   neither                        a page
// A seed is a page without link hops, not counting one from a saved article (urn:), or, where no
// metadata tells, whose request has no Referer.
// Records belong together when they stand next to each other under one URL. Titles are looked for
// in the first 64 KiB of text. Bounded memory; fails when the file cannot be read or `on_page`,
// which may be empty, fails. Any thread.
base::Result<ArchiveScan> scan_archive(const base::File& file, const PageSink& on_page);

}  // namespace crawler::cli
