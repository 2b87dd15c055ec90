// zlib's compression in one call: gzip members, and deflate with and without its wrapper.
#pragma once

#include <zlib.h>

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

namespace support {

inline constexpr int kGzipWindow = 16 + MAX_WBITS, kZlibWindow = MAX_WBITS, kRawWindow = -MAX_WBITS;

// `header`: fields of the gzip header, when there are to be any.
inline std::string deflated(std::string_view text, int window_bits, int level = 6,
                            gz_header* header = nullptr) {
  z_stream stream{};
  BOOST_REQUIRE(deflateInit2(&stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) ==
                Z_OK);
  if (header != nullptr) BOOST_REQUIRE(deflateSetHeader(&stream, header) == Z_OK);
  // deflateBound() counts the fields of the header, too.
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  BOOST_REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string gzip_of(std::string_view text) { return deflated(text, kGzipWindow); }

}  // namespace support
