// A Disk that fails on command: the Nth append (to any file, temporary ones too), the Nth sync, the
// Nth rename. Everything else goes to the real disk. Counts from any thread; plan() before a crawl
// begins.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

#include "base/disk.h"

namespace support {

struct Faults {
  static constexpr std::uint64_t kNever = ~std::uint64_t{0};
  // Counted from 1. From that call on every call fails when `lasting` is set, else just that one.
  std::uint64_t append = kNever, sync = kNever, rename = kNever, truncate = kNever;
  bool lasting = false;
  bool writes_half = false;  // a failing append leaves half of its bytes in the file
  base::Error error = base::fail(base::Errc::disk_full, "no space left on device");
};

class FaultyDisk : public base::Disk {
 public:
  explicit FaultyDisk(base::Disk& real, Faults faults = {}) : real_(real), faults_(faults) {}

  // New orders; the counts start again.
  void plan(Faults faults) {
    faults_ = std::move(faults);
    appends_ = syncs_ = renames_ = truncates_ = 0;
  }
  std::uint64_t appends() const { return appends_; }
  std::uint64_t syncs() const { return syncs_; }
  std::uint64_t directory_syncs() const { return directory_syncs_; }

  base::Result<std::unique_ptr<base::File>> open(const std::filesystem::path& path,
                                                 base::OpenMode mode) override {
    return wrap(real_.open(path, mode));
  }
  base::Result<std::unique_ptr<base::File>> open_temporary(
      const std::filesystem::path& directory) override {
    return wrap(real_.open_temporary(directory));
  }
  base::Result<void> rename(const std::filesystem::path& from,
                            const std::filesystem::path& to) override {
    if (fails(++renames_, faults_.rename)) return faults_.error;
    return real_.rename(from, to);
  }
  base::Result<void> remove(const std::filesystem::path& path) override {
    return real_.remove(path);
  }
  base::Result<void> create_directories(const std::filesystem::path& path) override {
    return real_.create_directories(path);
  }
  base::Result<void> sync_directory(const std::filesystem::path& path) override {
    ++directory_syncs_;
    return real_.sync_directory(path);
  }

 private:
  class FaultyFile : public base::File {
   public:
    FaultyFile(FaultyDisk& disk, std::unique_ptr<base::File> real)
        : disk_(disk), real_(std::move(real)) {}

    base::Result<void> append(std::string_view bytes) override {
      if (!disk_.fails(++disk_.appends_, disk_.faults_.append)) return real_->append(bytes);
      if (disk_.faults_.writes_half) {
        if (auto half = real_->append(bytes.substr(0, bytes.size() / 2)); !half) return half;
      }
      return disk_.faults_.error;
    }
    base::Result<std::string> read_at(std::uint64_t offset, std::size_t size) const override {
      return real_->read_at(offset, size);
    }
    base::Result<void> truncate(std::uint64_t size) override {
      if (disk_.fails(++disk_.truncates_, disk_.faults_.truncate)) return disk_.faults_.error;
      return real_->truncate(size);
    }
    base::Result<void> sync() override {
      if (disk_.fails(++disk_.syncs_, disk_.faults_.sync)) return disk_.faults_.error;
      return real_->sync();
    }
    std::uint64_t size() const override { return real_->size(); }

   private:
    FaultyDisk& disk_;
    std::unique_ptr<base::File> real_;
  };

  bool fails(std::uint64_t call, std::uint64_t planned) const {
    return call == planned || (faults_.lasting && call > planned);
  }

  base::Result<std::unique_ptr<base::File>> wrap(base::Result<std::unique_ptr<base::File>> opened) {
    if (!opened) return opened.error();
    return std::unique_ptr<base::File>(std::make_unique<FaultyFile>(*this, std::move(*opened)));
  }

  base::Disk& real_;
  Faults faults_;
  std::atomic<std::uint64_t> appends_ = 0, syncs_ = 0, renames_ = 0, truncates_ = 0,
                             directory_syncs_ = 0;
};

}  // namespace support
