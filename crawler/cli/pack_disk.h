// Lets the disk tell how far reading has come, for work that opens its files itself.
#pragma once

#include <filesystem>
#include <memory>

#include "base/disk.h"
#include "crawler/cli/tool_input.h"

namespace crawler::cli {

// What is read of archives counts as progress, each byte as the `passes`-th part of one, for they
// are read so many times. Any thread.
class PacedDisk : public base::Disk {
 public:
  // Both outlive the disk and its files.
  PacedDisk(base::Disk& disk, Progress& progress, unsigned passes)
      : disk_(disk), progress_(progress), passes_(passes) {}

  base::Result<std::unique_ptr<base::File>> open(const std::filesystem::path& path,
                                                 base::OpenMode mode) override;
  base::Result<std::unique_ptr<base::File>> open_temporary(
      const std::filesystem::path& directory) override {
    return disk_.open_temporary(directory);
  }
  base::Result<void> rename(const std::filesystem::path& from,
                            const std::filesystem::path& to) override {
    return disk_.rename(from, to);
  }
  base::Result<void> remove(const std::filesystem::path& path) override {
    return disk_.remove(path);
  }
  base::Result<void> create_directories(const std::filesystem::path& path) override {
    return disk_.create_directories(path);
  }
  base::Result<void> sync_directory(const std::filesystem::path& path) override {
    return disk_.sync_directory(path);
  }

 private:
  base::Disk& disk_;
  Progress& progress_;
  const unsigned passes_;
};

// Is this the name of a WARC or ARC file, compressed or not?
bool is_archive_file(const std::filesystem::path& path);

}  // namespace crawler::cli
