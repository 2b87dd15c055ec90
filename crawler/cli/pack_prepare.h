// Brings archives anybody wrote into the form that a WACZ wants: gzip members of one record each
// under names that fit (formats Z-05, Z-08), with an index over them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "crawler/cli/pack_pages.h"
#include "crawler/cli/tool_input.h"

namespace crawler::cli {

struct PreparedArchives {
  std::vector<std::filesystem::path> warcs;  // as they were, or what was made of them
  std::vector<std::string> names;            // in the package
  std::filesystem::path cdxj;
  std::uint64_t records = 0;
  std::uint64_t captures = 0;     // lines of the index
  std::uint64_t converted = 0;    // WARCs packed anew because of their layout
  std::uint64_t not_indexed = 0;  // captures without URL or date; told on stderr
};

// Each archive is read twice, several at once; those that are not compressed or hold several
// records in a gzip member are written anew into `scratch`, where the index goes, too. `pages` gets
// their pages unless it is nullptr. Fails when one of them cannot be packed without loss: damaged,
// ARC, no archive at all; each of these is told on stderr.
base::Result<PreparedArchives> prepare_archives(base::Disk& disk,
                                                const std::vector<std::filesystem::path>& archives,
                                                const std::filesystem::path& scratch,
                                                PageSorter* pages, Progress& progress);

}  // namespace crawler::cli
