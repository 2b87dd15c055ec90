#include "crawler/cli/pack_prepare.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "crawler/cli/pack_scan.h"
#include "crawler/cli/watched_disk.h"
#include "warc/index_files.h"
#include "warc/mend/mend.h"
#include "warc/replacement.h"
#include "warc/wacz.h"

namespace crawler::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSortBytes = 128 << 20;
constexpr unsigned kPasses = 2;  // scan and index
// An archive without any dates shall not fill the terminal.
constexpr std::uint64_t kMostFindings = 10;
constexpr std::string_view kZipMagic = "PK\x03\x04";

base::Error unfit(std::string why) { return base::fail(base::Errc::invalid, std::move(why)); }

class Preparation {
 public:
  Preparation(base::Disk& disk, const std::vector<fs::path>& archives, fs::path scratch,
              PageSorter* pages, Progress& progress)
      : disk_(disk),
        watched_(disk, progress, {.passes = kPasses, .is_of_archives = true}),
        archives_(archives),
        scratch_(std::move(scratch)),
        pages_(pages),
        progress_(progress),
        names_(warc::wacz_warc_names(archives)),
        states_(archives.size()) {}

  base::Result<PreparedArchives> run() {
    warc::LineSorter sorter(disk_, scratch_, kSortBytes);
    const auto result = index_all(sorter);
    if (!result) return result.error();
    if (auto sound = tell_problems(); !sound) return sound.error();
    PreparedArchives prepared{.warcs = {}, .names = names_, .cdxj = scratch_ / "index.cdxj"};
    for (const State& state : states_) {
      prepared.warcs.push_back(state.warc);
      prepared.records += state.scan.records;
      prepared.converted += state.is_converted ? 1 : 0;
    }
    prepared.not_indexed = result->counts.not_indexed;
    const auto lines = write_index(sorter, prepared.cdxj);
    if (!lines) return lines.error();
    prepared.captures = *lines;
    return prepared;
  }

 private:
  // Of one archive; only the thread that works on it writes here.
  struct State {
    fs::path warc;
    ArchiveScan scan;
    bool is_converted = false;
    std::string problem;
  };

  base::Result<warc::IndexFilesResult> index_all(warc::LineSorter& sorter) {
    warc::IndexFilesOptions options;
    options.filename = warc::FilenameForm::path;  // the names are those in the package
    options.jobs = std::max(1u, std::thread::hardware_concurrency());
    const auto open = [this](const std::string& name, const warc::VisitArchive& visit) {
      const auto place = std::find(names_.begin(), names_.end(), name);
      return take(static_cast<std::size_t>(place - names_.begin()), visit);
    };
    warc::IndexFilesSinks sinks;
    sinks.line = [&sorter](std::string_view line) { return sorter.add(line); };
    std::uint64_t told = 0;
    sinks.finding = [&](std::string_view name, const warc::Finding& finding) {
      if (finding.code != "not-indexed" || ++told > kMostFindings) return;
      progress_.say(fmt::format("{}: {}", name, finding.message));
    };
    return warc::index_files(names_, open, options, sinks);
  }

  base::Result<void> take(std::size_t i, const warc::VisitArchive& visit) {
    auto outcome = prepare(i, visit);
    if (!outcome) states_[i].problem = outcome.error().detail;
    return outcome;
  }

  base::Result<void> prepare(std::size_t i, const warc::VisitArchive& visit) {
    State& state = states_[i];
    state.warc = archives_[i];
    auto file = watched_.open(state.warc, base::OpenMode::read);
    if (!file) return file.error();
    const auto magic = (*file)->read_at(0, kZipMagic.size());
    if (!magic) return magic.error();
    if (*magic == kZipMagic) return unfit("is a ZIP file; only WARC files are packed");
    PageSink on_page;
    if (pages_ != nullptr) {
      on_page = [this, i, number = std::uint64_t{0}](const status::PageEntry& page) mutable {
        return pages_->add(i, number++, page);
      };
    }
    const auto scan = scan_archive(**file, on_page);
    if (!scan) return scan.error();
    state.scan = *scan;
    if (scan->is_arc) return unfit("is an ARC file; only WARC files are packed");
    if (scan->records == 0) return unfit("holds no WARC record");
    if (!scan->is_packable) {
      if (auto converted = convert(i); !converted) return converted;
      file = disk_.open(state.warc, base::OpenMode::read);
      if (!file) return file.error();
    }
    return visit(names_[i], **file);
  }

  // Every record into a gzip member of its own. What mending would leave out is for a person to
  // decide about.
  base::Result<void> convert(std::size_t i) {
    warc::mend::Options options;
    options.output = scratch_ / names_[i];
    options.gzip = true;
    const auto summary = warc::mend::mend_file(disk_, archives_[i], options);
    if (!summary) return summary.error();
    if (summary->is_whole) return {};
    if (summary->dropped > 0 || summary->skipped_bytes > 0) {
      return unfit(fmt::format(
          "is damaged: {} record{} and {} bytes between records would be lost; run `varve mend {}` "
          "and pack what that makes",
          summary->dropped, summary->dropped == 1 ? "" : "s", summary->skipped_bytes,
          archives_[i].string()));
    }
    states_[i].warc = summary->output;
    states_[i].is_converted = true;
    return {};
  }

  base::Result<void> tell_problems() {
    std::size_t problems = 0;
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (states_[i].problem.empty()) continue;
      ++problems;
      progress_.say(fmt::format("{}: {}", archives_[i].string(), states_[i].problem));
    }
    if (problems == 0) return {};
    return unfit(fmt::format("{} of {} files cannot be packed; nothing was written", problems,
                             states_.size()));
  }

  // The number of lines.
  base::Result<std::uint64_t> write_index(warc::LineSorter& sorter, const fs::path& path) {
    auto file = warc::Replacement::open(disk_, path);
    if (!file) return file.error();
    std::uint64_t lines = 0;
    const auto write = [&](std::string_view line) -> base::Result<void> {
      ++lines;
      if (auto written = (*file)->append(line); !written) return written;
      return (*file)->append("\n");
    };
    if (auto merged = sorter.merge(write); !merged) return merged.error();
    if (auto committed = (*file)->commit(); !committed) return committed.error();
    return lines;
  }

  base::Disk& disk_;
  WatchedDisk watched_;
  const std::vector<fs::path>& archives_;
  const fs::path scratch_;
  PageSorter* const pages_;
  Progress& progress_;
  const std::vector<std::string> names_;
  std::vector<State> states_;
};

}  // namespace

base::Result<PreparedArchives> prepare_archives(base::Disk& disk,
                                                const std::vector<fs::path>& archives,
                                                const fs::path& scratch, PageSorter* pages,
                                                Progress& progress) {
  return Preparation(disk, archives, scratch, pages, progress).run();
}

}  // namespace crawler::cli
