#include "warc/index_file.h"

#include <algorithm>
#include <utility>

#include "warc/cdx_line.h"
#include "warc/line_reader.h"
#include "warc/replacement.h"

namespace warc {
namespace {

using Check = bool (*)(std::string_view line);

// Enough to keep torn and foreign lines out of a sorted file; a full parse is the reader's.
bool looks_like_cdxj(std::string_view line) { return kind_of_line(line) == LineKind::cdxj; }

bool looks_like_cdx11(std::string_view line) {
  return kind_of_line(line) == LineKind::cdx && std::count(line.begin(), line.end(), ' ') == 10;
}

// Gives `sorter` the lines of `path`; a file that is not there has none.
base::Result<std::uint64_t> add_existing(base::Disk& disk, const std::filesystem::path& path,
                                         Check looks_right, LineSorter& sorter) {
  auto file = disk.open(path, base::OpenMode::read);
  if (!file && file.error().code == base::Errc::not_found) return std::uint64_t{0};
  if (!file) return file.error();
  LineReader lines(**file, LineSorter::kMaxLine);
  std::uint64_t dropped = 0;
  while (true) {
    const auto line = lines.next();
    if (!line) return line.error();
    if (!*line) return dropped;
    const std::string_view text = **line;
    if (text.empty() || text == kCdx11Header) continue;
    if (lines.is_cut() || !lines.is_terminated() || !looks_right(text)) {
      ++dropped;
      continue;
    }
    if (auto added = sorter.add(text); !added) return added.error();
  }
}

base::Result<std::uint64_t> write_sorted(base::Disk& disk, const std::filesystem::path& path,
                                         std::string_view first_line, LineSorter& sorter) {
  auto opened = Replacement::open(disk, path);
  if (!opened) return opened.error();
  Replacement& out = **opened;
  std::uint64_t count = 0;
  const auto write_line = [&](std::string_view line) -> base::Result<void> {
    ++count;
    if (auto written = out.append(line); !written) return written;
    return out.append("\n");
  };
  base::Result<void> outcome;
  if (!first_line.empty()) outcome = out.append(std::string(first_line) + "\n");
  if (outcome) outcome = sorter.merge(write_line);
  if (outcome) outcome = out.commit();
  if (!outcome) return outcome.error();
  return count;
}

}  // namespace

IndexBuilder::IndexBuilder(base::Disk& disk, std::filesystem::path directory,
                           std::uint64_t run_bytes, IndexFormats formats)
    : disk_(disk),
      directory_(std::move(directory)),
      formats_(formats),
      cdxj_(disk, directory_, run_bytes / 2),
      cdx11_(disk, directory_, run_bytes / 2) {}

base::Result<void> IndexBuilder::add(const CdxEntry& entry) {
  base::Result<void> outcome;
  if (formats_.cdxj) outcome = cdxj_.add(to_cdxj(entry));
  if (outcome && formats_.cdx11) outcome = cdx11_.add(to_cdx11(entry));
  return outcome;
}

base::Result<IndexSummary> IndexBuilder::finish() {
  IndexSummary summary;
  struct Part {
    bool wanted;
    std::string_view name, first_line;
    Check looks_right;
    LineSorter& sorter;
  };
  const Part parts[] = {{formats_.cdxj, kCdxjName, "", looks_like_cdxj, cdxj_},
                        {formats_.cdx11, kCdx11Name, kCdx11Header, looks_like_cdx11, cdx11_}};
  for (const Part& part : parts) {
    if (!part.wanted) continue;
    const auto path = directory_ / part.name;
    const auto dropped = add_existing(disk_, path, part.looks_right, part.sorter);
    if (!dropped) return dropped.error();
    const auto lines = write_sorted(disk_, path, part.first_line, part.sorter);
    if (!lines) return lines.error();
    summary.lines = std::max(summary.lines, *lines);
    summary.dropped += *dropped;
  }
  return summary;
}

}  // namespace warc
