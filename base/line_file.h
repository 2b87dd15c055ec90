// A file of lines that only grows: logs and page lists. However a program ended, every line in it
// is whole.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/disk.h"
#include "base/error.h"

namespace base {

// One thread at a time.
class LineFile {
 public:
  // Opens `path` for appending and creates it when absent. A last line without its newline, torn by
  // a crash or a full disk, is cut off.
  static Result<LineFile> open(Disk& disk, const std::filesystem::path& path);

  // Appends `line`, which holds no newline, and one. When that fails, nothing of it stays.
  Result<void> append(std::string_view line);

  bool is_empty() const { return file_->size() == 0; }

 private:
  explicit LineFile(std::unique_ptr<File> file) : file_(std::move(file)) {}

  std::unique_ptr<File> file_;
};

}  // namespace base
