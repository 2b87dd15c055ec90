#include "warc/gzip_member.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <vector>

#include <fmt/format.h>

#include "base/encoding.h"
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
base::Result<Block> encode_whole(const Record& record, std::string header, int level) {
  std::string text = std::move(header);
  const auto add = [&text](std::string_view bytes) -> base::Result<void> {
    text += bytes;
    return {};
  };
  if (const auto read = record.block.for_each_chunk(add); !read) return read.error();
  text += kRecordEnd;
  libdeflate_compressor* const compressor = compressor_for(level);
  std::string member(libdeflate_gzip_compress_bound(compressor, text.size()), '\0');
  member.resize(
      libdeflate_gzip_compress(compressor, text.data(), text.size(), member.data(), member.size()));
  if (member.empty()) return base::fail(base::Errc::io, "libdeflate: output larger than its bound");
  return Block(std::move(member));
}

bool has_known_signature(std::string_view bytes) {
  using namespace std::string_view_literals;
  static constexpr std::array starts = {"\xff\xd8\xff"sv,
                                        "\x89PNG\r\n\x1a\n"sv,
                                        "GIF87a"sv,
                                        "GIF89a"sv,
                                        "wOFF"sv,
                                        "wOF2"sv,
                                        "PK\x03\x04"sv,
                                        "\x1f\x8b\x08"sv,
                                        "ID3"sv,
                                        "\x28\xb5\x2f\xfd"sv,
                                        "\x1a\x45\xdf\xa3"sv};
  const auto begins = [bytes](std::string_view start) { return bytes.starts_with(start); };
  if (std::any_of(starts.begin(), starts.end(), begins)) return true;
  if (bytes.starts_with("RIFF"))
    return bytes.substr(std::min<std::size_t>(8, bytes.size())).starts_with("WEBP");
  return bytes.size() >= 8 && bytes.substr(4, 4) == "ftyp";  // MP4, AVIF, HEIC
}

}  // namespace

base::Result<Block> encode_member(const Record& record, std::string_view warcinfo_id,
                                  const MemberOptions& options) {
  const int level = options.store ? 0 : std::clamp(options.level, 0, kMaxLevel);
  std::string header = serialize_header(record, warcinfo_id);
  if (record.block.size() <= std::min(kMaxWhole, options.memory_limit)) {
    return encode_whole(record, std::move(header), level);
  }
  Spool out(*options.disk, options.spool_directory, options.memory_limit);
  Deflater deflater(out);
  const auto write = [&deflater](std::string_view bytes) { return deflater.write(bytes); };

  auto outcome = deflater.start(std::min(level, kMaxZlibLevel));
  if (outcome) outcome = deflater.write(header);
  if (outcome) outcome = record.block.for_each_chunk(write);
  if (outcome) outcome = deflater.write(kRecordEnd);
  if (outcome) outcome = deflater.finish();
  if (!outcome) return outcome.error();
  return out.take();
}

bool already_compressed(std::string_view content_type, std::string_view content_encoding,
                        std::string_view first_bytes) {
  if (has_known_signature(first_bytes)) return true;
  if (base::equals_ignoring_case(base::trimmed(content_encoding), "br")) return true;
  const std::string type =
      base::to_lower_ascii(base::trimmed(content_type.substr(0, content_type.find(';'))));
  // An MPEG audio frame begins with eleven set bits, and so does UTF-16 text: ask the type too.
  const bool is_mpeg_frame = first_bytes.size() >= 2 && first_bytes[0] == '\xff' &&
                             (static_cast<unsigned char>(first_bytes[1]) & 0xe0) == 0xe0;
  return (type == "audio/mpeg" || type == "audio/mp3") && is_mpeg_frame;
}

}  // namespace warc
