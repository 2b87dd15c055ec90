// A disk of strings: for tests that write thousands of small files. Folders are not looked at.
// One thread.
#pragma once

#include <cerrno>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/disk.h"

namespace support {

class MemoryDisk : public base::Disk {
 public:
  // By path; what a file holds may be changed and looked at while it is open.
  std::map<std::string, std::shared_ptr<std::string>> files;

  base::Result<std::unique_ptr<base::File>> open(const std::filesystem::path& path,
                                                 base::OpenMode mode) override {
    auto& content = files[path.string()];
    if (mode == base::OpenMode::read && !content) {
      files.erase(path.string());
      return base::from_errno(ENOENT, "open " + path.string());
    }
    if (mode == base::OpenMode::create_new && content) {
      return base::from_errno(EEXIST, "open " + path.string());
    }
    if (!content || mode == base::OpenMode::replace) content = std::make_shared<std::string>();
    return std::unique_ptr<base::File>(std::make_unique<Opened>(content));
  }
  base::Result<std::unique_ptr<base::File>> open_temporary(const std::filesystem::path&) override {
    return std::unique_ptr<base::File>(std::make_unique<Opened>(std::make_shared<std::string>()));
  }
  base::Result<void> rename(const std::filesystem::path& from,
                            const std::filesystem::path& to) override {
    files[to.string()] = std::exchange(files[from.string()], nullptr);
    files.erase(from.string());
    return {};
  }
  base::Result<void> remove(const std::filesystem::path& path) override {
    files.erase(path.string());
    return {};
  }
  base::Result<void> create_directories(const std::filesystem::path&) override { return {}; }
  base::Result<void> sync_directory(const std::filesystem::path&) override { return {}; }

 private:
  // Its owners: the disk, which keeps it under its name, and every open file.
  class Opened : public base::File {
   public:
    explicit Opened(std::shared_ptr<std::string> bytes) : bytes_(std::move(bytes)) {}

    base::Result<void> append(std::string_view bytes) override {
      *bytes_ += bytes;
      return {};
    }
    base::Result<std::string> read_at(std::uint64_t offset, std::size_t size) const override {
      return offset < bytes_->size() ? bytes_->substr(static_cast<std::size_t>(offset), size)
                                     : std::string();
    }
    base::Result<void> truncate(std::uint64_t size) override {
      bytes_->resize(static_cast<std::size_t>(size));
      return {};
    }
    base::Result<void> sync() override { return {}; }
    std::uint64_t size() const override { return bytes_->size(); }

   private:
    std::shared_ptr<std::string> bytes_;
  };
};

}  // namespace support
