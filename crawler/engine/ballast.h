// Space kept back for the end. A crawl that fills the disk must still be able to close its files
// and write the index; so a file of zeros holds that much, and is removed when the end has come.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/disk.h"
#include "base/error.h"

namespace crawler::engine {

class Ballast {
 public:
  Ballast(base::Disk& disk, std::filesystem::path file) : disk_(disk), path_(std::move(file)) {}

  // At least `bytes` are held afterwards. Errors: the disk is full already.
  base::Result<void> hold(std::uint64_t bytes);

  // Gives the space back. Nothing to do when none is held.
  void release();

 private:
  base::Disk& disk_;
  std::filesystem::path path_;
  std::unique_ptr<base::File> file_;
};

}  // namespace crawler::engine
