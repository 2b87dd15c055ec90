// Can the index of a collection go into a package as it is? Crawlers keep theirs up to date; but
// files are added and taken away by hand, too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/error.h"

namespace crawler::cli {

struct IndexState {
  std::string fault;  // why it cannot, one sentence in lower case; empty when it can
  std::uint64_t captures = 0;
};

// Reads `cdxj` and looks whether it is sorted, names none but `warcs` (by their base names), points
// nowhere behind their ends, and whether captures stand behind the last one it knows of each, whose
// records are read. A capture that is missing in the middle is not seen.
base::Result<IndexState> examine_index(base::Disk& disk, const std::filesystem::path& cdxj,
                                       const std::vector<std::filesystem::path>& warcs);

}  // namespace crawler::cli
