// A file seen through one contiguous buffer that moves forward: what parsers look ahead in.
// One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/disk.h"
#include "base/error.h"

namespace warc {

class Window {
 public:
  // `file` outlives the window. A pipe must be read from 0.
  explicit Window(const base::File& file);

  // The file's bytes from `offset`: at least `least` of them, fewer only at the end of the file;
  // often more, since they are in memory already. Empty at and behind the end. Valid until the next
  // call. An `offset` in front of the buffer is Errc::invalid unless is_seekable().
  base::Result<std::string_view> view(std::uint64_t offset, std::size_t least);

  // Can view() go back as well as forward?
  bool is_seekable() const { return is_seekable_; }

 private:
  base::Result<void> read_more(std::size_t wanted);

  const base::File& file_;
  bool is_seekable_;
  std::string buffer_;
  std::uint64_t begin_ = 0;  // of buffer_ in the file
  bool at_end_ = false;      // nothing comes behind buffer_
};

}  // namespace warc
