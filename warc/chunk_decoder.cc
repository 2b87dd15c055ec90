#include "warc/chunk_decoder.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"

namespace warc {
namespace {

// No body is that long; a larger number is an attack on somebody's signed arithmetic.
constexpr std::uint64_t kMaxChunk = std::uint64_t{1} << 63;

// The size in "  1a ; name=value"; false when there is no hexadecimal number or it is too large.
bool parse_size(std::string_view line, std::uint64_t& size) {
  const std::string_view digits = base::trimmed(line.substr(0, line.find(';')));
  if (digits.empty()) return false;
  size = 0;
  for (const char c : digits) {
    const int value = base::hex_value(c);
    if (value < 0 || size > kMaxChunk / 16) return false;
    size = size * 16 + static_cast<std::uint64_t>(value);
  }
  return size <= kMaxChunk;
}

}  // namespace

bool ChunkDecoder::is_size_line(std::string_view line) {
  std::uint64_t size = 0;
  return parse_size(line, size);
}

ChunkDecoder::State ChunkDecoder::append(std::string_view bytes, std::string& out) {
  while (!bytes.empty() && state_ == State::need_more) {
    if (part_ == Part::data) {
      read_data(bytes, out);
    } else {
      read_line(bytes);
    }
  }
  surplus_bytes_ += bytes.size();
  return state_;
}

void ChunkDecoder::read_data(std::string_view& bytes, std::string& out) {
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(data_left_, bytes.size()));
  out += bytes.substr(0, count);
  bytes.remove_prefix(count);
  data_left_ -= count;
  if (data_left_ == 0) part_ = Part::data_end;
}

void ChunkDecoder::read_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  const std::size_t count = end == std::string_view::npos ? bytes.size() : end + 1;
  const std::size_t limit = part_ == Part::trailer ? kMaxTrailers : kMaxSizeLine;
  const std::size_t so_far = line_.size() + (part_ == Part::trailer ? trailer_bytes_ : 0);
  if (so_far + count > limit) {
    return fail(part_ == Part::trailer ? "trailers are longer than 64 KiB"
                                       : "chunk size line is longer than 4 KiB");
  }
  line_ += bytes.substr(0, count);
  bytes.remove_prefix(count);
  if (end == std::string_view::npos) return;
  line_.pop_back();
  if (line_.ends_with('\r')) line_.pop_back();
  end_line();
  line_.clear();
}

void ChunkDecoder::end_line() {
  switch (part_) {
    case Part::size_line: return end_size_line();
    case Part::data_end:
      if (!line_.empty()) return fail("chunk data is not followed by a line end");
      part_ = Part::size_line;
      return;
    case Part::trailer:
      if (line_.empty()) {
        state_ = State::done;
        return;
      }
      ++trailers_;
      trailer_bytes_ += line_.size() + 2;
      return;
    case Part::data: return;
  }
}

void ChunkDecoder::end_size_line() {
  if (!parse_size(line_, data_left_)) {
    return fail("bad chunk size \"" + base::printable(line_.substr(0, 40)) + "\"");
  }
  saw_last_chunk_ = data_left_ == 0;
  part_ = saw_last_chunk_ ? Part::trailer : Part::data;
}

void ChunkDecoder::fail(std::string reason) {
  state_ = State::faulty;
  fault_ = std::move(reason);
}

}  // namespace warc
