#include "warc/gzip_reader.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <new>

namespace warc {
namespace {

constexpr std::size_t kFixedHeader = 10;
constexpr std::size_t kTrailer = 8;
// File names and comments end with NUL; who writes longer ones means harm.
constexpr std::size_t kMaxText = 64 * 1024;
constexpr std::size_t kMaxHeader = kFixedHeader + 2 + 0xffff + 2 * kMaxText + 2;
constexpr unsigned kHeaderCrc = 2, kExtra = 4, kName = 8, kComment = 16, kReserved = 0xe0;

// What libdeflate is given in one piece, compressed and decoded; larger members go through zlib.
constexpr std::size_t kMaxWhole = 1 << 20;
constexpr std::size_t kFirstOutput = 1 << 20, kMaxOutput = 8 << 20;
constexpr std::size_t kPiece = 256 * 1024;

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t number = 0;
  while (size-- > 0) number = number << 8 | byte_at(bytes, at + size);
  return number;
}

// The length of the header in front of `bytes`; 0 when it is faulty, npos when it goes on.
std::size_t header_length(std::string_view bytes) {
  constexpr std::size_t kMore = std::string_view::npos;
  if (bytes.size() < kFixedHeader) return has_gzip_magic(bytes) ? kMore : 0;
  if (!has_gzip_magic(bytes)) return 0;
  const unsigned flags = byte_at(bytes, 3);
  std::size_t at = kFixedHeader;
  if ((flags & kExtra) != 0) {
    if (bytes.size() < at + 2) return kMore;
    at += 2 + number_at(bytes, at, 2);
  }
  for (const unsigned text : {kName, kComment}) {
    if ((flags & text) == 0) continue;
    if (at > bytes.size()) return kMore;
    const std::size_t end = bytes.substr(at, kMaxText).find('\0');
    if (end == std::string_view::npos) return bytes.size() - at < kMaxText ? kMore : 0;
    at += end + 1;
  }
  if ((flags & kHeaderCrc) != 0) {
    if (bytes.size() < at + 2) return kMore;
    if ((libdeflate_crc32(0, bytes.data(), at) & 0xffff) != number_at(bytes, at, 2)) return 0;
    at += 2;
  }
  return at <= bytes.size() ? at : kMore;
}

}  // namespace

// The two decoders: libdeflate for what lies in memory whole, at two to three times the speed of
// zlib, which can stop anywhere.
class GzipReader::Inflate {
 public:
  Inflate() : whole_(libdeflate_alloc_decompressor()) {
    if (whole_ == nullptr || inflateInit2(&stream_, -MAX_WBITS) != Z_OK) {
      libdeflate_free_decompressor(whole_);
      throw std::bad_alloc();
    }
  }
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;
  ~Inflate() {
    inflateEnd(&stream_);
    libdeflate_free_decompressor(whole_);
  }

  libdeflate_result whole(std::string_view in, std::string& out, std::size_t& used,
                          std::size_t& made) {
    return libdeflate_deflate_decompress_ex(whole_, in.data(), in.size(), out.data(), out.size(),
                                            &used, &made);
  }

  void restart() { inflateReset(&stream_); }

  // Fills `out` from `in`: zlib's code, with what was used and made.
  int piece(std::string_view in, std::string& out, std::size_t& used, std::size_t& made) {
    // zlib never writes to its input; the field is not const for historical reasons.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream_.avail_in = static_cast<uInt>(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    const int code = inflate(&stream_, Z_NO_FLUSH);
    used = in.size() - stream_.avail_in;
    made = out.size() - stream_.avail_out;
    return code;
  }

 private:
  libdeflate_decompressor* whole_;
  z_stream stream_{};
};

bool has_gzip_magic(std::string_view bytes) {
  constexpr std::string_view kMagic = "\x1f\x8b\x08";
  const std::size_t known = std::min(bytes.size(), kMagic.size());
  if (bytes.substr(0, known) != kMagic.substr(0, known)) return false;
  return bytes.size() < 4 || (byte_at(bytes, 3) & kReserved) == 0;
}

GzipReader::GzipReader(Window& window, bool is_strict)
    : window_(window), inflate_(std::make_unique<Inflate>()), is_strict_(is_strict) {}
GzipReader::~GzipReader() = default;

base::Result<void> GzipReader::open(std::uint64_t offset) {
  status_ = MemberStatus::reading;
  is_fresh_ = true;
  is_done_ = false;
  crc_ = length_ = 0;
  at_ = offset;
  return read_header(offset);
}

base::Result<void> GzipReader::read_header(std::uint64_t offset) {
  auto bytes = window_.view(offset, kMaxWhole);
  if (!bytes) return bytes.error();
  const std::size_t length = header_length(bytes->substr(0, kMaxHeader));
  if (length != 0 && length != std::string_view::npos) {
    at_ = offset + length;
    return {};
  }
  status_ = length == 0 ? MemberStatus::bad_header : MemberStatus::cut;
  if (status_ == MemberStatus::cut) at_ += bytes->size();
  return {};
}

void GzipReader::count(std::string_view decoded) {
  crc_ = libdeflate_crc32(crc_, decoded.data(), decoded.size());
  length_ += static_cast<std::uint32_t>(decoded.size());
}

base::Result<std::string_view> GzipReader::next() {
  if (status_ != MemberStatus::reading) return std::string_view();
  if (is_done_) {
    if (auto read = read_trailer(); !read) return read.error();
    return std::string_view();
  }
  if (is_fresh_) {
    is_fresh_ = false;
    if (!is_strict_) {
      auto whole = inflate_whole();
      if (!whole || is_done_) return whole;
    }
    inflate_->restart();
  }
  return inflate_piece();
}

// is_done_ afterwards when that was all of the member's data; else nothing has happened.
base::Result<std::string_view> GzipReader::inflate_whole() {
  auto bytes = window_.view(at_, kMaxWhole);
  if (!bytes) return bytes;
  if (out_.size() < kFirstOutput) out_.resize(kFirstOutput);
  std::size_t used = 0, made = 0;
  libdeflate_result result = inflate_->whole(*bytes, out_, used, made);
  while (result == LIBDEFLATE_INSUFFICIENT_SPACE && out_.size() < kMaxOutput) {
    out_.resize(out_.size() * 8);
    result = inflate_->whole(*bytes, out_, used, made);
  }
  if (result != LIBDEFLATE_SUCCESS) return std::string_view();
  at_ += used;
  is_done_ = true;
  const std::string_view decoded = std::string_view(out_).substr(0, made);
  count(decoded);
  if (!decoded.empty()) return decoded;
  if (auto read = read_trailer(); !read) return read.error();
  return decoded;
}

base::Result<std::string_view> GzipReader::inflate_piece() {
  if (out_.size() < kPiece) out_.resize(kPiece);
  while (true) {
    auto bytes = window_.view(at_, 1);
    if (!bytes) return bytes;
    std::size_t used = 0, made = 0;
    const int code = inflate_->piece(*bytes, out_, used, made);
    at_ += used;
    const std::string_view decoded = std::string_view(out_).substr(0, made);
    count(decoded);
    is_done_ = code == Z_STREAM_END;
    if (bytes->empty() && made == 0 && !is_done_) status_ = MemberStatus::cut;
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
      status_ = MemberStatus::damaged;
    }
    if (!decoded.empty()) return decoded;
    if (status_ != MemberStatus::reading) return std::string_view();
    if (!is_done_) continue;
    if (auto read = read_trailer(); !read) return read.error();
    return std::string_view();
  }
}

base::Result<void> GzipReader::read_trailer() {
  const auto bytes = window_.view(at_, kTrailer);
  if (!bytes) return bytes.error();
  if (bytes->size() < kTrailer) {
    at_ += bytes->size();
    status_ = MemberStatus::cut;
    return {};
  }
  at_ += kTrailer;
  if (number_at(*bytes, 0, 4) != crc_) {
    status_ = MemberStatus::bad_crc;
  } else {
    status_ = number_at(*bytes, 4, 4) == length_ ? MemberStatus::good : MemberStatus::bad_length;
  }
  return {};
}

}  // namespace warc
