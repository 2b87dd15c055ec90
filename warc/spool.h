// Collects bytes of unknown number: the first `memory_limit` of them in memory, the rest in one
// nameless temporary file. This is what bounds the memory of a capture whatever is served.
// One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/disk.h"
#include "warc/block.h"

namespace warc {

class Spool {
 public:
  // `disk` outlives the spool. `directory` must exist when more than `memory_limit` bytes come.
  Spool(base::Disk& disk, std::filesystem::path directory, std::uint64_t memory_limit);

  // Keeps all of `bytes` or fails. After a failure (disk full) what came before is still there and
  // take() gives it; every later append fails with the same error.
  base::Result<void> append(std::string_view bytes);

  // Bytes kept so far.
  std::uint64_t size() const { return memory_.size() + file_bytes_; }

  // Everything kept; the spool is empty and usable again afterwards.
  Block take();

 private:
  base::Result<void> append_to_file(std::string_view bytes);

  base::Disk& disk_;
  std::filesystem::path directory_;
  std::uint64_t memory_limit_;
  std::string memory_;
  std::unique_ptr<base::File> file_;
  std::uint64_t file_bytes_ = 0;
  std::optional<base::Error> failure_;
};

}  // namespace warc
