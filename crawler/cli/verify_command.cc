#include <CLI/CLI.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/tool_input.h"
#include "crawler/cli/tool_line.h"
#include "warc/verify/index_check.h"
#include "warc/verify/verify.h"
#include "warc/verify/wacz_check.h"

namespace crawler::cli {
namespace {

namespace fs = std::filesystem;
using warc::Finding;
using warc::Severity;

struct VerifyLine {
  std::vector<std::string> files;
  bool notes = false, json = false, quiet = false;
  std::size_t max_findings = 1000;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
};

// What is to be checked, by kind; a folder stands for the archives and indexes in it.
struct Targets {
  std::vector<std::string> warcs, indexes, packages, unreadable;
};

struct Tally {
  std::uint64_t records = 0, errors = 0, notes = 0;
};

// Prints findings and counts them. Any thread.
class Report {
 public:
  Report(const VerifyLine& line, Progress& progress) : line_(line), progress_(progress) {}

  // `part`: a file inside `file`, which is a package; its findings count there.
  void add(const std::string& file, const Finding& finding, const std::string& part = "") {
    const std::lock_guard lock(mutex_);
    Tally& tally = tallies_[file];
    const bool is_error = finding.severity == Severity::error;
    const std::uint64_t count = is_error ? ++tally.errors : ++tally.notes;
    if (!is_error && !line_.notes) return;
    if (count == line_.max_findings + 1) print_more(file);
    if (count > line_.max_findings) return;
    const std::string shown = part.empty() ? file : file + ":" + part;
    print(line_.json ? json_of(shown, finding) : to_line(shown, finding));
  }

  void end(const std::string& file, std::uint64_t records) {
    const std::lock_guard lock(mutex_);
    tallies_[file].records = records;
  }

  // What could not be read at all.
  void fail(const std::string& file, const base::Error& error) {
    add(file, {Severity::error, 0, "unreadable", error.detail});
  }

  int finish() {
    progress_.clear();
    std::uint64_t errors = 0;
    for (const auto& [file, tally] : tallies_) {
      errors += tally.errors;
      if (line_.json) {
        out_.line(json_of(file, tally));
      } else if (!line_.quiet) {
        out_.line(fmt::format("{}: {}, {} records, {} errors, {} notes", base::printable(file),
                              tally.errors == 0 ? "clean" : "NOT CLEAN", tally.records,
                              tally.errors, tally.notes));
      }
    }
    return out_.finish(errors == 0 ? kToolOk : kToolFailed);
  }

 private:
  void print(const std::string& text) {
    progress_.clear();
    out_.line(text);
  }
  void print_more(const std::string& file) {
    if (line_.json) return;  // the counts are in the last line
    print(fmt::format("{}: more of them are counted only (--max-findings)", base::printable(file)));
  }
  static std::string json_of(const std::string& file, const Finding& finding) {
    base::JsonWriter json;
    json.begin_object()
        .field("file", file)
        .field("offset", finding.offset)
        .field("severity", finding.severity == Severity::error ? "error" : "note")
        .field("code", finding.code)
        .field("message", finding.message);
    if (finding.skipped > 0) json.field("skipped", finding.skipped);
    return json.end_object().take();
  }
  static std::string json_of(const std::string& file, const Tally& tally) {
    base::JsonWriter json;
    return json.begin_object()
        .field("file", file)
        .field("clean", tally.errors == 0)
        .field("records", tally.records)
        .field("errors", tally.errors)
        .field("notes", tally.notes)
        .end_object()
        .take();
  }

  const VerifyLine& line_;
  Progress& progress_;
  std::mutex mutex_;
  Stdout out_;
  std::map<std::string, Tally> tallies_;
};

bool is_index_name(std::string_view name) {
  return name.ends_with(".cdx") || name.ends_with(".cdxj");
}

// Where a file of this name belongs, nullptr for what is none of ours.
std::vector<std::string>* kind_of(std::string_view path, Targets& targets) {
  if (is_index_name(path)) return &targets.indexes;
  if (path.ends_with(".wacz")) return &targets.packages;
  const bool is_archive = is_archive_name(path) || path.ends_with(".warc.gz.open");
  return is_archive ? &targets.warcs : nullptr;
}

// "x/archive" and "x/indexes" of a collection, or the folder itself.
base::Result<void> add_folder(const fs::path& folder, Targets& targets) {
  const auto count = [&targets] {
    return targets.warcs.size() + targets.packages.size() + targets.unreadable.size();
  };
  const std::size_t before = count();
  for (const char* part : {"", "archive", "indexes"}) {
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder / part, failed)) {
      const std::string path = entry.path().string();
      if (entry.is_directory(failed)) continue;
      std::vector<std::string>* kind = kind_of(path, targets);
      if (kind == nullptr) continue;
      // A link to nowhere, or a pipe, on which opening would wait for ever.
      (entry.is_regular_file(failed) ? *kind : targets.unreadable).push_back(path);
    }
  }
  for (auto* names : {&targets.warcs, &targets.indexes, &targets.packages}) {
    std::sort(names->begin(), names->end());
  }
  if (count() > before) return {};
  return base::fail(base::Errc::not_found, folder.string() + " holds no WARC and no WACZ");
}

base::Result<Targets> targets_of(const VerifyLine& line) {
  Targets targets;
  for (const std::string& name : line.files) {
    std::error_code failed;
    if (name != "-" && fs::is_directory(name, failed)) {
      if (auto added = add_folder(name, targets); !added) return added.error();
    } else if (is_index_name(name)) {
      targets.indexes.push_back(name);
    } else if (name.ends_with(".wacz")) {
      targets.packages.push_back(name);
    } else {
      targets.warcs.push_back(name);
    }
  }
  // An index that is given alone is of the archives beside it: "x/indexes/index.cdxj".
  if (targets.warcs.empty() && targets.packages.empty() && !targets.indexes.empty()) {
    const fs::path folder = fs::path(targets.indexes.front()).parent_path();
    Targets found;
    if (!add_folder(folder / ".." / "archive", found) && !add_folder(folder, found)) {
      return base::fail(base::Errc::not_found,
                        "no WARCs beside " + targets.indexes.front() + "; name them as well");
    }
    targets.warcs = std::move(found.warcs);
  }
  return targets;
}

class Verification {
 public:
  Verification(const VerifyLine& line, const Targets& targets, Progress& progress)
      : targets_(targets),
        progress_(progress),
        report_(line, progress),
        sink_([this](const std::string& file, Finding finding) { report_.add(file, finding); }),
        index_(base::real_disk(), fs::temp_directory_path(), sink_),
        jobs_(line.jobs) {}

  int run() {
    for (const std::string& warc : targets_.warcs) index_.add_warc(fs::path(warc).filename(), warc);
    check_warcs();
    for (const std::string& path : targets_.unreadable) {
      report_.fail(path, base::fail(base::Errc::io, "this is no file that can be read"));
    }
    for (const std::string& package : targets_.packages) check_package(package);
    for (const std::string& index : targets_.indexes) check_index(index);
    if (!targets_.indexes.empty()) {
      if (auto compared = index_.finish(); !compared) report_.fail("index", compared.error());
    }
    return report_.finish();
  }

 private:
  void check_warcs() {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (std::size_t i = next++; i < targets_.warcs.size(); i = next++) {
        check_warc(targets_.warcs[i]);
      }
    };
    std::vector<std::jthread> threads;
    const std::size_t count = std::min<std::size_t>(jobs_, targets_.warcs.size());
    for (std::size_t i = 1; i < count; ++i) threads.emplace_back(work);
    work();
  }

  void check_warc(const std::string& name) {
    auto opened = open_tool_input(base::real_disk(), name);
    if (!opened) return report_.fail(name, opened.error());
    const auto file = progress_.watch(std::move(*opened));
    const std::string base_name = fs::path(name).filename();
    warc::verify::WarcOptions options;
    if (!targets_.indexes.empty()) {
      options.on_record = [&](const warc::verify::RecordFacts& facts) {
        const std::lock_guard lock(index_mutex_);
        return index_.add_record(base_name, facts);
      };
    }
    const auto report = [&](const Finding& finding) { report_.add(name, finding); };
    const auto checked = warc::verify::verify_warc(*file, report, options);
    if (!checked) return report_.fail(name, checked.error());
    report_.end(name, checked->records);
  }

  void check_package(const std::string& name) {
    auto opened = open_tool_input(base::real_disk(), name);
    if (!opened) return report_.fail(name, opened.error());
    const auto report = [&](const std::string& inside, const Finding& finding) {
      report_.add(name, finding, inside);
    };
    const auto checked = warc::verify::verify_wacz(
        base::real_disk(), progress_.watch(std::move(*opened)), fs::temp_directory_path(), report);
    if (!checked) return report_.fail(name, checked.error());
    report_.end(name, checked->records);
  }

  void check_index(const std::string& name) {
    const auto opened = open_tool_input(base::real_disk(), name);
    if (!opened) return report_.fail(name, opened.error());
    const auto checked = index_.add_index(**opened, name);
    if (!checked) return report_.fail(name, checked.error());
    report_.end(name, *checked);
  }

  const Targets& targets_;
  Progress& progress_;
  Report report_;
  const warc::verify::FileFindingSink sink_;
  std::mutex index_mutex_;  // of index_ while WARCs are read
  warc::verify::IndexCheck index_;
  unsigned jobs_;
};

}  // namespace

int run_verify_command(std::vector<std::string> arguments) {
  VerifyLine line;
  CLI::App app(
      "Checks WARC, ARC and WACZ files: every record, gzip member and digest. A folder stands for\n"
      "the archives and indexes in it. Indexes (.cdxj, .cdx) are held against the WARCs in both\n"
      "directions. Exit code 0 only when all is clean; docs/findings.md explains the codes.",
      "varve verify");
  app.add_option("FILE", line.files, "WARC, ARC, WACZ, CDXJ or CDX file, collection folder, or -")
      ->required();
  app.add_flag("--notes", line.notes, "also what is legal but unwise");
  app.add_flag("--json", line.json, "a JSON object a line: each finding, then each file");
  app.add_flag("-q,--quiet", line.quiet, "findings only");
  app.add_option("--max-findings", line.max_findings, "printed for each file (default: 1000)")
      ->type_name("N");
  app.add_option("-j,--jobs", line.jobs, "files to read at the same time (default: all cores)")
      ->type_name("N")
      ->check(CLI::Range(1U, 256U));
  if (const auto code = parse_tool_line(app, std::move(arguments))) return *code;
  const auto targets = targets_of(line);
  if (!targets) return tool_failed(targets.error());
  std::vector<std::string> names = targets->warcs;
  names.insert(names.end(), targets->packages.begin(), targets->packages.end());
  Progress progress(names, false);
  return Verification(line, *targets, progress).run();
}

}  // namespace crawler::cli
