// The folder beside a package where `varve pack` keeps what it needs on the way: converted archives
// may be as large as the package, and where the package goes there is room.
#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "base/error.h"

namespace crawler::cli {

class ScratchFolder {
 public:
  // Makes ".NAME.parts" for the package NAME; what a run that was stopped left in it goes.
  // Errc::refused while another run is writing the same package.
  static base::Result<std::unique_ptr<ScratchFolder>> open(const std::filesystem::path& package);
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  // Removes it with all that is in it.
  ~ScratchFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  ScratchFolder(std::filesystem::path path, int descriptor)
      : path_(std::move(path)), descriptor_(descriptor) {}

  const std::filesystem::path path_;
  const int descriptor_;  // holds the lock
};

}  // namespace crawler::cli
