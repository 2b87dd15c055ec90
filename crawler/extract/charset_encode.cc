#include "crawler/extract/charset_encode.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "base/encoding.h"
#include "crawler/extract/charset_index.h"

namespace crawler::extract {
namespace {

// Two bytes of a code point; nobody but us chooses the keys.
using Pairs = std::unordered_map<char32_t, std::uint16_t>;

struct PairsOptions {
  bool (*skips)(unsigned lead) = [](unsigned) { return false; };
  bool (*takes_last)(char32_t point) = [](char32_t) { return false; };
};

// "Index pointer": the first pair of each code point, where the standard does not say otherwise.
Pairs pairs_of(const DoubleByteIndex& index, const PairsOptions& options = {}) {
  Pairs pairs;
  for (unsigned lead = 0x81; lead <= 0xfe; ++lead) {
    if (options.skips(lead)) continue;
    for (unsigned trail = 0x40; trail <= 0xfe; ++trail) {
      const char32_t point =
          index.at(static_cast<unsigned char>(lead), static_cast<unsigned char>(trail));
      if (point == 0) continue;
      const auto pair = static_cast<std::uint16_t>(lead << 8 | trail);
      const auto [known, is_new] = pairs.emplace(point, pair);
      if (!is_new && options.takes_last(point)) known->second = pair;
    }
  }
  return pairs;
}

// 5, "index Big5 pointer": the Hong Kong supplement is read, not written.
const Pairs& big5_pairs() {
  static const Pairs pairs = pairs_of(
      big5_index(),
      {.skips = [](unsigned lead) { return lead < 0xa1; },
       .takes_last =
           [](char32_t point) {
             return std::u32string_view(U"\u2550\u255e\u2561\u256a\u5341\u5345").find(point) !=
                    std::u32string_view::npos;
           }});
  return pairs;
}

// 5, "index Shift_JIS pointer": without NEC's doubles and the range of private use.
const Pairs& shift_jis_pairs() {
  static const Pairs pairs =
      pairs_of(shift_jis_index(), {.skips = [](unsigned lead) {
                 return (lead >= 0xed && lead <= 0xef) || (lead >= 0xf0 && lead <= 0xf9);
               }});
  return pairs;
}

const Pairs& gb18030_pairs() {
  static const Pairs pairs = [] {
    Pairs made = pairs_of(gb18030_index());
    // 10.2.2, the side table: private use until GB 18030-2022.
    static constexpr std::pair<char32_t, std::uint16_t> kOld[] = {
        {0xe78d, 0xa6d9}, {0xe78e, 0xa6da}, {0xe78f, 0xa6db}, {0xe790, 0xa6dc}, {0xe791, 0xa6dd},
        {0xe792, 0xa6de}, {0xe793, 0xa6df}, {0xe794, 0xa6ec}, {0xe795, 0xa6ed}, {0xe796, 0xa6f3},
        {0xe81e, 0xfe59}, {0xe826, 0xfe61}, {0xe82b, 0xfe66}, {0xe82c, 0xfe67}, {0xe832, 0xfe6d},
        {0xe843, 0xfe7e}, {0xe854, 0xfe90}, {0xe864, 0xfea0},
    };
    made.insert(std::begin(kOld), std::end(kOld));
    return made;
  }();
  return pairs;
}

const Pairs& euc_kr_pairs() {
  static const Pairs pairs = pairs_of(euc_kr_index());
  return pairs;
}

const Pairs& jis0208_pairs() {
  static const Pairs pairs = pairs_of(jis0208_index());
  return pairs;
}

std::string escaped(char32_t point) {
  return fmt::format("%26%23{}%3B", static_cast<std::uint32_t>(point));
}

using Bytes = std::optional<std::string>;

Bytes one(std::uint32_t byte) { return std::string(1, static_cast<char>(byte)); }

Bytes pair_in(const Pairs& pairs, char32_t point) {
  const auto found = pairs.find(point);
  if (found == pairs.end()) return std::nullopt;
  return std::string{static_cast<char>(found->second >> 8), static_cast<char>(found->second)};
}

// The number of a four-byte sequence below U+10000. They ascend, but for one that changed places.
std::uint32_t four_byte_pointer(char16_t point) {
  constexpr std::uint32_t kOutOfPlace = 7457;  // U+E7C7
  const auto& points = gb18030_four_byte_index();
  if (point == points[kOutOfPlace]) return kOutOfPlace;
  const auto middle = points.begin() + kOutOfPlace;
  const bool is_before = point < *(middle + 1);
  const auto found = std::lower_bound(is_before ? points.begin() : middle + 1,
                                      is_before ? middle : points.end(), point);
  return static_cast<std::uint32_t>(found - points.begin());
}

// 10.2.2, of what has no pair.
std::string four_bytes_of(char32_t point) {
  const std::uint32_t pointer = point < 0x10000
                                    ? four_byte_pointer(static_cast<char16_t>(point))
                                    : static_cast<std::uint32_t>(point) - 0x10000 + 189'000;
  return {static_cast<char>(0x81 + pointer / 12'600),
          static_cast<char>(0x30 + pointer / 1'260 % 10),
          static_cast<char>(0x81 + pointer / 10 % 126), static_cast<char>(0x30 + pointer % 10)};
}

// The encoders below get no ASCII.

Bytes encode_gbk(char32_t point) {
  if (point == 0x20ac) return one(0x80);
  return pair_in(gb18030_pairs(), point);
}

Bytes encode_gb18030(char32_t point) {
  if (point == 0xe5e5) return std::nullopt;
  const Bytes pair = pair_in(gb18030_pairs(), point);
  return pair ? pair : four_bytes_of(point);
}

Bytes encode_big5(char32_t point) { return pair_in(big5_pairs(), point); }
Bytes encode_euc_kr(char32_t point) { return pair_in(euc_kr_pairs(), point); }

bool is_half_width(char32_t point) { return point >= 0xff61 && point <= 0xff9f; }
char32_t as_in_jis(char32_t point) { return point == 0x2212 ? 0xff0d : point; }

Bytes encode_euc_jp(char32_t point) {
  if (point == 0xa5) return one(0x5c);
  if (point == 0x203e) return one(0x7e);
  if (is_half_width(point)) return std::string{'\x8e', static_cast<char>(point - 0xff61 + 0xa1)};
  return pair_in(jis0208_pairs(), as_in_jis(point));
}

Bytes encode_shift_jis(char32_t point) {
  if (point == 0x80) return one(0x80);
  if (point == 0xa5) return one(0x5c);
  if (point == 0x203e) return one(0x7e);
  if (is_half_width(point)) return one(point - 0xff61 + 0xa1);
  return pair_in(shift_jis_pairs(), as_in_jis(point));
}

template <typename EncodePoint>
std::string encode_points(std::string_view utf8, const EncodePoint& encode_point) {
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t point = base::next_code_point(utf8, at);
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else {
      out += encode_point(point).value_or(escaped(point));
    }
  }
  return out;
}

// 12.2.2
std::string encode_iso_2022_jp(std::string_view utf8) {
  // U+FF61 to U+FF9F in full width: the encoder has no set for the others.
  static constexpr std::u32string_view kFullWidth =
      U"\u3002\u300c\u300d\u3001\u30fb\u30f2\u30a1\u30a3\u30a5\u30a7\u30a9\u30e3\u30e5\u30e7\u30c3"
      U"\u30fc\u30a2\u30a4\u30a6\u30a8\u30aa\u30ab\u30ad\u30af\u30b1\u30b3\u30b5\u30b7\u30b9\u30bb"
      U"\u30bd\u30bf\u30c1\u30c4\u30c6\u30c8\u30ca\u30cb\u30cc\u30cd\u30ce\u30cf\u30d2\u30d5\u30d8"
      U"\u30db\u30de\u30df\u30e0\u30e1\u30e2\u30e4\u30e6\u30e8\u30e9\u30ea\u30eb\u30ec\u30ed\u30ef"
      U"\u30f3\u309b\u309c";
  static constexpr std::string_view kAscii = "\x1b(B", kRoman = "\x1b(J", kJis = "\x1b$B";
  std::string out;
  std::string_view set = kAscii;
  const auto switch_to = [&](std::string_view wanted) {
    if (set != wanted) out += wanted;
    set = wanted;
  };
  for (std::size_t at = 0; at < utf8.size();) {
    char32_t point = as_in_jis(base::next_code_point(utf8, at));
    const bool is_roman = point == 0xa5 || point == 0x203e;
    if (is_half_width(point)) point = kFullWidth[point - 0xff61];
    const Bytes pair = pair_in(jis0208_pairs(), point);
    if (point < 0x80 || is_roman) {
      const bool stays = set == kRoman && point != 0x5c && point != 0x7e;
      switch_to(is_roman || stays ? kRoman : kAscii);
      const bool is_control = point == 0x0e || point == 0x0f || point == 0x1b;
      out += is_control ? escaped(0xfffd)
                        : std::string(1, is_roman ? (point == 0xa5 ? '\\' : '~')
                                                  : static_cast<char>(point));
    } else if (pair) {
      switch_to(kJis);
      for (const char c : *pair) out += static_cast<char>(c & 0x7f);
    } else {
      if (set == kJis) switch_to(kAscii);
      out += escaped(point);
    }
  }
  switch_to(kAscii);
  return out;
}

std::string encode_single_bytes(std::string_view utf8, const Charset& charset) {
  const SingleByteIndex& index = single_byte_index(charset);
  return encode_points(utf8, [&index](char32_t point) -> Bytes {
    const auto* found = std::find(index.begin(), index.end(), point);
    if (found == index.end()) return std::nullopt;
    return one(0x80 + static_cast<std::uint32_t>(found - index.begin()));
  });
}

struct Encoder {
  std::string_view charset;
  Bytes (*encode_point)(char32_t point);
};

constexpr Encoder kEncoders[] = {
    {"gbk", encode_gbk},       {"gb18030", encode_gb18030},     {"big5", encode_big5},
    {"euc-jp", encode_euc_jp}, {"shift_jis", encode_shift_jis}, {"euc-kr", encode_euc_kr},
};

}  // namespace

std::string encode_query(std::string_view utf8, const Charset& charset) {
  if (is_single_byte(charset)) return encode_single_bytes(utf8, charset);
  if (charset.name == "iso-2022-jp") return encode_iso_2022_jp(utf8);
  for (const Encoder& encoder : kEncoders) {
    if (encoder.charset == charset.name) return encode_points(utf8, encoder.encode_point);
  }
  return std::string(utf8);
}

}  // namespace crawler::extract
