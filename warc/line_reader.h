// The lines of a text file, one after the other, in bounded memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/disk.h"
#include "base/error.h"

namespace warc {

class LineReader {
 public:
  // `file` outlives the reader. Of a line longer than `max_line` the first max_line bytes are given
  // and is_cut() says so.
  LineReader(const base::File& file, std::size_t max_line) : file_(file), max_line_(max_line) {}

  // The next line without LF or CRLF, nothing at the end of the file. Valid until the next call.
  base::Result<std::optional<std::string_view>> next();

  // Where in the file the line just given begins.
  std::uint64_t line_offset() const { return line_offset_; }
  bool is_cut() const { return is_cut_; }
  // The line just given ended with a line end; only the last line of a file may not.
  bool is_terminated() const { return is_terminated_; }

 private:
  // Reads more when nothing is left; false at the end of the file.
  base::Result<bool> has_bytes();

  // Joins a line that lies over the end of the buffer.
  base::Result<std::optional<std::string_view>> next_joined();

  const base::File& file_;
  std::size_t max_line_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t offset_ = 0;  // in the file, behind buffer_
  std::uint64_t line_offset_ = 0;
  std::string line_;  // the line when it is not in buffer_ as a whole
  bool is_cut_ = false, is_terminated_ = false;
};

}  // namespace warc
