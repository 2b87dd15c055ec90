#include "warc/index_merge.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "warc/cdx_line.h"
#include "warc/line_reader.h"

namespace warc {
namespace {

namespace fs = std::filesystem;

// More are open at once nowhere near the usual limit of 1,024 descriptors.
constexpr std::size_t kMaxOpenFiles = 200;

// What the files have in common, learned line by line.
class Kind {
 public:
  // Why the line is not of this index; nothing when it is. Empty lines, headers and legends are
  // said to be skipped by an empty text.
  std::optional<std::string> refusal(std::string_view line, bool is_whole) {
    if (!is_whole) return "longer than 4 MiB, or without its end";
    const LineKind kind = kind_of_line(line);
    if (kind == LineKind::empty || kind == LineKind::header || kind == LineKind::legend) return "";
    if (kind == LineKind::other) return "no index line";
    if (kind_ == LineKind::empty) kind_ = kind;
    if (kind != kind_) return kind == LineKind::cdxj ? "CDXJ among CDX" : "CDX among CDXJ";
    if (kind == LineKind::cdxj) return std::nullopt;
    const auto fields = std::count(line.begin(), line.end(), ' ') + 1;
    if (fields_ == 0) fields_ = fields;
    if (fields == fields_) return std::nullopt;
    return fmt::format("{} fields, not {}", fields, fields_);
  }

  base::Result<void> see_legend(const fs::path& file, std::string_view legend) {
    if (legend_.empty()) {
      legend_ = legend;
      legend_file_ = file;
      fields_ = std::count(legend.begin(), legend.end(), ' ') - 1;
    }
    if (legend == legend_) return {};
    return base::fail(base::Errc::invalid, fmt::format("{} and {} have different legends",
                                                       legend_file_.string(), file.string()));
  }

  const std::string& legend() const { return legend_; }

 private:
  LineKind kind_ = LineKind::empty;
  std::ptrdiff_t fields_ = 0;
  std::string legend_;
  fs::path legend_file_;
};

// The index lines of one file, in its order.
class IndexLines {
 public:
  IndexLines(const fs::path& path, std::unique_ptr<base::File> file, Kind& kind)
      : path_(path), file_(std::move(file)), lines_(*file_, LineSorter::kMaxLine), kind_(kind) {}

  // Moves to the next line of the kind; false at the end. Others are told to `on_dropped`.
  base::Result<bool> advance(const DropSink& on_dropped) {
    while (true) {
      const auto line = lines_.next();
      if (!line) return line.error();
      if (!*line) return false;
      ++number_;
      line_ = **line;
      if (kind_of_line(line_) == LineKind::legend) {
        if (auto seen = kind_.see_legend(path_, line_); !seen) return seen.error();
        continue;
      }
      const bool is_whole = !lines_.is_cut() && lines_.is_terminated();
      const auto refusal = kind_.refusal(line_, is_whole || is_whole_anyway());
      if (!refusal) return true;
      if (!refusal->empty() && on_dropped) on_dropped({path_, number_, *refusal});
    }
  }

  // Valid until the next advance().
  std::string_view line() const { return line_; }

 private:
  // A last CDXJ line without its line end shows by its brace that it is whole.
  bool is_whole_anyway() const { return !lines_.is_cut() && kind_of_line(line_) == LineKind::cdxj; }

  fs::path path_;
  std::unique_ptr<base::File> file_;
  LineReader lines_;
  Kind& kind_;
  std::uint64_t number_ = 0;
  std::string_view line_;
};

// Passes lines on that come in order, each once.
class Output {
 public:
  explicit Output(const LineSorter::Sink& sink) : sink_(sink) {}

  base::Result<void> append(std::string_view line) {
    const int order = has_last_ ? line.compare(last_) : 1;
    if (order == 0) return {};
    if (order < 0) {
      return base::fail(base::Errc::io, "an index changed while it was merged: out of order");
    }
    ++lines_;
    has_last_ = true;
    last_ = line;
    return sink_(line);
  }

  std::uint64_t lines() const { return lines_; }

 private:
  const LineSorter::Sink& sink_;
  std::string last_;
  bool has_last_ = false;
  std::uint64_t lines_ = 0;
};

// The sorted files, by their current line: a heap with the least at the front.
class Heads {
 public:
  base::Result<void> enter(std::unique_ptr<IndexLines> lines) {
    const auto more = lines->advance({});
    if (!more) return more.error();
    if (!*more) return {};
    heap_.push_back(std::move(lines));
    std::push_heap(heap_.begin(), heap_.end(), is_later);
    return {};
  }

  // Gives every line up to `last`, or all.
  base::Result<void> drain(std::optional<std::string_view> last, Output& out) {
    while (!heap_.empty() && (!last || heap_.front()->line() <= *last)) {
      if (auto given = out.append(heap_.front()->line()); !given) return given;
      const auto more = heap_.front()->advance({});
      if (!more) return more.error();
      if (*more) {
        sink_front();
      } else {
        std::pop_heap(heap_.begin(), heap_.end(), is_later);
        heap_.pop_back();
      }
    }
    return {};
  }

 private:
  using Entry = std::unique_ptr<IndexLines>;
  static bool is_later(const Entry& a, const Entry& b) { return a->line() > b->line(); }

  // Puts the first where it belongs: usually it stays, as neighbours come from one file.
  void sink_front() {
    std::size_t at = 0;
    while (2 * at + 1 < heap_.size()) {
      std::size_t least = 2 * at + 1;
      if (least + 1 < heap_.size() && is_later(heap_[least], heap_[least + 1])) ++least;
      if (!is_later(heap_[at], heap_[least])) return;
      std::swap(heap_[at], heap_[least]);
      at = least;
    }
  }

  std::vector<Entry> heap_;
};

class Merge {
 public:
  Merge(base::Disk& disk, const MergeOptions& options, const DropSink& on_dropped)
      : disk_(disk),
        on_dropped_(on_dropped),
        sorter_(disk, options.scratch_directory, options.memory_bytes) {}

  base::Result<void> look_at(const fs::path& path) {
    std::error_code ignored;
    const bool can_read_twice = fs::is_regular_file(path, ignored);
    if (!can_read_twice || sorted_.size() == kMaxOpenFiles) return sort(path, count_drops());
    const auto is_sorted = check(path);
    if (!is_sorted) return is_sorted.error();
    if (*is_sorted) {
      sorted_.push_back(path);
      return {};
    }
    ++summary_.unsorted_files;
    return sort(path, {});
  }

  base::Result<MergeSummary> run(const LineSorter::Sink& sink) {
    Heads heads;
    for (const fs::path& path : sorted_) {
      auto lines = open(path);
      if (!lines) return lines.error();
      if (auto entered = heads.enter(std::move(*lines)); !entered) return entered.error();
    }
    if (!kind_.legend().empty()) {
      if (auto given = sink(kind_.legend()); !given) return given.error();
    }
    Output out(sink);
    const auto give = [&](std::string_view line) -> base::Result<void> {
      if (auto drained = heads.drain(line, out); !drained) return drained;
      return out.append(line);
    };
    if (auto given = sorter_.merge(give); !given) return given.error();
    if (auto drained = heads.drain(std::nullopt, out); !drained) return drained.error();
    summary_.lines = out.lines();
    summary_.repeated = seen_ - out.lines();
    return summary_;
  }

 private:
  base::Result<std::unique_ptr<IndexLines>> open(const fs::path& path) {
    auto file = disk_.open(path, base::OpenMode::read);
    if (!file) return file.error();
    return std::make_unique<IndexLines>(path, std::move(*file), kind_);
  }

  DropSink count_drops() {
    return [this](const DroppedLine& dropped) {
      ++summary_.dropped;
      if (on_dropped_) on_dropped_(dropped);
    };
  }

  // Reads all of it: is it sorted?
  base::Result<bool> check(const fs::path& path) {
    auto lines = open(path);
    if (!lines) return lines.error();
    const DropSink dropped = count_drops();
    std::string last;
    bool is_sorted = true;
    std::uint64_t lines_of_file = 0;
    while (true) {
      const auto more = (*lines)->advance(dropped);
      if (!more) return more.error();
      if (!*more) break;
      ++lines_of_file;
      if (!is_sorted) continue;
      is_sorted = last <= (*lines)->line();
      last = (*lines)->line();
    }
    if (is_sorted) seen_ += lines_of_file;
    return is_sorted;
  }

  base::Result<void> sort(const fs::path& path, const DropSink& dropped) {
    auto lines = open(path);
    if (!lines) return lines.error();
    while (true) {
      const auto more = (*lines)->advance(dropped);
      if (!more) return more.error();
      if (!*more) return {};
      ++seen_;
      if (auto added = sorter_.add((*lines)->line()); !added) return added;
    }
  }

  base::Disk& disk_;
  const DropSink& on_dropped_;
  Kind kind_;
  LineSorter sorter_;
  std::vector<fs::path> sorted_;
  std::uint64_t seen_ = 0;  // index lines in all files
  MergeSummary summary_;
};

}  // namespace

base::Result<MergeSummary> merge_indexes(base::Disk& disk, const std::vector<fs::path>& files,
                                         const MergeOptions& options, const LineSorter::Sink& sink,
                                         const DropSink& on_dropped) {
  Merge merge(disk, options, on_dropped);
  for (const fs::path& path : files) {
    if (auto looked = merge.look_at(path); !looked) return looked.error();
  }
  return merge.run(sink);
}

}  // namespace warc
