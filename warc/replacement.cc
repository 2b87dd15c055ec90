#include "warc/replacement.h"

#include <utility>

namespace warc {
namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;

}  // namespace

Replacement::Replacement(base::Disk& disk, std::filesystem::path path,
                         std::unique_ptr<base::File> file)
    : disk_(disk), path_(std::move(path)), file_(std::move(file)) {}

base::Result<std::unique_ptr<Replacement>> Replacement::open(base::Disk& disk,
                                                             const std::filesystem::path& path) {
  auto file = disk.open(path.string() + ".tmp", base::OpenMode::replace);
  if (!file) return file.error();
  return std::unique_ptr<Replacement>(new Replacement(disk, path, std::move(*file)));
}

Replacement::~Replacement() {
  if (!file_) return;
  file_.reset();
  // Of no use to anybody; that it may be gone already does not matter.
  const auto ignored = disk_.remove(temporary());
  static_cast<void>(ignored);
}

base::Result<void> Replacement::append(std::string_view bytes) {
  buffer_ += bytes;
  return buffer_.size() < kBufferBytes ? base::Result<void>() : flush();
}

base::Result<void> Replacement::flush() {
  if (auto written = file_->append(buffer_); !written) return written;
  buffer_.clear();
  return {};
}

base::Result<void> Replacement::commit() {
  if (auto flushed = flush(); !flushed) return flushed;
  if (auto synced = file_->sync(); !synced) return synced;
  if (auto renamed = disk_.rename(temporary(), path_); !renamed) return renamed;
  file_.reset();
  const auto folder = path_.parent_path();
  return disk_.sync_directory(folder.empty() ? "." : folder);
}

}  // namespace warc
