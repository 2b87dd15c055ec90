// One run of `varve pack`: from what is to be packed to the finished package.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "crawler/cli/pack_prepare.h"
#include "crawler/cli/pack_source.h"
#include "warc/wacz_split.h"

namespace crawler::cli {

struct PackRequest {
  PackSource source;
  std::filesystem::path out;
  std::string title, description;           // the title's default is a name
  std::filesystem::path signing_key;        // may be empty
  std::filesystem::path page_list;          // instead of others; may be empty
  std::vector<std::filesystem::path> logs;  // besides a collection's own
  std::optional<std::uint64_t> max_bytes;   // of WARCs in a package
  bool no_pages = false, overwrite = false;
};

struct Packed {
  warc::WaczPackages packages;
  std::optional<PreparedArchives> prepared;  // nothing when a collection was packed as it is
  std::uint64_t warcs = 0, captures = 0, pages = 0;
};

// A collection's files go in as they are when their index is up to date; all else is prepared
// first, in a scratch folder beside the package (pack_prepare.h). Errc::refused when a package
// exists and shall not be replaced; otherwise errors of the parts. Throws FatalError when a page
// list cannot be written.
base::Result<Packed> run_pack(base::Disk& disk, const PackRequest& request);

}  // namespace crawler::cli
