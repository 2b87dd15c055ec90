// The file mend_file() writes. It comes into being with the first byte that is not where it was in
// the damaged file: of a file that is whole there is no second one. One thread. Private to mend.cc.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/disk.h"
#include "base/error.h"
#include "warc/block.h"

namespace warc::mend {

class Output {
 public:
  // `disk` and `source` outlive this.
  Output(base::Disk& disk, const base::File& source, std::filesystem::path path);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  // Removes what was written unless commit() has named it.
  ~Output();

  // The bytes [begin, end) of the source. Written later, with their neighbours.
  base::Result<void> copy(std::uint64_t begin, std::uint64_t end);
  base::Result<void> append(std::string_view bytes);
  base::Result<void> append(const Block& block);

  const std::filesystem::path& path() const { return path_; }

  // Everything so far is synced and gets its name. Never replaces a file (Errc::refused).
  base::Result<void> commit();

 private:
  std::filesystem::path temporary() const { return path_.string() + ".tmp"; }
  base::Result<void> open();
  base::Result<void> flush();

  base::Disk& disk_;
  const base::File& source_;
  std::filesystem::path path_;
  std::unique_ptr<base::File> file_;
  std::uint64_t copy_begin_ = 0, copy_end_ = 0;  // of the source, not yet written
};

// Errc::refused when there is something at `path` already.
base::Result<void> refuse_existing(base::Disk& disk, const std::filesystem::path& path);

}  // namespace warc::mend
