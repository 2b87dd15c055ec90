#include <cstdint>
#include <string>

#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/targets.h"
#include "warc/content_coding.h"
#include "warc/gzip_reader.h"

namespace fuzz {
namespace {

constexpr std::uint64_t kEnough = 4 << 20;

struct Read {
  std::string text;
  bool all_good = true, reached_end = false;
};

Read read_members(std::string_view input) {
  const MemoryFile file(input);
  warc::Window window(file);
  warc::GzipReader members(window);
  Read read;
  std::uint64_t at = 0;
  while (at < input.size() && warc::has_gzip_magic(input.substr(at)) && read.all_good &&
         read.text.size() < kEnough) {
    require(members.open(at).has_value(), "memory can be read");
    while (read.text.size() < kEnough) {
      const auto piece = members.next();
      require(piece.has_value(), "memory can be read");
      if (piece->empty()) break;
      read.text += *piece;
    }
    if (read.text.size() >= kEnough) break;
    require(members.status() != warc::MemberStatus::reading, "a member's end has a verdict");
    read.all_good = members.status() == warc::MemberStatus::good;
    require(members.end_offset() <= input.size() && members.end_offset() >= at,
            "a member lies in the file");
    require(!read.all_good || members.end_offset() > at, "a good member has bytes");
    at = members.end_offset();
  }
  read.reached_end = at == input.size() && read.all_good;
  return read;
}

}  // namespace

// Two readers of one format, one on libdeflate where it can be: what the strict one finds whole,
// the tolerant one reads the same.
void gzip_member(std::string_view input) {
  const Read strict = read_members(input);
  if (!strict.reached_end || input.empty()) return;
  const warc::Decoded tolerant = warc::decode_content(input, "gzip");
  const bool is_bomb = tolerant.bytes.size() >= warc::kRatioFreeBytes;
  require(is_bomb || tolerant.bytes == strict.text, "both readers read a whole file the same");
}

}  // namespace fuzz
