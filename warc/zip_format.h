// The numbers of a ZIP file (PKWARE APPNOTE 6.3.9, sections 4.3 to 4.5) that zip_writer.cc and
// zip_reader.cc share. Private to them.
//
//   local header, name, content   one each entry
//   central directory entry       one each entry: what readers go by
//   [ZIP64 end record, locator]   only where the end record's fields are too small
//   end record                    the last 22 bytes (we write no comment)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace warc {

inline constexpr std::uint32_t kZipLocal = 0x04034b50, kZipCentral = 0x02014b50,
                               kZipEnd = 0x06054b50, kZip64End = 0x06064b50,
                               kZip64Locator = 0x07064b50;
inline constexpr std::size_t kZipLocalBytes = 30, kZipCentralBytes = 46, kZipEndBytes = 22,
                             kZip64EndBytes = 56, kZip64LocatorBytes = 20;
inline constexpr std::uint16_t kZip64Extra = 1;
// "Look into the ZIP64 field": the largest value is not a value.
inline constexpr std::uint64_t kZipMax16 = 0xffff, kZipMax32 = 0xffffffff;

inline constexpr unsigned kZipFlagEncrypted = 1, kZipFlagDescriptor = 8, kZipFlagUtf8 = 0x800;

// Appends the low `bytes` bytes of `value`, the lowest first.
inline void append_little(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

// `bytes` bytes at `at`, which must be there.
inline std::uint64_t little_at(std::string_view text, std::size_t at, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes; i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(text[at + i]);
  }
  return value;
}

}  // namespace warc
