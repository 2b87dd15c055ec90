// Reads the directory of a ZIP file somebody else made (PKWARE APPNOTE 6.3.9 with ZIP64) and its
// entries in any order: a WARC inside a WACZ is read where it lies. libarchive reads ZIP files from
// front to back and does not tell where an entry's bytes are, hence this.
//
// Strict where readers differ and an attacker could profit: the directory must be exactly as long
// and as full as the end record says, the end record must end the file, names may not repeat, and
// an entry's local header must agree with the directory. Not read: encrypted entries, files in
// several parts, ZIP files with something in front. Names are text to look up, never paths.
//
// One thread at a time, as for the base::File below.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "warc/block.h"

namespace warc {

struct ZipEntry {
  static constexpr unsigned kStored = 0, kDeflated = 8;

  std::string name;                 // as it stands in the file, any bytes
  std::uint64_t header_offset = 0;  // of the local header, in front of the content
  std::uint64_t stored_size = 0;    // bytes in the file
  std::uint64_t size = 0;           // bytes of content; the same when stored
  std::uint32_t crc = 0;
  unsigned method = kStored, flags = 0;

  bool is_stored() const { return method == kStored; }
};

struct ZipLimits {
  // The directory is read whole and takes about twice its size in memory. 64 MiB are 600,000
  // entries of a WACZ; the largest known to us have thousands.
  std::uint64_t max_directory_bytes = 64 << 20;
};

class ZipReader {
 public:
  // Reads the directory. Errc::truncated when the file begins as a ZIP file but has no end record,
  // Errc::invalid for every other fault of the directory, Errc::too_large beyond the limit.
  // The owners of `file` are this reader, and the blocks and files it gives out.
  static base::Result<ZipReader> open(std::shared_ptr<const base::File> file,
                                      const ZipLimits& limits = {});

  // In the order of the directory. Valid as long as the reader.
  const std::vector<ZipEntry>& entries() const { return entries_; }
  // nullptr when there is none.
  const ZipEntry* find(std::string_view name) const;

  // Where the content of `entry`, one of entries(), begins. Reads and checks the local header.
  base::Result<std::uint64_t> data_offset(const ZipEntry& entry) const;

  // The content of a stored entry, not yet read; Errc::invalid when it is compressed. The CRC is
  // not checked.
  base::Result<Block> stored(const ZipEntry& entry) const;
  // The same as a file that can be read only.
  base::Result<std::unique_ptr<base::File>> open_stored(const ZipEntry& entry) const;

  // The content of a stored or deflated entry with its CRC and size checked. Errc::too_large when
  // it says it has more than `limit` bytes, or 1 GiB; it never grows beyond what it says.
  base::Result<std::string> read(const ZipEntry& entry, std::uint64_t limit) const;

 private:
  ZipReader(std::shared_ptr<const base::File> file, std::uint64_t directory_offset,
            std::vector<ZipEntry> entries);

  std::shared_ptr<const base::File> file_;
  std::uint64_t directory_offset_;  // no content lies behind it
  std::vector<ZipEntry> entries_;
  std::vector<std::uint32_t> by_name_;  // places in entries_
};

}  // namespace warc
