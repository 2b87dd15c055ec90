// The content of a record: a sequence of byte pieces, each in memory or in a temporary file. A body
// larger than memory and the head in front of it are one Block without copying either.
//
// A Block is a value; copies share their pieces. Pieces in memory are never changed, so copies may
// be read from several threads; copies that share a spooled piece are read by one thread at a time
// (base::File).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/error.h"

namespace warc {

class Block {
 public:
  Block() = default;
  explicit Block(std::string bytes);
  // `length` bytes of `file` from `offset`. The owners are this block, its copies and whoever else
  // takes slices of the same file; the last one closes it.
  Block(std::shared_ptr<const base::File> file, std::uint64_t offset, std::uint64_t length);

  // Empty pieces are not kept.
  void append(std::string bytes);
  void append(const Block& other);

  std::uint64_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  // All bytes in order: pieces in memory whole, file slices in reads of at most 1 MiB. The view is
  // valid during the call only. Stops at the first error of `sink`, or when a slice is shorter
  // than it should be (Errc::truncated).
  using Sink = std::function<base::Result<void>(std::string_view)>;
  base::Result<void> for_each_chunk(const Sink& sink) const;

  // `length` bytes from `offset`, or fewer where the block ends. Reads nothing else of a file.
  base::Result<std::string> read(std::uint64_t offset, std::uint64_t length) const;

  // The first `limit` bytes, or all when there are fewer.
  base::Result<std::string> to_string(std::uint64_t limit) const;

 private:
  // Exactly one of the two owners is set. Shared by the copies of a block, which are many: a
  // response's block holds the pieces of the body it was made from.
  struct Piece {
    std::shared_ptr<const std::string> memory;
    std::shared_ptr<const base::File> file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
  };

  std::vector<Piece> pieces_;
  std::uint64_t size_ = 0;
};

}  // namespace warc
