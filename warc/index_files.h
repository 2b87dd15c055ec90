// Indexes many archives at once, one thread to each, and gives their lines in the order the
// archives were named: the same input gives the same output however many threads there are.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "warc/cdx.h"
#include "warc/finding.h"
#include "warc/indexer.h"
#include "warc/line_sorter.h"

namespace warc {

enum class FilenameForm {
  base,  // "a.warc.gz": what replayers look up
  path,  // as given
};

struct IndexFilesOptions {
  IndexFormat format = IndexFormat::cdxj;
  FilenameForm filename = FilenameForm::base;
  bool post_keys = true;
  unsigned jobs = 1;  // threads; 0 counts as 1
  // What all threads together may hold of lines and findings whose turn has not come: about this
  // much and one archive's share more. A thread that would go beyond waits.
  std::uint64_t held_bytes = 64 << 20;
};

// Calls `visit` for the archive `input`, or for each archive in it when it is a package of them,
// with the name to be used in messages. Is called from several threads, for different inputs. What
// it returns ends the input; it is for the caller to say what cannot be opened.
using VisitArchive =
    std::function<base::Result<void>(std::string_view name, const base::File& file)>;
using OpenInput =
    std::function<base::Result<void>(const std::string& input, const VisitArchive& visit)>;

// Both are called by one thread at a time, in the order of the inputs; the lines of an archive come
// in the order of its captures. An error of the first ends everything.
struct IndexFilesSinks {
  LineSorter::Sink line;
  std::function<void(std::string_view name, const Finding& finding)> finding;  // may be empty
};

struct IndexFilesResult {
  IndexCounts counts;
  std::uint64_t failed_inputs = 0;  // could not be opened or read to their end
};

// Goes on with the other inputs when one fails; an archive that cannot be read is told as a finding
// "io". Fails with the error of sinks.line only.
base::Result<IndexFilesResult> index_files(const std::vector<std::string>& inputs,
                                           const OpenInput& open, const IndexFilesOptions& options,
                                           const IndexFilesSinks& sinks);

}  // namespace warc
