// Sorts lines bytewise (as `LC_ALL=C sort -u`) in bounded memory: sorted runs in one nameless
// temporary file, merged at the end. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/error.h"

namespace warc {

class LineSorter {
 public:
  // A URL of 1 MiB with its key and redirect fits; nothing sensible is longer.
  static constexpr std::size_t kMaxLine = 4 << 20;

  // About `run_bytes` are held in memory; `directory` must exist once more than that comes.
  LineSorter(base::Disk& disk, std::filesystem::path directory, std::uint64_t run_bytes);

  // A line without its end. Errc::invalid when it has a line end in it, too_large beyond kMaxLine.
  base::Result<void> add(std::string_view line);

  // Every different line once, ascending. The view is valid during the call. Afterwards the sorter
  // is empty, also after an error.
  using Sink = std::function<base::Result<void>(std::string_view)>;
  base::Result<void> merge(const Sink& sink);

 private:
  struct Span {
    std::uint64_t begin, end;
  };

  std::vector<std::string_view> sorted_lines() const;
  base::Result<void> spill();
  base::Result<void> merge_runs(const Sink& sink) const;

  base::Disk& disk_;
  std::filesystem::path directory_;
  std::uint64_t run_bytes_;
  std::string text_;         // the lines in memory, one behind the other
  std::vector<Span> lines_;  // of text_
  std::unique_ptr<base::File> file_;
  std::vector<Span> runs_;  // of file_
};

}  // namespace warc
