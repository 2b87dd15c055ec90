// The input as a file, or as a pipe: a pipe has no size, and its reads come short.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/disk.h"

namespace fuzz {

class MemoryFile : public base::File {
 public:
  // `bytes` outlive the file.
  explicit MemoryFile(std::string_view bytes) : bytes_(bytes) {}

  base::Result<std::string> read_at(std::uint64_t offset, std::size_t size) const override {
    if (offset >= bytes_.size()) return std::string();
    return std::string(bytes_.substr(static_cast<std::size_t>(offset), size));
  }
  std::uint64_t size() const override { return bytes_.size(); }

  base::Result<void> append(std::string_view) override { return read_only(); }
  base::Result<void> truncate(std::uint64_t) override { return read_only(); }
  base::Result<void> sync() override { return read_only(); }

 private:
  static base::Error read_only() { return base::fail(base::Errc::io, "read only"); }

  std::string_view bytes_;
};

class MemoryPipe : public MemoryFile {
 public:
  using MemoryFile::MemoryFile;

  base::Result<std::string> read_at(std::uint64_t offset, std::size_t size) const override {
    return MemoryFile::read_at(offset, std::min<std::size_t>(size, 100));
  }
  std::uint64_t size() const override { return 0; }
};

}  // namespace fuzz
