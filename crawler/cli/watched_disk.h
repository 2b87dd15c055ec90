// Lets the disk tell how far reading has come, for work that opens its files itself.
#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "base/disk.h"
#include "crawler/cli/tool_input.h"

namespace crawler::cli {

struct Watching {
  // Each file is read so many times: a byte counts as that part of one.
  unsigned passes = 1;
  // Only files with the name of an archive count; otherwise all that are opened for reading.
  bool is_of_archives = false;
};

// Reading files through it is progress; the rest is the disk's own. Any thread.
class WatchedDisk : public base::Disk {
 public:
  // Disk and progress outlive this and its files.
  WatchedDisk(base::Disk& disk, Progress& progress, const Watching& watching)
      : disk_(disk), progress_(progress), watching_(watching) {}

  base::Result<std::unique_ptr<base::File>> open(const std::filesystem::path& path,
                                                 base::OpenMode mode) override {
    auto file = disk_.open(path, mode);
    if (!file || mode != base::OpenMode::read) return file;
    if (watching_.is_of_archives && !is_archive_name(path.native())) return file;
    return progress_.watch(std::move(*file), watching_.passes);
  }
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
  const Watching watching_;
};

}  // namespace crawler::cli
