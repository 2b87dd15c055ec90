#include "warc/decoded_stream.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "warc/head_parser.h"

namespace warc {
namespace {

constexpr std::size_t kScan = 1 << 20;
// A header behind which a record is looked for has no extra fields or a few.
constexpr std::size_t kProbe = 4 * 1024;

// Decodes the beginning of what may be a member; enough to see a record's first line.
class Probe {
 public:
  Probe() { ready_ = inflateInit2(&stream_, MAX_WBITS + 16) == Z_OK; }
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;
  ~Probe() {
    if (ready_) inflateEnd(&stream_);
  }

  bool begins_record(std::string_view bytes) {
    if (!ready_ || inflateReset(&stream_) != Z_OK) return false;
    std::array<char, 512> out;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    inflate(&stream_, Z_NO_FLUSH);
    const std::string_view text(out.data(), out.size() - stream_.avail_out);
    return begins_warc_record(text) || begins_arc_record(text);
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

DecodedStream::DecodedStream(const base::File& file, bool is_strict)
    : window_(file), gzip_(window_, is_strict) {}

base::Result<void> DecodedStream::open_member(std::uint64_t offset) {
  open_plain(offset);
  is_gzip_ = true;
  return gzip_.open(offset);
}

void DecodedStream::open_plain(std::uint64_t offset) {
  is_open_ = true;
  is_gzip_ = false;
  begin_ = offset;
  passed_ = 0;
  pending_ = {};
}

base::Result<std::string_view> DecodedStream::view(std::size_t least) {
  if (!is_gzip_) return window_.view(begin_ + passed_, least);
  if (pending_.empty()) {
    auto piece = gzip_.next();
    if (!piece) return piece;
    pending_ = *piece;
  }
  const bool is_all = gzip_.status() != MemberStatus::reading;
  if (pending_.size() >= least || pending_.empty() || is_all) return pending_;
  joined_ = std::string(pending_);
  while (joined_.size() < least) {
    auto piece = gzip_.next();
    if (!piece) return piece;
    if (piece->empty()) break;
    joined_ += *piece;
  }
  pending_ = joined_;
  return pending_;
}

void DecodedStream::skip(std::size_t count) {
  passed_ += count;
  if (is_gzip_) pending_.remove_prefix(count);
}

base::Result<std::uint64_t> DecodedStream::skip_to(
    const std::function<std::size_t(std::string_view, std::size_t)>& find) {
  constexpr std::size_t kPiece = 256 * 1024, kAhead = 64 * 1024;
  std::uint64_t skipped = 0;
  while (true) {
    const auto bytes = view(kPiece);
    if (!bytes) return bytes.error();
    if (bytes->empty()) return skipped;
    // What begins near the end of the piece is seen whole in the next one.
    const std::size_t safe = bytes->size() < kPiece ? bytes->size() : bytes->size() - kAhead;
    const std::size_t at = std::min(find(*bytes, safe), safe);
    skip(at);
    skipped += at;
    if (at < safe) return skipped;
  }
}

base::Result<std::optional<std::uint64_t>> find_member(Window& window, std::uint64_t from) {
  Probe probe;
  while (true) {
    auto bytes = window.view(from, kScan);
    if (!bytes) return bytes.error();
    if (bytes->empty()) return std::optional<std::uint64_t>();
    // Candidates near the end of the piece wait for the next one, which shows more of them.
    const std::size_t safe = bytes->size() < kScan ? bytes->size() : bytes->size() - kProbe;
    std::size_t at = 0;
    while ((at = bytes->find("\x1f\x8b\x08", at)) < safe) {
      const std::string_view candidate = bytes->substr(at, kProbe);
      if (has_gzip_magic(candidate) && probe.begins_record(candidate)) {
        return std::optional<std::uint64_t>(from + at);
      }
      ++at;
    }
    from += safe;
  }
}

}  // namespace warc
