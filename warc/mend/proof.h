// Looks at a record once more, where its length or its gzip member does not vouch for it. One
// thread. Private to mend.cc.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/disk.h"
#include "base/error.h"
#include "warc/block.h"
#include "warc/gzip_reader.h"
#include "warc/record_head.h"

namespace warc::mend {

// Does the record say a digest of its block that we can compute?
bool has_block_digest(const RecordHead& head);
// Is `block` what it was computed of?
base::Result<bool> agrees_with_digest(const RecordHead& head, const Block& block);

// `text` is what follows the header of a record up to the next one. How many bytes of it are the
// block, as the digest proves whatever Content-Length says; nothing when it proves none.
base::Result<std::optional<std::uint64_t>> proven_length(const RecordHead& head, const Block& text);

// The gzip members of a file, read for a second time.
class MemberText {
 public:
  // `file` and `disk` outlive this.
  MemberText(const base::File& file, base::Disk& disk, std::filesystem::path spool_directory,
             std::uint64_t memory_limit);

  // How the member at `offset` ends. Remembers the last answer.
  base::Result<MemberStatus> status_of(std::uint64_t offset);

  // Can zlib read the member at `offset` to a good end? It refuses some compressed data that is
  // whole to others (see ReaderOptions::is_strict), and most readers are built on it.
  base::Result<bool> is_good_for_zlib(std::uint64_t offset);

  // At most `limit` decoded bytes of the member at `offset` from the byte `from` on, as far as it
  // can be read.
  base::Result<Block> text(std::uint64_t offset, std::uint64_t from, std::uint64_t limit);

 private:
  base::Disk& disk_;
  std::filesystem::path spool_directory_;
  std::uint64_t memory_limit_;
  Window window_;
  GzipReader gzip_, zlib_;
  std::optional<std::uint64_t> known_offset_;
  MemberStatus known_status_ = MemberStatus::reading;
};

}  // namespace warc::mend
