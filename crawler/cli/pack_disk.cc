#include "crawler/cli/pack_disk.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace crawler::cli {
namespace {

class PacedFile : public base::File {
 public:
  PacedFile(std::unique_ptr<base::File> file, Progress& progress, unsigned passes)
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

}  // namespace

base::Result<std::unique_ptr<base::File>> PacedDisk::open(const std::filesystem::path& path,
                                                          base::OpenMode mode) {
  auto file = disk_.open(path, mode);
  if (!file || mode != base::OpenMode::read || !is_archive_file(path)) return file;
  return std::unique_ptr<base::File>(
      std::make_unique<PacedFile>(std::move(*file), progress_, passes_));
}

bool is_archive_file(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 4> endings = {".warc.gz", ".warc", ".arc.gz", ".arc"};
  const std::string name = path.filename().string();
  return std::any_of(endings.begin(), endings.end(),
                     [&name](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace crawler::cli
