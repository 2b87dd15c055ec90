// Files of the ZIP tests: in memory, and larger than any disk here.
#pragma once

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/disk.h"
#include "tests/support/memory_file.h"

namespace support {

// Keeps what is not zeros. Copies share it, as an open file and the file on a disk do.
class SparseFile : public base::File {
 public:
  SparseFile() = default;

  base::Result<void> append(std::string_view bytes) override {
    const bool is_zeros = !bytes.empty() && bytes[0] == 0 &&
                          std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0;
    if (!is_zeros) parts_->chunks.emplace(parts_->size, bytes);
    parts_->size += bytes.size();
    return {};
  }
  base::Result<std::string> read_at(std::uint64_t offset, std::size_t size) const override {
    if (offset >= parts_->size) return std::string();
    std::string out(std::min<std::uint64_t>(size, parts_->size - offset), '\0');
    for (const auto& [start, bytes] : parts_->chunks) {
      const std::uint64_t from = std::max(offset, start);
      const std::uint64_t to = std::min(offset + out.size(), start + bytes.size());
      if (from < to) out.replace(from - offset, to - from, bytes, from - start, to - from);
    }
    return out;
  }
  base::Result<void> truncate(std::uint64_t) override {
    return base::fail(base::Errc::io, "not here");
  }
  base::Result<void> sync() override { return {}; }
  std::uint64_t size() const override { return parts_->size; }

 private:
  struct Parts {
    std::map<std::uint64_t, std::string> chunks;
    std::uint64_t size = 0;
  };
  std::shared_ptr<Parts> parts_ = std::make_shared<Parts>();
};

// One sparse file, whatever its name.
class SparseDisk : public base::Disk {
 public:
  SparseFile file;

  base::Result<std::unique_ptr<base::File>> open(const std::filesystem::path&,
                                                 base::OpenMode) override {
    return std::unique_ptr<base::File>(std::make_unique<SparseFile>(file));
  }
  base::Result<std::unique_ptr<base::File>> open_temporary(const std::filesystem::path&) override {
    return base::fail(base::Errc::io, "not here");
  }
  base::Result<void> rename(const std::filesystem::path&, const std::filesystem::path&) override {
    return {};
  }
  base::Result<void> remove(const std::filesystem::path&) override { return {}; }
  base::Result<void> create_directories(const std::filesystem::path&) override { return {}; }
  base::Result<void> sync_directory(const std::filesystem::path&) override { return {}; }
};

}  // namespace support
