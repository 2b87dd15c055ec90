#include "warc/block.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace warc {
namespace {

constexpr std::uint64_t kReadBytes = 1 << 20;

base::Result<void> read_slice(const base::File& file, std::uint64_t offset, std::uint64_t length,
                              const Block::Sink& sink) {
  while (length > 0) {
    const auto wanted = static_cast<std::size_t>(std::min(length, kReadBytes));
    auto bytes = file.read_at(offset, wanted);
    if (!bytes) return bytes.error();
    if (bytes->size() != wanted) {
      return base::fail(base::Errc::truncated,
                        fmt::format("temporary file ends at {}, wanted {} bytes from {}",
                                    offset + bytes->size(), wanted, offset));
    }
    if (auto taken = sink(*bytes); !taken) return taken;
    offset += wanted;
    length -= wanted;
  }
  return {};
}

}  // namespace

Block::Block(std::string bytes) { append(std::move(bytes)); }

Block::Block(std::shared_ptr<const base::File> file, std::uint64_t offset, std::uint64_t length) {
  if (length == 0) return;
  pieces_.push_back({nullptr, std::move(file), offset, length});
  size_ = length;
}

void Block::append(std::string bytes) {
  if (bytes.empty()) return;
  const std::uint64_t length = bytes.size();
  pieces_.push_back({std::make_shared<const std::string>(std::move(bytes)), nullptr, 0, length});
  size_ += length;
}

void Block::append(const Block& other) {
  // By index and count: `other` may be this block.
  const std::size_t count = other.pieces_.size();
  pieces_.reserve(pieces_.size() + count);
  for (std::size_t i = 0; i < count; ++i) pieces_.push_back(other.pieces_[i]);
  size_ += other.size_;
}

base::Result<void> Block::for_each_chunk(const Sink& sink) const {
  for (const Piece& piece : pieces_) {
    auto read = piece.memory ? sink(*piece.memory)
                             : read_slice(*piece.file, piece.offset, piece.length, sink);
    if (!read) return read;
  }
  return {};
}

base::Result<std::string> Block::read(std::uint64_t offset, std::uint64_t length) const {
  std::string all;
  all.reserve(static_cast<std::size_t>(std::min(length, size_ - std::min(offset, size_))));
  for (const Piece& piece : pieces_) {
    const std::uint64_t skipped = std::min(offset, piece.length);
    const std::uint64_t wanted = std::min(piece.length - skipped, length - all.size());
    offset -= skipped;
    if (wanted == 0) continue;
    if (piece.memory) {
      all.append(*piece.memory, static_cast<std::size_t>(skipped),
                 static_cast<std::size_t>(wanted));
      continue;
    }
    const auto take = [&all](std::string_view bytes) -> base::Result<void> {
      all += bytes;
      return {};
    };
    auto read = read_slice(*piece.file, piece.offset + skipped, wanted, take);
    if (!read) return read.error();
  }
  return all;
}

base::Result<std::string> Block::to_string(std::uint64_t limit) const { return read(0, limit); }

}  // namespace warc
