// Undoes Content-Encoding (RFC 9110 8.4.1), for reading links only: the archive keeps the coded
// bytes. Lenient where servers are careless, bounded where they are hostile.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crawler::extract {

inline constexpr std::uint64_t kMaxDecodedBytes = 64u << 20;
// No honest text shrinks a thousandfold; below 1 MiB of output the ratio is not looked at.
inline constexpr std::uint64_t kMaxRatio = 1000;
inline constexpr std::uint64_t kRatioFreeBytes = 1u << 20;
inline constexpr std::size_t kMaxCodings = 2;  // reliability 5b: chains are an attack

struct Decoded {
  std::string bytes;
  std::vector<std::string> notes;  // what went wrong or was left out
};

// Knows gzip, x-gzip, deflate (with or without the zlib wrapper), br and identity. A damaged or cut
// body gives what was decoded before the damage, and a note. A coding that is registered but not
// known here, or more than kMaxCodings of them, gives nothing and a note; a word that is no coding
// is passed over. Any thread.
Decoded decode_content(std::string_view body, std::string_view content_encoding);

}  // namespace crawler::extract
