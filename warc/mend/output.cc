#include "warc/mend/output.h"

#include <algorithm>
#include <utility>

namespace warc::mend {
namespace {

constexpr std::uint64_t kCopyBytes = 1 << 20;

// commit() makes an empty file of the name before it renames: a run killed in between leaves both.
bool is_claim_of_killed_run(base::Disk& disk, const std::filesystem::path& path,
                            const std::filesystem::path& temporary) {
  const auto claim = disk.open(path, base::OpenMode::read);
  return claim && (*claim)->size() == 0 && disk.open(temporary, base::OpenMode::read);
}

}  // namespace

Output::Output(base::Disk& disk, const base::File& source, std::filesystem::path path)
    : disk_(disk), source_(source), path_(std::move(path)) {}

Output::~Output() {
  if (!file_) return;
  file_.reset();
  // Of no use to anybody; that it may be gone already does not matter.
  const auto ignored = disk_.remove(temporary());
  static_cast<void>(ignored);
}

base::Result<void> Output::open() {
  if (file_) return {};
  if (is_claim_of_killed_run(disk_, path_, temporary())) {
    if (auto removed = disk_.remove(path_); !removed) return removed;
  }
  for (const auto& path : {path_, std::filesystem::path(path_.string() + ".open")}) {
    if (auto is_new = refuse_existing(disk_, path); !is_new) return is_new;
  }
  auto file = disk_.open(temporary(), base::OpenMode::replace);
  if (!file) return file.error();
  file_ = std::move(*file);
  return {};
}

base::Result<void> Output::copy(std::uint64_t begin, std::uint64_t end) {
  if (begin != copy_end_) {
    if (auto flushed = flush(); !flushed) return flushed;
    copy_begin_ = begin;
  }
  copy_end_ = end;
  return {};
}

base::Result<void> Output::flush() {
  while (copy_begin_ < copy_end_) {
    if (auto opened = open(); !opened) return opened;
    const auto wanted = static_cast<std::size_t>(std::min(kCopyBytes, copy_end_ - copy_begin_));
    const auto bytes = source_.read_at(copy_begin_, wanted);
    if (!bytes) return bytes.error();
    if (bytes->empty()) return base::fail(base::Errc::io, "the file became shorter while read");
    if (auto written = file_->append(*bytes); !written) return written;
    copy_begin_ += bytes->size();
  }
  return {};
}

base::Result<void> Output::append(std::string_view bytes) {
  if (auto flushed = flush(); !flushed) return flushed;
  if (auto opened = open(); !opened) return opened;
  return file_->append(bytes);
}

base::Result<void> Output::append(const Block& block) {
  return block.for_each_chunk([this](std::string_view bytes) { return append(bytes); });
}

base::Result<void> Output::commit() {
  if (auto flushed = flush(); !flushed) return flushed;
  if (auto synced = file_->sync(); !synced) return synced;
  // Claims the name, so that rename() replaces nothing but this.
  if (auto claimed = disk_.open(path_, base::OpenMode::create_new); !claimed) {
    return claimed.error();
  }
  if (auto renamed = disk_.rename(temporary(), path_); !renamed) {
    const auto ignored = disk_.remove(path_);
    static_cast<void>(ignored);
    return renamed;
  }
  file_.reset();
  const auto folder = path_.parent_path();
  return disk_.sync_directory(folder.empty() ? "." : folder);
}

base::Result<void> refuse_existing(base::Disk& disk, const std::filesystem::path& path) {
  const auto file = disk.open(path, base::OpenMode::read);
  if (!file && file.error().code == base::Errc::not_found) return {};
  return base::fail(base::Errc::refused, path.string() + " exists already");
}

}  // namespace warc::mend
