// The indexes of the Encoding Standard (section 5): which bytes of a legacy encoding are which code
// point. Made of ICU's converters when first asked for, and mended where ICU 72 says something else
// (18 characters that GB 18030-2022 took out of private use, 157 of Big5-HKSCS, all of ISO 8859-16,
// ...); so they hold what browsers show. 128 KiB each of double bytes, kept for the whole program.
// Any thread.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "crawler/extract/charset_labels.h"

namespace crawler::extract {

// Code points of the bytes 0x80 to 0xFF; 0 where there is none.
using SingleByteIndex = std::array<char32_t, 128>;

// Code points of pairs of bytes, the first from 0x80 on; 0 where there is none.
class DoubleByteIndex {
 public:
  DoubleByteIndex() : points_(128 * 256) {}
  char32_t at(unsigned char lead, unsigned char trail) const { return points_[place(lead, trail)]; }
  void set(unsigned char lead, unsigned char trail, char32_t point) {
    points_[place(lead, trail)] = point;
  }

 private:
  static std::size_t place(unsigned char lead, unsigned char trail) {
    return (lead & 0x7fu) * 256u + trail;
  }
  std::vector<char32_t> points_;
};

// Of a charset of single bytes; all zero for another.
const SingleByteIndex& single_byte_index(const Charset& charset);

const DoubleByteIndex& gb18030_index();
const DoubleByteIndex& big5_index();  // without the four pairs that are two code points each
const DoubleByteIndex& euc_kr_index();
const DoubleByteIndex& shift_jis_index();  // with its range of private use
const DoubleByteIndex& jis0208_index();    // in EUC form: both bytes from 0xA1 on
const DoubleByteIndex& jis0212_index();    // the same, behind a byte 0x8F

// "Index gb18030 ranges": the code points of the four-byte sequences below U+10000, from
// 81 30 81 30 on; 0xFFFD where there is none.
const std::vector<char16_t>& gb18030_four_byte_index();

}  // namespace crawler::extract
