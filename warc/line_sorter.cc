#include "warc/line_sorter.h"

#include <algorithm>
#include <optional>
#include <queue>
#include <utility>

#include <fmt/format.h>

namespace warc {
namespace {

constexpr std::uint64_t kMinBuffer = 4 * 1024, kMaxBuffer = 1 << 20;

// Gives the lines of one run, reading `buffer_bytes` at a time.
class RunReader {
 public:
  RunReader(const base::File& file, std::uint64_t begin, std::uint64_t end,
            std::size_t buffer_bytes)
      : file_(&file), next_(begin), end_(end), buffer_bytes_(buffer_bytes) {}

  // Moves to the next line; false at the end of the run.
  base::Result<bool> advance() {
    at_ += length_;
    while (true) {
      const std::size_t line_end = buffer_.find('\n', at_);
      if (line_end != std::string::npos) {
        length_ = line_end + 1 - at_;
        return true;
      }
      if (next_ == end_) return false;
      if (auto filled = fill(); !filled) return filled.error();
    }
  }

  // Valid until the next advance().
  std::string_view line() const { return std::string_view(buffer_).substr(at_, length_ - 1); }

 private:
  base::Result<void> fill() {
    buffer_.erase(0, at_);
    at_ = 0;
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(end_ - next_, buffer_bytes_));
    auto bytes = file_->read_at(next_, wanted);
    if (!bytes) return bytes.error();
    if (bytes->empty()) return base::fail(base::Errc::truncated, "a sorted run ends early");
    buffer_ += *bytes;
    next_ += bytes->size();
    return {};
  }

  const base::File* file_;
  std::uint64_t next_, end_;
  std::size_t buffer_bytes_;
  std::string buffer_;
  std::size_t at_ = 0, length_ = 0;
};

// Passes each line on that differs from the one before.
class Unique {
 public:
  explicit Unique(const LineSorter::Sink& sink) : sink_(sink) {}

  base::Result<void> operator()(std::string_view line) {
    if (last_ && *last_ == line) return {};
    last_ = line;
    return sink_(line);
  }

 private:
  const LineSorter::Sink& sink_;
  std::optional<std::string> last_;
};

}  // namespace

LineSorter::LineSorter(base::Disk& disk, std::filesystem::path directory, std::uint64_t run_bytes)
    : disk_(disk), directory_(std::move(directory)), run_bytes_(run_bytes) {}

base::Result<void> LineSorter::add(std::string_view line) {
  if (line.size() > kMaxLine) {
    return base::fail(base::Errc::too_large, fmt::format("line of {} bytes", line.size()));
  }
  if (line.find('\n') != std::string_view::npos) {
    return base::fail(base::Errc::invalid, "line end in an index line");
  }
  // What views of the lines take while sorting counts as well.
  const std::uint64_t held =
      text_.size() + line.size() + lines_.size() * (sizeof(Span) + sizeof(std::string_view));
  if (held > run_bytes_ && !lines_.empty()) {
    if (auto spilled = spill(); !spilled) return spilled;
  }
  lines_.push_back({text_.size(), text_.size() + line.size()});
  text_ += line;
  return {};
}

std::vector<std::string_view> LineSorter::sorted_lines() const {
  std::vector<std::string_view> views;
  views.reserve(lines_.size());
  const std::string_view text = text_;
  for (const Span& line : lines_) views.push_back(text.substr(line.begin, line.end - line.begin));
  std::sort(views.begin(), views.end());
  return views;
}

base::Result<void> LineSorter::spill() {
  if (!file_) {
    auto opened = disk_.open_temporary(directory_);
    if (!opened) return opened.error();
    file_ = std::move(*opened);
  }
  const std::uint64_t begin = file_->size();
  std::string out;
  for (const std::string_view line : sorted_lines()) {
    out.append(line).append("\n");
    if (out.size() < kMaxBuffer) continue;
    if (auto written = file_->append(out); !written) return written;
    out.clear();
  }
  if (auto written = file_->append(out); !written) return written;
  runs_.push_back({begin, file_->size()});
  text_.clear();
  lines_.clear();
  return {};
}

base::Result<void> LineSorter::merge(const Sink& sink) {
  Unique unique(sink);
  base::Result<void> outcome;
  if (runs_.empty()) {
    for (const std::string_view line : sorted_lines()) {
      if (outcome) outcome = unique(line);
    }
  } else {
    if (!lines_.empty()) outcome = spill();
    if (outcome) outcome = merge_runs([&unique](std::string_view line) { return unique(line); });
  }
  text_.clear();
  lines_.clear();
  runs_.clear();
  file_.reset();
  return outcome;
}

base::Result<void> LineSorter::merge_runs(const Sink& sink) const {
  const auto buffer_bytes =
      static_cast<std::size_t>(std::clamp(run_bytes_ / runs_.size(), kMinBuffer, kMaxBuffer));
  std::vector<RunReader> readers;
  for (const Span& run : runs_) readers.emplace_back(*file_, run.begin, run.end, buffer_bytes);

  const auto later = [&readers](std::size_t a, std::size_t b) {
    return readers[a].line() > readers[b].line();
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> heads(later);
  const auto enter = [&](std::size_t reader) -> base::Result<void> {
    const auto more = readers[reader].advance();
    if (!more) return more.error();
    if (*more) heads.push(reader);
    return {};
  };

  for (std::size_t i = 0; i < readers.size(); ++i) {
    if (auto entered = enter(i); !entered) return entered;
  }
  while (!heads.empty()) {
    const std::size_t first = heads.top();
    heads.pop();
    if (auto taken = sink(readers[first].line()); !taken) return taken;
    if (auto entered = enter(first); !entered) return entered;
  }
  return {};
}

}  // namespace warc
