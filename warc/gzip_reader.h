// One gzip member after the other (RFC 1952), from any offset of a file, in bounded memory. Checks
// everything a member says of itself and stops exactly where it ends, which zlib's own gzip reading
// does not tell after a fault. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "warc/window.h"

namespace warc {

enum class MemberStatus {
  reading,
  good,
  bad_crc,     // decoded to its end, but the bytes are not those that were compressed
  bad_length,  // likewise, by the length in its trailer
  bad_header,  // a flag or method no reader knows, a wrong header check, a name without end
  damaged,     // the compressed data makes no sense from some byte on
  cut,         // the file ends in it
};

class GzipReader {
 public:
  // `window` outlives the reader and may be used between its calls.
  // `is_strict`: see ReaderOptions.
  explicit GzipReader(Window& window, bool is_strict = false);
  GzipReader(const GzipReader&) = delete;
  GzipReader& operator=(const GzipReader&) = delete;
  ~GzipReader();

  // Begins the member at `offset`, which starts with the magic number (see has_gzip_magic()).
  base::Result<void> open(std::uint64_t offset);

  // The next decoded bytes, empty at the member's end. A small member comes whole. Valid until the
  // next call of open() or next().
  base::Result<std::string_view> next();

  // `reading` until next() has given its last bytes.
  MemberStatus status() const { return status_; }
  // The first byte behind the member; where it could not be read further when it is not good.
  std::uint64_t end_offset() const { return at_; }

 private:
  class Inflate;

  base::Result<std::string_view> inflate_whole();
  base::Result<std::string_view> inflate_piece();
  base::Result<void> read_header(std::uint64_t offset);
  base::Result<void> read_trailer();
  void count(std::string_view decoded);

  Window& window_;
  std::unique_ptr<Inflate> inflate_;
  std::string out_;
  std::uint64_t at_ = 0;
  std::uint32_t crc_ = 0, length_ = 0;  // of what was decoded, as the trailer counts
  const bool is_strict_;
  bool is_fresh_ = false, is_done_ = true;
  MemberStatus status_ = MemberStatus::cut;
};

// Do `bytes` begin as a member does: 1f 8b, method deflate, no reserved flag? Of a prefix that is
// too short to tell, too.
bool has_gzip_magic(std::string_view bytes);

}  // namespace warc
