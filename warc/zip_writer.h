// Writes a ZIP file of stored entries (PKWARE APPNOTE 6.3.9), for WACZ. Sizes and CRC stand in the
// local headers, and there is no extra field as long as an entry lies below 4 GiB and is smaller:
// a reader that fetches ranges then knows from the directory alone where the content begins, while
// any extra field costs it one request of 30 bytes for each file (formats Z-11, 5.2). Beyond 4 GiB
// the ZIP64 field is written, where the format wants it. The central directory is the end of the
// file.
//
// One thread at a time.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "warc/block.h"
#include "warc/replacement.h"

namespace warc {

class ZipWriter {
 public:
  // `out` is empty, outlives the writer and is committed by the caller after finish(). Entries are
  // dated `time` in UTC, as DOS times have no zone, with two seconds' precision, from 1980 to 2107.
  ZipWriter(Replacement& out, base::Timestamp time);

  // Stores `content` as `name`, 1 to 65,535 bytes of UTF-8. Reads it twice: the header in front
  // holds its CRC. `also`, when given, sees all bytes once, in order, as they are written.
  // Errc::invalid for a name that is empty, too long or used before, and for content that was
  // another the second time. After a failure the file is of no use.
  base::Result<void> add(const std::string& name, const Block& content,
                         const Block::Sink& also = {});

  // The central directory. Nothing may follow.
  base::Result<void> finish();

 private:
  struct Entry {
    std::string name;
    std::uint64_t offset = 0, size = 0;
    std::uint32_t crc = 0;
  };
  base::Result<void> put(std::string_view bytes);
  void append_common(std::string& out, const Entry& entry, unsigned version) const;
  std::string local_header(const Entry& entry) const;
  std::string central_header(const Entry& entry) const;
  std::string end_records(std::uint64_t directory_offset) const;

  Replacement& out_;
  std::uint64_t dos_time_;
  std::uint64_t offset_ = 0;
  std::vector<Entry> entries_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace warc
