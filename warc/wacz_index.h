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

// What to do with lines that point elsewhere than to `filenames`.
enum class OtherLines { refuse, skip };

// Both are empty when `cdxj` has no lines for `filenames`.
base::Result<WaczIndex> compress_index(base::Disk& disk, const std::filesystem::path& cdxj,
                                       const std::set<std::string, std::less<>>& filenames,
                                       OtherLines others,
                                       const std::filesystem::path& temporary_directory);

}  // namespace warc
