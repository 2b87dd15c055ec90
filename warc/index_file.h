// The index of a collection: index.cdxj and index.cdx in one folder, sorted bytewise on the whole
// line (`LC_ALL=C sort`, what pywb's binary search needs), every line once. What the files held
// before stays in them, so a second crawl into the same collection adds to the first.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/disk.h"
#include "base/error.h"
#include "warc/cdx.h"
#include "warc/line_sorter.h"

namespace warc {

inline constexpr std::string_view kCdxjName = "index.cdxj";
inline constexpr std::string_view kCdx11Name = "index.cdx";

struct IndexFormats {
  bool cdxj = true;
  bool cdx11 = true;
};

struct IndexSummary {
  std::uint64_t lines = 0;  // of the larger file, without the CDX header
  // Lines of the old files that were no index lines (torn by a crash, edited by hand) and are gone.
  std::uint64_t dropped = 0;
};

// One thread at a time.
class IndexBuilder {
 public:
  // `disk` outlives the builder; `directory` exists and takes temporary files, too. Memory is about
  // `run_bytes` whatever the number of lines.
  IndexBuilder(base::Disk& disk, std::filesystem::path directory,
               std::uint64_t run_bytes = 32 << 20, IndexFormats formats = {});

  base::Result<void> add(const CdxEntry& entry);

  // Merges what was added with the files in the folder and replaces each file in one step (written
  // beside, synced, renamed). On an error the old files stand, or the new CDXJ beside the old CDX.
  // The builder is empty afterwards.
  base::Result<IndexSummary> finish();

 private:
  base::Disk& disk_;
  std::filesystem::path directory_;
  IndexFormats formats_;
  LineSorter cdxj_, cdx11_;
};

}  // namespace warc
