// Makes one sorted index of many (`LC_ALL=C sort -u` over whole lines, with what is no index line
// left out). Files that are sorted are merged as they are; the others go through LineSorter first.
// Memory is bounded whatever the sizes and the number of the files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "warc/line_sorter.h"

namespace warc {

struct MergeOptions {
  // For sorting what is not sorted; must exist when there is more of it than memory.
  std::filesystem::path scratch_directory = ".";
  std::uint64_t memory_bytes = 256 << 20;  // for lines; besides 256 KiB for each of up to 200 files
};

struct MergeSummary {
  std::uint64_t lines = 0;     // written, without the legend
  std::uint64_t repeated = 0;  // left out because the same line came before
  std::uint64_t dropped = 0;   // no index lines
  std::uint64_t unsorted_files = 0;
};

// A line that is left out: torn, too long, or of another kind than the index.
struct DroppedLine {
  std::filesystem::path file;
  std::uint64_t number = 0;  // the first is 1
  std::string why;           // one sentence in lower case
};
using DropSink = std::function<void(const DroppedLine&)>;

// Merges `files`, all CDXJ or all CDX with the same fields. A CDX legend comes first and once;
// CDXJ header lines ("!...") are left out silently. Sorted regular files are read twice: to see
// that they are sorted, then to merge them. Fails before the first line is given when a file cannot
// be read, Errc::invalid when kinds or legends differ; later with the errors of `sink`.
// `on_dropped` may be empty.
base::Result<MergeSummary> merge_indexes(base::Disk& disk,
                                         const std::vector<std::filesystem::path>& files,
                                         const MergeOptions& options, const LineSorter::Sink& sink,
                                         const DropSink& on_dropped = {});

}  // namespace warc
