// A file written beside the one it will replace: readers see the old file or the new one, never
// half of one. base::write_atomically() for content that is too large to have in hand at once.
// One thread at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/disk.h"
#include "base/error.h"

namespace warc {

class Replacement {
 public:
  // Writes into PATH.tmp, emptying it when it exists. `disk` outlives the replacement.
  static base::Result<std::unique_ptr<Replacement>> open(base::Disk& disk,
                                                         const std::filesystem::path& path);
  Replacement(const Replacement&) = delete;
  Replacement& operator=(const Replacement&) = delete;
  // Removes the temporary file unless commit() has renamed it.
  ~Replacement();

  base::Result<void> append(std::string_view bytes);

  // Syncs, renames onto the path and syncs the directory. Nothing may follow.
  base::Result<void> commit();

 private:
  Replacement(base::Disk& disk, std::filesystem::path path, std::unique_ptr<base::File> file);
  std::filesystem::path temporary() const { return path_.string() + ".tmp"; }
  base::Result<void> flush();

  base::Disk& disk_;
  std::filesystem::path path_;
  std::unique_ptr<base::File> file_;
  std::string buffer_;
};

}  // namespace warc
