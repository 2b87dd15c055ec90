// The file-system seam: everything the archive writes goes through Disk, so that tests can fail the
// Nth operation. Errors are values here; who cannot go on without the write turns them into
// FatalError. A Disk may be used from any thread, a File from one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace base {

// An open file. Closed by the destructor.
class File {
 public:
  virtual ~File() = default;
  // Appends all of `bytes` or fails; after a failure part of them may be in the file (see
  // truncate()).
  virtual Result<void> append(std::string_view bytes) = 0;
  // Up to `size` bytes from `offset`; shorter only at the end of the file.
  virtual Result<std::string> read_at(std::uint64_t offset, std::size_t size) const = 0;
  virtual Result<void> truncate(std::uint64_t size) = 0;
  // The data is on the device afterwards (fdatasync). A failed sync must not be tried again.
  virtual Result<void> sync() = 0;
  virtual std::uint64_t size() const = 0;
};

enum class OpenMode {
  read,
  create_new,  // fails when the file exists
  append,      // creates the file when absent, writes at its end
  replace,     // creates or empties
};

class Disk {
 public:
  virtual ~Disk() = default;
  virtual Result<std::unique_ptr<File>> open(const std::filesystem::path& path, OpenMode mode) = 0;
  // A nameless file in `directory` that vanishes when closed: for bodies too large for memory.
  virtual Result<std::unique_ptr<File>> open_temporary(const std::filesystem::path& directory) = 0;
  // Replaces `to` when it exists.
  virtual Result<void> rename(const std::filesystem::path& from,
                              const std::filesystem::path& to) = 0;
  virtual Result<void> remove(const std::filesystem::path& path) = 0;
  // Also makes missing parents; fine when it exists.
  virtual Result<void> create_directories(const std::filesystem::path& path) = 0;
  // Names made or renamed in the directory are on the device afterwards.
  virtual Result<void> sync_directory(const std::filesystem::path& path) = 0;
};

// The real file system; lives for the whole program.
Disk& real_disk();

// All of a file; too_large when it holds more than `limit` bytes.
Result<std::string> read_file(Disk& disk, const std::filesystem::path& path, std::uint64_t limit);

// Writes `path` through a temporary neighbour, synced and renamed: readers see the old file or the
// new one, never half of one.
Result<void> write_atomically(Disk& disk, const std::filesystem::path& path,
                              std::string_view bytes);

}  // namespace base
