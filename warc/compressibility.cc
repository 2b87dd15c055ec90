#include "warc/compressibility.h"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <string>

#include "base/encoding.h"

namespace warc {
namespace {

constexpr std::uint64_t kSampleBytes = 4096;

std::string essence_of(std::string_view content_type) {
  return base::to_lower_ascii(base::trimmed(content_type.substr(0, content_type.find(';'))));
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

// Types that hold words, or markup around them.
bool says_text(std::string_view type) {
  if (type.starts_with("text/")) return true;
  static constexpr std::array<std::string_view, 5> kWords = {"json", "xml", "javascript", "html",
                                                             "urlencoded"};
  return std::any_of(kWords.begin(), kWords.end(), [type](std::string_view word) {
    return type.find(word) != std::string_view::npos;
  });
}

bool is_coded(std::string_view content_encoding) {
  const std::string_view coding = base::trimmed(content_encoding);
  return !coding.empty() && !base::equals_ignoring_case(coding, "identity");
}

struct CompressorDeleter {
  void operator()(libdeflate_compressor* c) const noexcept { libdeflate_free_compressor(c); }
};

// Does the quickest deflation take less than a twentieth off? Base64 loses a quarter, machine code
// a half, pictures and ciphers nothing.
bool resists_deflation(std::string_view sample) {
  thread_local const std::unique_ptr<libdeflate_compressor, CompressorDeleter> compressor(
      libdeflate_alloc_compressor(1));
  if (!compressor) throw std::bad_alloc();
  std::array<char, kSampleBytes> out{};
  const std::size_t room = sample.size() - sample.size() / 20;
  return libdeflate_deflate_compress(compressor.get(), sample.data(), sample.size(), out.data(),
                                     std::min(room, out.size())) == 0;
}

}  // namespace

bool already_compressed(std::string_view content_type, std::string_view content_encoding,
                        std::string_view first_bytes) {
  if (has_known_signature(first_bytes)) return true;
  if (base::equals_ignoring_case(base::trimmed(content_encoding), "br")) return true;
  const std::string type = essence_of(content_type);
  // An MPEG audio frame begins with eleven set bits, and so does UTF-16 text: ask the type too.
  const bool is_mpeg_frame = first_bytes.size() >= 2 && first_bytes[0] == '\xff' &&
                             (static_cast<unsigned char>(first_bytes[1]) & 0xe0) == 0xe0;
  return (type == "audio/mpeg" || type == "audio/mp3") && is_mpeg_frame;
}

base::Result<bool> is_incompressible(std::string_view content_type,
                                     std::string_view content_encoding, const Block& body) {
  const auto first_bytes = body.read(0, 16);
  if (!first_bytes) return first_bytes.error();
  if (already_compressed(content_type, content_encoding, *first_bytes)) return true;
  const bool is_text = says_text(essence_of(content_type)) && !is_coded(content_encoding);
  if (is_text || body.size() < kLeastSampledBytes) return false;
  const auto sample = body.read(body.size() / 2, kSampleBytes);
  if (!sample) return sample.error();
  return resists_deflation(*sample);
}

}  // namespace warc
