// Takes the chunk framing off a message body (RFC 9112 section 7.1), piece by piece as it arrives.
// As tolerant as browsers are: bare LF ends a line, blanks may surround the size, chunk extensions
// are skipped. Bounded: a size line has at most 4 KiB, the trailers together at most 64 KiB.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace warc {

class ChunkDecoder {
 public:
  enum class State { need_more, done, faulty };

  static constexpr std::size_t kMaxSizeLine = 4 * 1024;
  static constexpr std::size_t kMaxTrailers = 64 * 1024;

  // Is `line`, without its line end, a chunk size line: "1a", " 1A ; name=value"?
  static bool is_size_line(std::string_view line);

  // Decodes `bytes` and appends the body's bytes to `out`, at most bytes.size() of them. Once done
  // or faulty, everything that still comes is only counted as surplus.
  State append(std::string_view bytes, std::string& out);

  State state() const { return state_; }
  // One sentence in lower case when faulty, otherwise empty.
  const std::string& fault() const { return fault_; }
  // The last chunk was seen: the body is whole, even when the trailers behind it are not.
  bool body_is_complete() const { return saw_last_chunk_; }
  // Trailer lines dropped (formats section 1.1: no reader expects them in a stored body).
  std::uint64_t trailers() const { return trailers_; }
  // Bytes after the end of the body, or after the fault.
  std::uint64_t surplus_bytes() const { return surplus_bytes_; }

 private:
  enum class Part { size_line, data, data_end, trailer };

  void read_data(std::string_view& bytes, std::string& out);
  void read_line(std::string_view& bytes);
  void end_line();
  void end_size_line();
  void fail(std::string reason);

  State state_ = State::need_more;
  Part part_ = Part::size_line;
  std::string line_;             // of the current line, without its LF
  std::uint64_t data_left_ = 0;  // of the current chunk
  std::uint64_t trailers_ = 0;
  std::size_t trailer_bytes_ = 0;
  std::uint64_t surplus_bytes_ = 0;
  bool saw_last_chunk_ = false;
  std::string fault_;
};

}  // namespace warc
