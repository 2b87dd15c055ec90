// The decoded bytes of an archive file, stretch by stretch: a stretch is one gzip member, or all of
// a plain file from some byte on. Private to reader.cc. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/disk.h"
#include "base/error.h"
#include "warc/gzip_reader.h"
#include "warc/window.h"

namespace warc {

class DecodedStream {
 public:
  // `file` outlives the stream. No stretch is open yet.
  DecodedStream(const base::File& file, bool is_strict);

  Window& window() { return window_; }

  base::Result<void> open_member(std::uint64_t offset);
  void open_plain(std::uint64_t offset);
  void close() { is_open_ = false; }
  bool is_open() const { return is_open_; }
  bool is_gzip() const { return is_gzip_; }

  // The unread bytes of the stretch: at least `least`, fewer only at its end. Valid until the next
  // call.
  base::Result<std::string_view> view(std::size_t least);
  // Passes over `count` bytes, at most as many as view() gave.
  void skip(std::size_t count);

  // Passes over bytes up to the place `find` gives, or to the end of the stretch; says how many.
  // find(bytes, end) looks for a place below `end`, and may look 64 KiB ahead of it.
  base::Result<std::uint64_t> skip_to(
      const std::function<std::size_t(std::string_view bytes, std::size_t end)>& find);

  // Where the stretch begins in the file, and how many decoded bytes of it are passed.
  std::uint64_t begin() const { return begin_; }
  std::uint64_t passed() const { return passed_; }
  // Of a plain stretch: the next byte in the file. Of a member read to its end: the byte behind.
  std::uint64_t next_offset() const { return is_gzip_ ? gzip_.end_offset() : begin_ + passed_; }
  MemberStatus status() const { return gzip_.status(); }

 private:
  Window window_;
  GzipReader gzip_;
  bool is_open_ = false, is_gzip_ = false;
  std::uint64_t begin_ = 0, passed_ = 0;
  std::string_view pending_;  // decoded and not passed: of gzip_ or of joined_
  std::string joined_;        // what view() had to put together
};

// The first offset at or behind `from` where a gzip member begins whose content starts as a WARC or
// ARC record; nothing when there is none. Linear in the bytes passed over.
base::Result<std::optional<std::uint64_t>> find_member(Window& window, std::uint64_t from);

}  // namespace warc
