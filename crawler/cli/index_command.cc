#include <CLI/CLI.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "base/log.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/tool_input.h"
#include "crawler/cli/tool_line.h"
#include "crawler/cli/watched_disk.h"
#include "warc/index_files.h"
#include "warc/index_merge.h"
#include "warc/replacement.h"

namespace crawler::cli {
namespace {

namespace fs = std::filesystem;

// Of lines that wait to be sorted.
constexpr std::uint64_t kSortBytes = 256 << 20;
// An archive that is wrong throughout shall not fill the terminal; `varve verify` tells all.
constexpr std::uint64_t kMostFindings = 10;
constexpr unsigned kMostJobs = 256;

struct IndexLine {
  std::vector<std::string> files;
  std::string output;
  warc::IndexFilesOptions options;
  bool may_overwrite = false, is_unsorted = false, is_merge = false;
};

void describe(CLI::App& app, IndexLine& line) {
  const std::map<std::string, warc::IndexFormat> formats = {
      {"cdxj", warc::IndexFormat::cdxj},
      {"cdx11", warc::IndexFormat::cdx11},
      {"cdx9", warc::IndexFormat::cdx9},
  };
  const std::map<std::string, warc::FilenameForm> forms = {{"base", warc::FilenameForm::base},
                                                           {"path", warc::FilenameForm::path}};
  app.add_option("FILE", line.files, "WARC, ARC or WACZ files; - is standard input")
      ->required()
      ->type_name("");
  app.add_option("-o,--output", line.output, "write here, all at once (default: standard output)")
      ->type_name("FILE");
  app.add_option("--format", line.options.format, "cdxj (default), cdx11 or cdx9")
      ->transform(CLI::CheckedTransformer(formats, CLI::ignore_case).description(""))
      ->type_name("FORMAT");
  app.add_flag("--overwrite", line.may_overwrite, "replace the file -o names");
  app.add_flag("--unsorted", line.is_unsorted, "keep the order of the files and their records");
  app.add_flag_callback(
      "--no-post", [&line] { line.options.post_keys = false; },
      "make the key of a POST request as if it were a GET (default: method and body are in it)");
  app.add_flag_callback("--post", [&line] { line.options.post_keys = true; })->group("");
  app.add_flag("--merge", line.is_merge, "the files are indexes: make one sorted index of them");
  app.add_option("--jobs", line.options.jobs, "archives read at once (default: one a processor)")
      ->check(CLI::Range(1u, kMostJobs).description(""))
      ->type_name("N");
  app.add_option("--filename", line.options.filename,
                 "what lines call an archive: base (default), without folder, or path, as given")
      ->transform(CLI::CheckedTransformer(forms, CLI::ignore_case).description(""))
      ->type_name("FORM");
}

// What is wrong with writing to line.output; empty when nothing is. A rename would replace a device
// or an archive as readily as an old index.
std::string output_fault(const IndexLine& line) {
  std::error_code failed;
  if (!line.output.empty() && fs::exists(line.output, failed)) {
    if (!fs::is_regular_file(fs::symlink_status(line.output, failed))) {
      return line.output + " is no regular file; leave -o out and use the shell's \">\"";
    }
    for (const std::string& input : line.files) {
      if (!line.is_merge && fs::equivalent(input, line.output, failed)) {
        return line.output + " is one of the files to be read";
      }
    }
    if (!line.may_overwrite) return line.output + " exists; --overwrite replaces it";
  }
  if (line.is_merge || line.options.filename == warc::FilenameForm::path) return "";
  std::set<std::string> names;
  for (const std::string& input : line.files) {
    if (names.insert(fs::path(input).filename()).second) continue;
    return "two files are called " + fs::path(input).filename().string() +
           ", which no line could tell apart; give each once, or use --filename path";
  }
  return "";
}

// Where lines go: a file that appears when all is written, or standard output.
class Output {
 public:
  static base::Result<std::unique_ptr<Output>> open(base::Disk& disk, const std::string& path) {
    std::unique_ptr<Output> output(new Output);
    if (path.empty()) {
      output->stdout_ = std::make_unique<Stdout>();
      return output;
    }
    auto file = warc::Replacement::open(disk, path);
    if (!file) return file.error();
    output->file_ = std::move(*file);
    return output;
  }

  base::Result<void> line(std::string_view text) {
    if (stdout_) {
      if (stdout_->line(text)) return {};
      return base::fail(base::Errc::cancelled, "standard output is closed");
    }
    if (auto written = file_->append(text); !written) return written;
    return file_->append("\n");
  }

  // The exit code: `verdict`, or 1 when writing has failed, then or now.
  int finish(const base::Result<void>& written, int verdict) {
    if (stdout_)
      return stdout_->finish(written || !stdout_->is_open() ? verdict : complain(written));
    if (!written) return complain(written);
    const auto committed = file_->commit();
    return committed ? verdict : complain(committed);
  }

 private:
  Output() = default;
  static int complain(const base::Result<void>& failed) { return tool_failed(failed.error()); }

  std::unique_ptr<Stdout> stdout_;
  std::unique_ptr<warc::Replacement> file_;
};

// Temporary files lie beside the output, where there is room for it anyhow.
fs::path scratch_directory(const std::string& output) {
  if (!output.empty()) {
    const fs::path folder = fs::path(output).parent_path();
    return folder.empty() ? "." : folder;
  }
  std::error_code error;
  const fs::path folder = fs::temp_directory_path(error);
  return error ? "." : folder;
}

// Says on stderr what is missing in the index, at most kMostFindings times for an archive.
class Complaints {
 public:
  explicit Complaints(Progress& progress) : progress_(progress) {}
  ~Complaints() { say_rest(); }
  Complaints(const Complaints&) = delete;
  Complaints& operator=(const Complaints&) = delete;

  void add(std::string_view name, std::string_view text) {
    if (name != name_) {
      say_rest();
      name_ = name;
      count_ = 0;
    }
    if (++count_ <= kMostFindings) progress_.say(text);
  }

 private:
  void say_rest() {
    if (count_ <= kMostFindings) return;
    progress_.say(fmt::format("{}: and {} more", name_, count_ - kMostFindings));
    count_ = 0;
  }

  Progress& progress_;
  std::string name_;
  std::uint64_t count_ = 0;
};

int run_index(base::Disk& disk, const IndexLine& line, Output& output) {
  Progress progress(line.files, line.output.empty() && line.is_unsorted);
  Complaints complaints(progress);
  warc::LineSorter sorter(disk, scratch_directory(line.output), kSortBytes);
  const auto print = [&output](std::string_view text) { return output.line(text); };

  const auto open = [&](const std::string& name, const warc::VisitArchive& visit) {
    base::Result<void> outcome;
    const int code = for_each_archive(disk, name, progress, [&](const ToolInput& input) {
      if (auto visited = visit(input.name, *input.file); !visited) outcome = visited;
      return kToolOk;
    });
    if (outcome && code != kToolOk) outcome = base::fail(base::Errc::io, "not opened");
    return outcome;
  };
  std::atomic<bool> is_lossy = false;  // findings come from all threads
  warc::IndexFilesSinks sinks;
  sinks.line = print;
  if (!line.is_unsorted) sinks.line = [&](std::string_view text) { return sorter.add(text); };
  sinks.finding = [&](std::string_view name, const warc::Finding& finding) {
    // What lies in shared members is named as not indexed; the rest of the errors that cover no
    // bytes keep no capture out.
    const bool is_loss = finding.skipped > 0 || finding.code == "not-indexed" ||
                         finding.code == "io" || finding.code == "empty" ||
                         finding.code == "zstd" || finding.code == "header-cut" ||
                         finding.code == "garbage";
    if (!is_loss) return;
    is_lossy = true;
    complaints.add(name, to_line(name, finding));
  };

  base::Result<void> written;
  const std::string_view legend = warc::legend_of(line.options.format);
  if (!legend.empty()) written = output.line(legend);
  if (!written) return output.finish(written, kToolOk);
  const auto result = warc::index_files(line.files, open, line.options, sinks);
  if (!result) return output.finish(result.error(), kToolOk);
  if (!line.is_unsorted) written = sorter.merge(print);
  const bool is_complete = !is_lossy && result->counts.is_complete() && result->failed_inputs == 0;
  return output.finish(written, is_complete ? kToolOk : kToolFailed);
}

int run_merge(base::Disk& disk, const IndexLine& line, Output& output) {
  Progress progress(line.files, false);
  Complaints complaints(progress);
  WatchedDisk watched(disk, progress, Watching{});
  const warc::MergeOptions options{.scratch_directory = scratch_directory(line.output),
                                   .memory_bytes = kSortBytes};
  std::vector<fs::path> files;
  for (const std::string& file : line.files) files.push_back(file == "-" ? "/dev/stdin" : file);
  const auto merged = warc::merge_indexes(
      watched, files, options, [&output](std::string_view text) { return output.line(text); },
      [&complaints](const warc::DroppedLine& dropped) {
        const std::string name = dropped.file.string();
        complaints.add(name, fmt::format("{}:{}: {}", name, dropped.number, dropped.why));
      });
  if (!merged) return output.finish(merged.error(), kToolOk);
  return output.finish({}, merged->dropped == 0 ? kToolOk : kToolFailed);
}

}  // namespace

int run_index_command(std::vector<std::string> arguments) {
  IndexLine line;
  line.options.jobs = std::clamp(std::thread::hardware_concurrency(), 1u, kMostJobs);
  CLI::App app(
      "Makes the index of archives: a line for each capture, sorted as replay tools need it.\n"
      "Exits with 1 when something could not be indexed; what, it says on stderr.",
      "varve index");
  describe(app, line);
  if (const auto code = parse_tool_line(app, std::move(arguments))) return *code;
  if (line.is_merge && (line.is_unsorted || app.count("--format") > 0)) {
    return tool_usage("--merge sorts, and keeps the format of the files");
  }
  if (const std::string fault = output_fault(line); !fault.empty()) return tool_usage(fault);
  base::Disk& disk = base::real_disk();
  auto output = Output::open(disk, line.output);
  if (!output) return tool_failed(output.error());
  return line.is_merge ? run_merge(disk, line, **output) : run_index(disk, line, **output);
}

}  // namespace crawler::cli
