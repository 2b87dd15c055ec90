#include "crawler/cli/tool_input.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/log.h"
#include "crawler/cli/tool_line.h"
#include "warc/zip_reader.h"

namespace crawler::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kQuiet = 1s;
constexpr auto kInterval = 200ms;
constexpr std::string_view kZipMagic = "PK\x03\x04";
constexpr std::string_view kInsideZip = ".wacz:";
// A multi-WACZ (WACZ 1.1.1; formats Z-15) holds packages, and those hold none.
constexpr int kMaxZipDepth = 2;

class WatchedFile : public base::File {
 public:
  WatchedFile(std::unique_ptr<base::File> file, Progress& progress, unsigned passes)
      : file_(std::move(file)), progress_(progress), passes_(passes) {}

  base::Result<void> append(std::string_view bytes) override { return file_->append(bytes); }
  base::Result<void> truncate(std::uint64_t size) override { return file_->truncate(size); }
  base::Result<void> sync() override { return file_->sync(); }
  std::uint64_t size() const override { return file_->size(); }
  base::Result<std::string> read_at(std::uint64_t offset, std::size_t size) const override {
    auto bytes = file_->read_at(offset, size);
    // Who only wants to know the size has not begun with the file.
    if (!std::exchange(has_begun_, true)) progress_.begin_file();
    if (bytes) progress_.add(bytes->size() / passes_);
    return bytes;
  }

 private:
  std::unique_ptr<base::File> file_;
  Progress& progress_;
  const unsigned passes_;
  mutable bool has_begun_ = false;
};

void write_stderr(std::string_view text) {
  // A closed stderr is not worth a word.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

bool is_folder(const std::string& name) {
  std::error_code error;
  return name != "-" && std::filesystem::is_directory(name, error);
}

// The WARC and ARC files of a collection, or of any folder, by name.
std::vector<std::string> archives_in(const std::filesystem::path& folder) {
  const std::filesystem::path archive = folder / "archive";
  std::vector<std::string> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(is_folder(archive) ? archive : folder, error), end;
       !error && entry != end; entry.increment(error)) {
    std::error_code gone;
    // On a pipe, opening would wait for ever.
    const bool is_file = entry->is_regular_file(gone);
    if (is_file && is_archive_name(entry->path().native())) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// The files that are behind what was named.
std::vector<std::string> files_of(const std::vector<std::string>& names) {
  std::vector<std::string> files;
  for (const std::string& name : names) {
    if (!is_folder(name)) {
      files.push_back(name);
      continue;
    }
    const std::vector<std::string> inside = archives_in(name);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

// All of them, or 0 when one has no size.
std::uint64_t total_size(const std::vector<std::string>& names) {
  std::uint64_t total = 0;
  for (const std::string& name : names) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(name, error);
    if (error) return 0;
    total += size;
  }
  return total;
}

bool is_zip(const base::File& file) {
  // What is read of a pipe is gone.
  if (file.size() < kZipMagic.size()) return false;
  const auto bytes = file.read_at(0, kZipMagic.size());
  return bytes && *bytes == kZipMagic;
}

// What one call of for_each_archive() does.
class ArchiveWalk {
 public:
  // `only`: the one input wanted, when it is inside a ZIP file.
  ArchiveWalk(Progress& progress, const std::function<int(const ToolInput&)>& work,
              std::string only)
      : progress_(progress), work_(work), only_(std::move(only)) {}

  int walk(ToolInput input, int depth) {
    if (!is_zip(*input.file)) return work_(input);
    const auto zip = warc::ZipReader::open(input.file);
    if (!zip) return complain(input.name, zip.error());
    int code = kToolOk;
    bool is_empty = true;
    for (const warc::ZipEntry& entry : zip->entries()) {
      const bool is_package = entry.name.ends_with(".wacz") && depth + 1 < kMaxZipDepth;
      const std::string name = input.name + ":" + entry.name;
      if ((!is_package && !is_archive_name(entry.name)) || !is_wanted(name)) continue;
      is_empty = false;
      code = std::max(code, walk_entry(name, *zip, entry, depth));
    }
    if (is_empty) return complain(only_.empty() ? input.name : only_, nothing_inside());
    return code;
  }

 private:
  static base::Error nothing_inside() {
    return base::fail(base::Errc::not_found, "there is no such WARC in the ZIP file");
  }

  bool is_wanted(const std::string& name) const {
    return only_.empty() || only_ == name || only_.starts_with(name + ":");
  }

  int walk_entry(const std::string& name, const warc::ZipReader& zip, const warc::ZipEntry& entry,
                 int depth) {
    auto file = zip.open_stored(entry);
    if (!file) return complain(name, file.error());
    return walk({name, std::shared_ptr<const base::File>(std::move(*file))}, depth + 1);
  }

  int complain(const std::string& name, const base::Error& error) {
    progress_.say(fmt::format("{}: {}", name, error.detail));
    return kToolFailed;
  }

  Progress& progress_;
  const std::function<int(const ToolInput&)>& work_;
  const std::string only_;
};

}  // namespace

Progress::Progress(const std::vector<std::string>& names, bool is_stdout_busy)
    : files_(files_of(names).size()),
      total_(total_size(files_of(names))),
      is_shown_(::isatty(STDERR_FILENO) == 1 && !(is_stdout_busy && ::isatty(STDOUT_FILENO) == 1)),
      begin_(Clock::now()),
      last_(begin_ + kQuiet - kInterval) {}

Progress::~Progress() { clear(); }

std::unique_ptr<base::File> Progress::watch(std::unique_ptr<base::File> file, unsigned passes) {
  if (!is_shown_) return file;
  return std::make_unique<WatchedFile>(std::move(file), *this, passes);
}

void Progress::add(std::uint64_t bytes) {
  done_ += bytes;
  if (is_shown_) show();
}

void Progress::show() {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (now - last_ < kInterval) return;
  last_ = now;
  has_line_ = true;
  // What is read twice does not make more than all of it.
  const std::uint64_t done = std::min(done_.load(), total_ == 0 ? done_.load() : total_);
  const std::string how_far =
      total_ == 0 ? fmt::format("{} MiB", done >> 20) : fmt::format("{} %", done * 100 / total_);
  write_stderr(fmt::format("\r\x1b[Kvarve: file {} of {}, {}", opened_.load(), files_, how_far));
}

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(has_line_, false)) write_stderr("\r\x1b[K");
}

void Progress::say(std::string_view line) {
  clear();
  write_stderr(base::printable(line) + '\n');
}

bool is_archive_name(std::string_view name) {
  constexpr std::array<std::string_view, 4> kEndings = {".warc.gz", ".warc", ".arc.gz", ".arc"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [name](std::string_view ending) { return name.ends_with(ending); });
}

base::Result<std::unique_ptr<base::File>> open_tool_input(base::Disk& disk,
                                                          const std::string& name) {
  return disk.open(name == "-" ? "/dev/stdin" : name, base::OpenMode::read);
}

namespace {

int for_each_in_folder(base::Disk& disk, const std::string& folder, Progress& progress,
                       const std::function<int(const ToolInput&)>& work) {
  const std::vector<std::string> files = archives_in(folder);
  if (files.empty()) {
    return tool_failed(base::fail(base::Errc::not_found, folder + " holds no WARC file"));
  }
  int code = kToolOk;
  for (const std::string& file : files) {
    code = std::max(code, for_each_archive(disk, file, progress, work));
  }
  return code;
}

}  // namespace

int for_each_archive(base::Disk& disk, const std::string& name, Progress& progress,
                     const std::function<int(const ToolInput&)>& work) {
  if (is_folder(name)) return for_each_in_folder(disk, name, progress, work);
  auto file = open_tool_input(disk, name);
  const std::size_t inside = name.find(kInsideZip);
  std::string outer = name, only;
  if (!file && inside != name.npos) {
    outer = name.substr(0, inside + kInsideZip.size() - 1);
    only = name;
    file = open_tool_input(disk, outer);
  }
  if (!file) return tool_failed(file.error());
  std::shared_ptr<const base::File> watched = progress.watch(std::move(*file));
  return ArchiveWalk(progress, work, only).walk({outer, std::move(watched)}, 0);
}

std::string to_line(std::string_view name, const warc::Finding& finding) {
  const bool is_note = finding.severity == warc::Severity::note;
  return fmt::format("{}:{}: {}{}: {}", name, finding.offset, is_note ? "note: " : "", finding.code,
                     finding.message);
}

}  // namespace crawler::cli
