// A crawl too large for one WACZ, as several: each holds whole WARCs, the index of these and the
// pages whose captures are in them, and replays by itself; a JSON file makes one collection of them
// (wacz_multi.h). What a page shows may lie in another package, and a revisit in a later package
// than its original; ReplayWeb.page looks through the collection, so the JSON is what to open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "warc/wacz.h"
#include "warc/wacz_multi.h"

namespace warc {

struct WaczSplit {
  // Of WARCs in a package, not counting its index and pages, which are some hundredth of that. One
  // WARC that is larger fills a package alone.
  std::uint64_t max_bytes = 4'000'000'000;
  // So that the central directory lies in the last 64 KiB, which readers ask for first (5.2).
  std::size_t max_warcs = 400;
};

// Places in `sizes`, package by package, in the order given. One package at least, also of nothing.
std::vector<std::vector<std::size_t>> plan_wacz(const std::vector<std::uint64_t>& sizes,
                                                const WaczSplit& split);

struct WaczNames {
  std::filesystem::path entry;                  // what to open
  std::vector<std::filesystem::path> packages;  // one at least
};

// What write_split_wacz() calls its files when it makes `count` packages.
WaczNames split_names(const std::filesystem::path& out, std::size_t count);

struct WaczPackages {
  std::filesystem::path entry;      // what to open: the package, or the JSON file
  std::vector<WaczMember> members;  // hash and size only where there are several
};

// write_wacz() when all fits in one package, `out`. Else STEM-1.wacz, STEM-2.wacz, ... beside it,
// where `out` is STEM.wacz, and STEM.json when all of them are written; packages of an earlier
// call are replaced, never removed. Title, description and main page stand in each package, logs in
// the first. The index is read once for each package. 16 bytes of memory for each page.
base::Result<WaczPackages> write_split_wacz(base::Disk& disk, const std::filesystem::path& out,
                                            const WaczInput& input, const WaczSplit& split,
                                            const std::filesystem::path& temporary_directory);

}  // namespace warc
