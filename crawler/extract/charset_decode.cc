#include "crawler/extract/charset_decode.h"

#include <cstdint>
#include <optional>

#include "base/encoding.h"
#include "crawler/extract/charset_index.h"
#include "crawler/extract/text_scan.h"
#include "crawler/extract/utf8_writer.h"

namespace crawler::extract {
namespace {

constexpr char32_t kReplacement = 0xfffd;

unsigned char byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

bool is_between(unsigned char byte, unsigned char low, unsigned char high) {
  return byte >= low && byte <= high;
}

std::string decode_utf8(std::string_view bytes) {
  if (base::is_utf8(bytes)) return std::string(bytes);
  std::string out;
  out.reserve(bytes.size());
  std::size_t good = 0;  // where well-formed text not yet copied begins
  for (std::size_t at = end_of_ascii(bytes, 0); at < bytes.size();) {
    const std::size_t begin = at;
    const bool is_replacement = base::next_code_point(bytes, at) == kReplacement;
    if (is_replacement && bytes.substr(begin, at - begin) != "\xef\xbf\xbd") {
      out.append(bytes, good, begin - good);
      out += "\xef\xbf\xbd";
      good = at;
    }
    if (at < bytes.size() && byte_at(bytes, at) < 0x80) at = end_of_ascii(bytes, at);
  }
  out.append(bytes, good);
  return out;
}

std::string decode_single_bytes(std::string_view bytes, const Charset& charset) {
  const SingleByteIndex& index = single_byte_index(charset);
  Utf8Writer out(bytes.size() + bytes.size() / 4);
  for (std::size_t at = 0; at < bytes.size();) {
    if (byte_at(bytes, at) < 0x80) {
      const std::size_t end = end_of_ascii(bytes, at);
      out.append(bytes.substr(at, end - at));
      at = end;
      continue;
    }
    const char32_t point = index[byte_at(bytes, at++) - 0x80u];
    out.append(point == 0 ? kReplacement : point);
  }
  return out.take();
}

// What the non-ASCII byte at `at`, and those it needs, are; moves past them. Of a broken sequence
// the bytes the standard gives back ("restore") are not passed.
using ReadPoint = char32_t (*)(std::string_view bytes, std::size_t& at);

char32_t passing(std::size_t count, std::size_t& at, char32_t point) {
  at += count;
  return point;
}

// Behind a lead byte whose pair is in no index: an ASCII trail stands for itself.
char32_t broken_pair(std::string_view bytes, std::size_t& at, std::size_t trail) {
  at = trail;
  if (at < bytes.size() && byte_at(bytes, at) >= 0x80) ++at;
  return kReplacement;
}

char32_t read_pair(const DoubleByteIndex& index, std::string_view bytes, std::size_t& at) {
  if (at + 1 < bytes.size()) {
    const char32_t point = index.at(byte_at(bytes, at), byte_at(bytes, at + 1));
    if (point != 0) {
      at += 2;
      return point;
    }
  }
  return broken_pair(bytes, at, at + 1);
}

// Encoding Standard 10.2.1, with one, two or three of the four bytes read.
char32_t read_four_bytes(std::string_view bytes, std::size_t& at) {
  const std::size_t left = bytes.size() - at;
  if (left > 2 && !is_between(byte_at(bytes, at + 2), 0x81, 0xfe))
    return passing(1, at, kReplacement);
  if (left > 3 && !is_between(byte_at(bytes, at + 3), '0', '9'))
    return passing(1, at, kReplacement);
  if (left < 4) return passing(left, at, kReplacement);
  const std::uint32_t pointer =
      (byte_at(bytes, at) - 0x81u) * 12'600 + (byte_at(bytes, at + 1) - 0x30u) * 1'260 +
      (byte_at(bytes, at + 2) - 0x81u) * 10 + byte_at(bytes, at + 3) - 0x30u;
  at += 4;
  const auto& points = gb18030_four_byte_index();
  if (pointer < points.size()) return points[pointer];
  return pointer >= 189'000 && pointer <= 1'237'575 ? 0x10000 + pointer - 189'000 : kReplacement;
}

char32_t read_gb18030(std::string_view bytes, std::size_t& at) {
  const unsigned char lead = byte_at(bytes, at);
  if (lead == 0x80) return passing(1, at, U'\u20ac');
  if (lead == 0xff) return passing(1, at, kReplacement);
  const bool is_four = at + 1 < bytes.size() && is_between(byte_at(bytes, at + 1), '0', '9');
  static const DoubleByteIndex& index = gb18030_index();
  return is_four ? read_four_bytes(bytes, at) : read_pair(index, bytes, at);
}

char32_t read_euc_kr(std::string_view bytes, std::size_t& at) {
  const unsigned char lead = byte_at(bytes, at);
  if (lead == 0x80 || lead == 0xff) return passing(1, at, kReplacement);
  static const DoubleByteIndex& index = euc_kr_index();
  return read_pair(index, bytes, at);
}

char32_t read_shift_jis(std::string_view bytes, std::size_t& at) {
  const unsigned char lead = byte_at(bytes, at);
  if (lead == 0x80) return passing(1, at, U'\x80');
  if (is_between(lead, 0xa1, 0xdf)) return passing(1, at, 0xff61u - 0xa1u + lead);
  if (lead == 0xa0 || lead > 0xfc) return passing(1, at, kReplacement);
  static const DoubleByteIndex& index = shift_jis_index();
  return read_pair(index, bytes, at);
}

char32_t read_euc_jp(std::string_view bytes, std::size_t& at) {
  const unsigned char lead = byte_at(bytes, at);
  const unsigned char next = at + 1 < bytes.size() ? byte_at(bytes, at + 1) : 0;
  if (lead == 0x8e && is_between(next, 0xa1, 0xdf)) return passing(2, at, 0xff61u - 0xa1u + next);
  if (lead == 0x8f && is_between(next, 0xa1, 0xfe)) {
    static const DoubleByteIndex& more = jis0212_index();
    return read_pair(more, bytes, ++at);
  }
  if (lead != 0x8e && lead != 0x8f && !is_between(lead, 0xa1, 0xfe))
    return passing(1, at, kReplacement);
  static const DoubleByteIndex& index = jis0208_index();
  return read_pair(index, bytes, at);
}

template <ReadPoint read>
std::string decode_multi_bytes(std::string_view bytes, const Charset&) {
  Utf8Writer out(bytes.size() + bytes.size() / 4);
  for (std::size_t at = 0; at < bytes.size();) {
    if (byte_at(bytes, at) >= 0x80) {
      out.append(read(bytes, at));
      continue;
    }
    const std::size_t end = end_of_ascii(bytes, at);
    out.append(bytes.substr(at, end - at));
    at = end;
  }
  return out.take();
}

// Four pairs are a letter and a combining mark (Encoding Standard 12.1.1, step 3).
std::optional<std::u32string_view> two_points_of_big5(unsigned char lead, unsigned char trail) {
  if (lead != 0x88) return std::nullopt;
  switch (trail) {
    case 0x62: return U"\u00ca\u0304";
    case 0x64: return U"\u00ca\u030c";
    case 0xa3: return U"\u00ea\u0304";
    case 0xa5: return U"\u00ea\u030c";
    default: return std::nullopt;
  }
}

std::string decode_big5(std::string_view bytes, const Charset&) {
  const DoubleByteIndex& index = big5_index();
  Utf8Writer out(bytes.size() + bytes.size() / 4);
  for (std::size_t at = 0; at < bytes.size();) {
    const unsigned char lead = byte_at(bytes, at);
    if (lead < 0x80) {
      const std::size_t end = end_of_ascii(bytes, at);
      out.append(bytes.substr(at, end - at));
      at = end;
      continue;
    }
    if (lead == 0x80 || lead == 0xff) {
      ++at;
      out.append(kReplacement);
      continue;
    }
    const auto two = two_points_of_big5(lead, at + 1 < bytes.size() ? byte_at(bytes, at + 1) : 0);
    if (two) {
      for (const char32_t point : *two) out.append(point);
      at += 2;
    } else {
      out.append(read_pair(index, bytes, at));
    }
  }
  return out.take();
}

// Encoding Standard 12.2.1: escape sequences switch what the bytes mean.
class Iso2022JpDecoder {
 public:
  explicit Iso2022JpDecoder(std::string_view bytes) : bytes_(bytes), out_(bytes.size()) {}

  std::string decode() {
    while (at_ < bytes_.size()) step();
    return out_.take();
  }

 private:
  enum class Set { ascii, roman, katakana, jis0208 };

  void step() {
    const unsigned char byte = byte_at(bytes_, at_);
    if (byte == 0x1b) return escape();
    follows_escape_ = false;
    if (set_ == Set::jis0208) return pair();
    ++at_;
    out_.append(single(byte));
  }

  char32_t single(unsigned char byte) const {
    if (set_ == Set::katakana) {
      return is_between(byte, 0x21, 0x5f) ? 0xff61u - 0x21u + byte : kReplacement;
    }
    if (byte >= 0x80 || byte == 0x0e || byte == 0x0f) return kReplacement;
    if (set_ == Set::roman && byte == 0x5c) return U'\u00a5';
    if (set_ == Set::roman && byte == 0x7e) return U'\u203e';
    return byte;
  }

  void pair() {
    static const DoubleByteIndex& index = jis0208_index();
    const unsigned char lead = byte_at(bytes_, at_++);
    if (!is_between(lead, 0x21, 0x7e)) return out_.append(kReplacement);
    if (at_ == bytes_.size() || byte_at(bytes_, at_) == 0x1b) return out_.append(kReplacement);
    const unsigned char trail = byte_at(bytes_, at_++);
    const bool fits = is_between(trail, 0x21, 0x7e);
    const char32_t point = fits ? index.at(lead | 0x80, trail | 0x80) : 0;
    out_.append(point == 0 ? kReplacement : point);
  }

  void escape() {
    const std::string_view code = bytes_.substr(at_ + 1, 2);
    const std::optional<Set> set = code == "(B"                   ? std::optional(Set::ascii)
                                   : code == "(J"                 ? std::optional(Set::roman)
                                   : code == "(I"                 ? std::optional(Set::katakana)
                                   : code == "$@" || code == "$B" ? std::optional(Set::jis0208)
                                                                  : std::nullopt;
    // Two in a row hide text: browsers show a sign in between.
    if (!set || follows_escape_) out_.append(kReplacement);
    follows_escape_ = set.has_value();
    at_ += set ? 3 : 1;
    if (set) set_ = *set;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  Set set_ = Set::ascii;
  bool follows_escape_ = false;
  Utf8Writer out_;
};

std::string decode_iso_2022_jp(std::string_view bytes, const Charset&) {
  return Iso2022JpDecoder(bytes).decode();
}

template <bool big_endian>
std::string decode_utf16(std::string_view bytes, const Charset&) {
  Utf8Writer out(bytes.size());
  const auto unit = [&bytes](std::size_t at) -> char32_t {
    const unsigned first = byte_at(bytes, at), second = byte_at(bytes, at + 1);
    return big_endian ? first << 8 | second : second << 8 | first;
  };
  std::size_t at = 0;
  while (at + 1 < bytes.size()) {
    const char32_t point = unit(at);
    at += 2;
    if ((point & 0xf800) != 0xd800) {
      out.append(point);
      continue;
    }
    const char32_t next = point < 0xdc00 && at + 1 < bytes.size() ? unit(at) : 0;
    const bool is_pair = (next & 0xfc00) == 0xdc00;
    out.append(is_pair ? 0x10000 + ((point & 0x3ff) << 10) + (next & 0x3ff) : kReplacement);
    if (is_pair) at += 2;
    // The standard's "end-of-queue": a lead and half a unit behind it are one fault.
    if (!is_pair && point < 0xdc00 && at + 1 == bytes.size()) return out.take();
  }
  if (at < bytes.size()) out.append(kReplacement);
  return out.take();
}

// Encoding Standard 14.1.1: a page that could mean two things shows nothing.
std::string decode_replacement(std::string_view bytes, const Charset&) {
  return bytes.empty() ? "" : "\xef\xbf\xbd";
}

struct Decoder {
  std::string_view charset;
  std::string (*decode)(std::string_view bytes, const Charset& charset);
};

// All that are not of single bytes.
constexpr Decoder kDecoders[] = {
    {"gbk", decode_multi_bytes<read_gb18030>},
    {"gb18030", decode_multi_bytes<read_gb18030>},
    {"big5", decode_big5},
    {"euc-jp", decode_multi_bytes<read_euc_jp>},
    {"iso-2022-jp", decode_iso_2022_jp},
    {"shift_jis", decode_multi_bytes<read_shift_jis>},
    {"euc-kr", decode_multi_bytes<read_euc_kr>},
    {"replacement", decode_replacement},
    {"utf-16be", decode_utf16<true>},
    {"utf-16le", decode_utf16<false>},
};

}  // namespace

std::string decode(std::string_view bytes, const Charset& charset) {
  if (charset.name == "utf-8") return decode_utf8(bytes);
  for (const Decoder& decoder : kDecoders) {
    if (decoder.charset == charset.name) return decoder.decode(bytes, charset);
  }
  return decode_single_bytes(bytes, charset);
}

}  // namespace crawler::extract
