// Packs a crawl as WACZ 1.1.1 (formats section 5, Z-01..Z-14): one ZIP file with everything a
// replay needs, nothing in it compressed twice, signed if wanted (5.3). wacz_split.h makes several
// packages of a large crawl, wacz_multi.h one collection of several packages.
//
// ReplayWeb.page fetches ranges and keeps none of them, so what stands beside the directory is not
// found any sooner; but behind 4 GiB each file costs it one more request (zip_writer.h). Hence the
// order: index and pages, then the WARCs and logs, and at the end the two files that tell of the
// others.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "base/time.h"

namespace warc {

// Another package that this one cannot do without.
struct WaczRelation {
  std::string name;  // as in the multi-WACZ of both
  std::string hash;  // of the whole file
};

struct WaczInput {
  std::vector<std::filesystem::path> warcs;
  // What they are called in the package and in the CDXJ's `filename` fields; their base names when
  // empty, else one for each. Printable ASCII without space, '"', '\', '/' and "..", ending in
  // ".warc.gz", no two alike. wacz_warc_names() makes such names.
  std::vector<std::string> warc_names;
  std::filesystem::path cdxj;               // sorted; every `filename` must be a name of a WARC
  std::filesystem::path pages;              // pages.jsonl with its header line (Z-09)
  std::filesystem::path extra_pages;        // may be empty; so may `cdxj` and `pages`
  std::vector<std::filesystem::path> logs;  // stored as logs/STEM.log whatever their ending (Z-04)
  std::string title, description;
  std::string main_page_url;
  std::optional<base::Timestamp> main_page_date;
  base::Timestamp created;
  std::string software = "varve";
  std::vector<WaczRelation> needs;    // where the originals of revisits may lie
  std::filesystem::path signing_key;  // a PEM file, made when absent; empty: no signature
};

// Writes `out` through "OUT.tmp", synced and renamed. Reads every file twice, for the CRC in front
// of it. Memory is bounded by the number of WARCs and one index line in 1024; the compressed index
// goes into a nameless file in `temporary_directory`. The same input gives the same bytes, its
// signature excepted. Errc::invalid, saying which, for a name that cannot go into a WACZ, a CDXJ
// that is not sorted or names a WARC that is not packed, a page list without header and a key that
// is none.
base::Result<void> write_wacz(base::Disk& disk, const std::filesystem::path& out,
                              const WaczInput& input,
                              const std::filesystem::path& temporary_directory);

// A name for each of `warcs` that fits everywhere, in this order: the base name in lower case, each
// character but [a-z0-9._-] a '-', ".warc.gz" at its end, a number before it when it is taken.
// What varve names itself stays as it is.
std::vector<std::string> wacz_warc_names(const std::vector<std::filesystem::path>& warcs);

}  // namespace warc
