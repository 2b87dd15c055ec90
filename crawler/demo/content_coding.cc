#include "crawler/demo/content_coding.h"

#include <stdexcept>

#include <brotli/encode.h>
#include <zlib.h>

namespace crawler::demo {

std::string to_gzip(std::string_view bytes) {
  constexpr int kGzipWindow = 15 + 16;  // zlib: 16 more asks for the gzip wrapper
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("cannot start the gzip encoder");
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int outcome = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (outcome != Z_STREAM_END) throw std::runtime_error("cannot encode as gzip");
  return out;
}

std::string to_brotli(std::string_view bytes) {
  constexpr int kQuality = 5;
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  const auto* input = reinterpret_cast<const std::uint8_t*>(bytes.data());
  auto* output = reinterpret_cast<std::uint8_t*>(out.data());
  if (BrotliEncoderCompress(kQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(), input,
                            &size, output) == BROTLI_FALSE) {
    throw std::runtime_error("cannot encode as brotli");
  }
  out.resize(size);
  return out;
}

}  // namespace crawler::demo
