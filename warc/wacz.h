// Packs a crawl as WACZ 1.1.1 (formats section 5, Z-01..Z-14): one ZIP file with everything a
// replay needs, nothing in it compressed twice. Measured on the output of libarchive 3.6.2: entries
// are stored, sizes and CRC stand in data descriptors too (Z-12), and the extra fields "UT" and
// "ux" take 24 bytes in local and central headers alike, so that Z-11 holds.
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

struct WaczInput {
  // Base names are kept, as the CDXJ's `filename` fields hold them: printable ASCII ending in
  // ".warc.gz", no two alike.
  std::vector<std::filesystem::path> warcs;
  std::filesystem::path cdxj;               // sorted; every `filename` must be one of `warcs`
  std::filesystem::path pages;              // pages.jsonl with its header line (Z-09)
  std::filesystem::path extra_pages;        // may be empty; so may `cdxj` and `pages`
  std::vector<std::filesystem::path> logs;  // stored as logs/STEM.log whatever their ending (Z-04)
  std::string title, description;
  std::string main_page_url;
  std::optional<base::Timestamp> main_page_date;
  base::Timestamp created;
  std::string software = "varve";
};

// Writes `out` through "OUT.tmp", synced and renamed. Memory is bounded by the number of WARCs and
// one index line in 1024; the compressed index goes into a nameless file in `temporary_directory`.
// Errc::invalid, saying which, for a name that cannot go into a WACZ, a CDXJ that is not sorted or
// names a WARC that is not packed, and a page list without header.
base::Result<void> write_wacz(base::Disk& disk, const std::filesystem::path& out,
                              const WaczInput& input,
                              const std::filesystem::path& temporary_directory);

}  // namespace warc
