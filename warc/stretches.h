// Which stretch of an archive file comes next (see decoded_stream.h), and what is wrong with the
// members and with the bytes between them. Private to reader.cc. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/disk.h"
#include "base/error.h"
#include "warc/decoded_stream.h"
#include "warc/finding.h"

namespace warc {

class Stretches {
 public:
  // `file` and `report` outlive this.
  Stretches(const base::File& file, std::uint64_t start_offset, bool is_strict,
            const FindingSink& report);

  // Opens the next stretch; false when the file has no more. Bytes that are no member are passed
  // over and reported.
  base::Result<bool> open_next();

  // The open stretch is read to its end: says what is wrong with it and finds out where to go on.
  base::Result<void> close();

  DecodedStream& stream() { return stream_; }
  const DecodedStream& stream() const { return stream_; }
  bool is_gzip_file() const { return is_gzip_file_; }

  // May `bytes` of the file be read once more? No for a pipe, and when hostile lengths have made us
  // read too much again already.
  bool take_rescan(std::uint64_t bytes);

  void error(std::uint64_t offset, std::string_view code, std::string message,
             std::uint64_t skipped = 0) const;

 private:
  base::Result<bool> open_first(std::string_view bytes);
  base::Result<bool> is_damaged_gzip();
  base::Result<bool> skip_garbage(std::string_view bytes);
  base::Result<std::uint64_t> next_member_or_end(std::uint64_t from);

  DecodedStream stream_;
  const FindingSink& report_;
  std::uint64_t next_offset_;
  std::uint64_t rescan_left_;
  bool is_first_ = true;
  bool is_gzip_file_ = false;
};

}  // namespace warc
