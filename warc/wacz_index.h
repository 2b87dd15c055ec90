// The compressed index of a WACZ (formats Z-05..Z-07): CDXJ lines in gzip members of 1024, and the
// .idx that leads to them. Private to wacz.cc.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>

#include "base/disk.h"
#include "base/error.h"
#include "warc/block.h"

namespace warc {

struct WaczIndex {
  Block cdx_gz;
  Block idx;
};

// Both are empty when `cdxj` has no lines. `filenames` are the names CDXJ lines may point to.
base::Result<WaczIndex> compress_index(base::Disk& disk, const std::filesystem::path& cdxj,
                                       const std::set<std::string, std::less<>>& filenames,
                                       const std::filesystem::path& temporary_directory);

}  // namespace warc
