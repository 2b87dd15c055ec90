#include "warc/gzip_member.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <vector>

#include <fmt/format.h>

#include "warc/spool.h"

namespace warc {
namespace {

constexpr int kGzipWindow = 15 + 16;  // the largest window, gzip framing
constexpr int kUnknownOs = 255;       // libdeflate writes the same
constexpr std::size_t kOutputBytes = 64 * 1024;
constexpr std::size_t kMaxInput = 1 << 30;  // zlib counts in unsigned int

// One z_stream writing into a spool.
class Deflater {
 public:
  explicit Deflater(Spool& out) : out_(out), buffer_(kOutputBytes) {}
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater() {
    if (open_) deflateEnd(&stream_);
  }

  base::Result<void> start(int level) {
    if (const int code =
            deflateInit2(&stream_, level, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY);
        code != Z_OK) {
      return zlib_error("deflateInit2", code);
    }
    open_ = true;
    header_.os = kUnknownOs;
    if (const int code = deflateSetHeader(&stream_, &header_); code != Z_OK) {
      return zlib_error("deflateSetHeader", code);
    }
    return {};
  }

  base::Result<void> write(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t count = std::min(bytes.size(), kMaxInput);
      if (auto run = deflate_all(bytes.substr(0, count), Z_NO_FLUSH); !run) return run;
      bytes.remove_prefix(count);
    }
    return {};
  }

  base::Result<void> finish() { return deflate_all({}, Z_FINISH); }

 private:
  static base::Error zlib_error(const char* what, int code) {
    return base::fail(base::Errc::io, fmt::format("{}: zlib error {}", what, code));
  }

  base::Result<void> deflate_all(std::string_view bytes, int flush) {
    // zlib never writes to its input; the field is not const for historical reasons.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    int code = Z_OK;
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
      stream_.avail_out = static_cast<uInt>(buffer_.size());
      code = deflate(&stream_, flush);
      if (code == Z_STREAM_ERROR) return zlib_error("deflate", code);
      const std::size_t produced = buffer_.size() - stream_.avail_out;
      if (auto kept = out_.append({buffer_.data(), produced}); !kept) return kept;
    } while (stream_.avail_out == 0 || (flush == Z_FINISH && code != Z_STREAM_END));
    return {};
  }

  Spool& out_;
  std::vector<char> buffer_;
  z_stream stream_{};
  gz_header header_{};
  bool open_ = false;
};

constexpr int kMaxLevel = 12;
constexpr int kMaxZlibLevel = 9;
// What is compressed in one piece: nearly every record of a crawl, and still no burden on memory.
constexpr std::uint64_t kMaxWhole = 8 << 20;

struct CompressorDeleter {
  void operator()(libdeflate_compressor* c) const noexcept { libdeflate_free_compressor(c); }
};

// Kept for the thread's life: making one costs more than compressing a small record.
libdeflate_compressor* compressor_for(int level) {
  thread_local std::array<std::unique_ptr<libdeflate_compressor, CompressorDeleter>, kMaxLevel + 1>
      compressors;
  auto& compressor = compressors[static_cast<std::size_t>(level)];
  if (!compressor) compressor.reset(libdeflate_alloc_compressor(level));
  if (!compressor) throw std::bad_alloc();
  return compressor.get();
}

// libdeflate packs as zlib does in half the time, but wants its input in one piece.
base::Result<Block> encode_whole(std::string header, const Block& block, int level) {
  std::string text = std::move(header);
  const auto add = [&text](std::string_view bytes) -> base::Result<void> {
    text += bytes;
    return {};
  };
  if (const auto read = block.for_each_chunk(add); !read) return read.error();
  text += kRecordEnd;
  libdeflate_compressor* const compressor = compressor_for(level);
  std::string member(libdeflate_gzip_compress_bound(compressor, text.size()), '\0');
  member.resize(
      libdeflate_gzip_compress(compressor, text.data(), text.size(), member.data(), member.size()));
  if (member.empty()) return base::fail(base::Errc::io, "libdeflate: output larger than its bound");
  return Block(std::move(member));
}

}  // namespace

base::Result<Block> encode_member(const Record& record, std::string_view warcinfo_id,
                                  const MemberOptions& options) {
  return encode_member(serialize_header(record, warcinfo_id), record.block, options);
}

base::Result<Block> encode_member(std::string header, const Block& block,
                                  const MemberOptions& options) {
  const int level = options.store ? 0 : std::clamp(options.level, 0, kMaxLevel);
  if (block.size() <= std::min(kMaxWhole, options.memory_limit)) {
    return encode_whole(std::move(header), block, level);
  }
  Spool out(*options.disk, options.spool_directory, options.memory_limit);
  Deflater deflater(out);
  const auto write = [&deflater](std::string_view bytes) { return deflater.write(bytes); };

  auto outcome = deflater.start(std::min(level, kMaxZlibLevel));
  if (outcome) outcome = deflater.write(header);
  if (outcome) outcome = block.for_each_chunk(write);
  if (outcome) outcome = deflater.write(kRecordEnd);
  if (outcome) outcome = deflater.finish();
  if (!outcome) return outcome.error();
  return out.take();
}

}  // namespace warc
