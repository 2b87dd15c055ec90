// A file that is a string: for tests that read thousands of variants of one.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/disk.h"

namespace support {

class MemoryFile : public base::File {
 public:
  explicit MemoryFile(std::string bytes) : bytes_(std::move(bytes)) {}

  base::Result<void> append(std::string_view bytes) override {
    bytes_ += bytes;
    return {};
  }
  base::Result<std::string> read_at(std::uint64_t offset, std::size_t size) const override {
    return offset < bytes_.size() ? bytes_.substr(static_cast<std::size_t>(offset), size)
                                  : std::string();
  }
  base::Result<void> truncate(std::uint64_t size) override {
    bytes_.resize(static_cast<std::size_t>(size));
    return {};
  }
  base::Result<void> sync() override { return {}; }
  std::uint64_t size() const override { return bytes_.size(); }

 private:
  std::string bytes_;
};

// The same as a pipe gives it: no size, nothing twice, a few bytes at a time.
class MemoryPipe : public base::File {
 public:
  MemoryPipe(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}

  base::Result<std::string> read_at(std::uint64_t, std::size_t size) const override {
    std::string piece = bytes_.substr(at_, std::min(size, piece_));
    at_ += piece.size();
    return piece;
  }
  base::Result<void> append(std::string_view) override { return refused(); }
  base::Result<void> truncate(std::uint64_t) override { return refused(); }
  base::Result<void> sync() override { return refused(); }
  std::uint64_t size() const override { return 0; }

 private:
  static base::Error refused() { return base::fail(base::Errc::invalid, "a pipe"); }

  std::string bytes_;
  std::size_t piece_;
  mutable std::size_t at_ = 0;
};

}  // namespace support
