#include "crawler/extract/charset_index.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include <unicode/ucnv.h>

namespace crawler::extract {
namespace {

struct Patch {
  std::uint16_t bytes;
  char16_t point;
};

// GB 18030-2022 gives these code points of their own; ICU 72 keeps them in private use.
constexpr Patch kGb18030Patches[] = {
    {0xa3a0, 0x3000}, {0xa6d9, 0xfe10}, {0xa6da, 0xfe12}, {0xa6db, 0xfe11}, {0xa6dc, 0xfe13},
    {0xa6dd, 0xfe14}, {0xa6de, 0xfe15}, {0xa6df, 0xfe16}, {0xa6ec, 0xfe17}, {0xa6ed, 0xfe18},
    {0xa6f3, 0xfe19}, {0xfe59, 0x9fb4}, {0xfe61, 0x9fb5}, {0xfe66, 0x9fb6}, {0xfe67, 0x9fb7},
    {0xfe6d, 0x9fb8}, {0xfe7e, 0x9fb9}, {0xfe90, 0x9fba}, {0xfea0, 0x9fbb},
};

// Characters of the Hong Kong supplement that ICU's table lacks or keeps in private use.
constexpr Patch kBig5Patches[] = {
    {0x87a4, 0x9f97}, {0x87ac, 0x9f96}, {0x8840, 0x31c0}, {0x8841, 0x31c1}, {0x8842, 0x31c2},
    {0x8843, 0x31c3}, {0x8844, 0x31c4}, {0x8846, 0x31c5}, {0x8849, 0x31c6}, {0x884a, 0x31c7},
    {0x884d, 0x31c8}, {0x884f, 0x31c9}, {0x8850, 0x31ca}, {0x8851, 0x31cb}, {0x8852, 0x31cc},
    {0x8854, 0x31cd}, {0x8855, 0x31ce}, {0x88a9, 0x23da}, {0x88aa, 0x23db}, {0x8c43, 0x9fa6},
    {0x8c6d, 0x9fa7}, {0x8c74, 0x9fa8}, {0x8cb7, 0x9fa9}, {0x8cb9, 0x9faa}, {0x8cbb, 0x9fab},
    {0x8cc0, 0x9fac}, {0x8cd7, 0x9fad}, {0x8cd8, 0x9fae}, {0x8cda, 0x9faf}, {0x8ced, 0x9fb2},
    {0x8d48, 0x9fb3}, {0x8e69, 0x7bb8}, {0x8e6f, 0x7c06}, {0x8e7e, 0x7cce}, {0x8eab, 0x7dd2},
    {0x8eb4, 0x7e1d}, {0x8ecd, 0x8005}, {0x8ed0, 0x8028}, {0x8f57, 0x83c1}, {0x8f69, 0x84a8},
    {0x8f6e, 0x840f}, {0x8fcb, 0x89a6}, {0x8fcc, 0x89a9}, {0x8ffe, 0x8d77}, {0x906d, 0x90fd},
    {0x907a, 0x92b9}, {0x90dc, 0x975c}, {0x90f1, 0x97ff}, {0x91bf, 0x9f16}, {0x9244, 0x8503},
    {0x92af, 0x5159}, {0x92b0, 0x515b}, {0x92b1, 0x515d}, {0x92b2, 0x515e}, {0x92c8, 0x936e},
    {0x92d1, 0x7479}, {0x9447, 0x6d67}, {0x94ca, 0x799b}, {0x95d9, 0x9097}, {0x9644, 0x975d},
    {0x96ed, 0x701e}, {0x96fc, 0x5b28}, {0x9b76, 0x7201}, {0x9b78, 0x77d7}, {0x9b7b, 0x7e87},
    {0x9bc6, 0x99d6}, {0x9bde, 0x91d4}, {0x9bec, 0x60de}, {0x9bf6, 0x6fb6}, {0x9c42, 0x8f36},
    {0x9c53, 0x4fbb}, {0x9c62, 0x71df}, {0x9c68, 0x9104}, {0x9c6b, 0x9df0}, {0x9c77, 0x83cf},
    {0x9cbc, 0x5c10}, {0x9cbd, 0x79e3}, {0x9cd0, 0x5a67}, {0x9d57, 0x8f0b}, {0x9d5a, 0x7b51},
    {0x9dc4, 0x62d0}, {0x9ea9, 0x6062}, {0x9eef, 0x75f9}, {0x9efd, 0x6c4a}, {0x9f60, 0x9b2e},
    {0x9f66, 0x9f17}, {0x9fcb, 0x50ed}, {0x9fd8, 0x5f0c}, {0xa063, 0x880f}, {0xa077, 0x62ce},
    {0xa0d5, 0x7468}, {0xa0df, 0x7162}, {0xa0e4, 0x7250}, {0xa3c0, 0x2400}, {0xa3c1, 0x2401},
    {0xa3c2, 0x2402}, {0xa3c3, 0x2403}, {0xa3c4, 0x2404}, {0xa3c5, 0x2405}, {0xa3c6, 0x2406},
    {0xa3c7, 0x2407}, {0xa3c8, 0x2408}, {0xa3c9, 0x2409}, {0xa3ca, 0x240a}, {0xa3cb, 0x240b},
    {0xa3cc, 0x240c}, {0xa3cd, 0x240d}, {0xa3ce, 0x240e}, {0xa3cf, 0x240f}, {0xa3d0, 0x2410},
    {0xa3d1, 0x2411}, {0xa3d2, 0x2412}, {0xa3d3, 0x2413}, {0xa3d4, 0x2414}, {0xa3d5, 0x2415},
    {0xa3d6, 0x2416}, {0xa3d7, 0x2417}, {0xa3d8, 0x2418}, {0xa3d9, 0x2419}, {0xa3da, 0x241a},
    {0xa3db, 0x241b}, {0xa3dc, 0x241c}, {0xa3dd, 0x241d}, {0xa3de, 0x241e}, {0xa3df, 0x241f},
    {0xa3e0, 0x2421}, {0xc6cf, 0x5ef4}, {0xc6d3, 0x65e0}, {0xc6d5, 0x7676}, {0xc6d7, 0x96b6},
    {0xc6de, 0x3003}, {0xc6df, 0x4edd}, {0xc879, 0x31cf}, {0xc8a1, 0x9fb0}, {0xc8a3, 0x9fb1},
    {0xfa5f, 0x5029}, {0xfa66, 0x507d}, {0xfabd, 0x5305}, {0xfac5, 0x5344}, {0xfad5, 0x537f},
    {0xfb48, 0x5605}, {0xfbb8, 0x5a77}, {0xfbf3, 0x5e75}, {0xfbf9, 0x5ed0}, {0xfc4f, 0x5f58},
    {0xfc6c, 0x60a4}, {0xfcb9, 0x6490}, {0xfce2, 0x6674}, {0xfcf1, 0x675e}, {0xfdb7, 0x6c9c},
    {0xfdb8, 0x6e1d}, {0xfdbb, 0x6e2f}, {0xfdf1, 0x716e}, {0xfe52, 0x732a}, {0xfe6f, 0x745c},
    {0xfeaa, 0x74e9}, {0xfedd, 0x7809},
};

// 0xA0 to 0xFF; ICU has no converter for it.
constexpr std::u16string_view kIso8859Part16 =
    u"\u00a0\u0104\u0105\u0141\u20ac\u201e\u0160\u00a7\u0161\u00a9\u0218\u00ab"
    u"\u0179\u00ad\u017a\u017b\u00b0\u00b1\u010c\u0142\u017d\u201d\u00b6\u00b7"
    u"\u017e\u010d\u0219\u00bb\u0152\u0153\u0178\u017c\u00c0\u00c1\u00c2\u0102"
    u"\u00c4\u0106\u00c6\u00c7\u00c8\u00c9\u00ca\u00cb\u00cc\u00cd\u00ce\u00cf"
    u"\u0110\u0143\u00d2\u00d3\u00d4\u0150\u00d6\u015a\u0170\u00d9\u00da\u00db"
    u"\u00dc\u0118\u021a\u00df\u00e0\u00e1\u00e2\u0103\u00e4\u0107\u00e6\u00e7"
    u"\u00e8\u00e9\u00ea\u00eb\u00ec\u00ed\u00ee\u00ef\u0111\u0144\u00f2\u00f3"
    u"\u00f4\u0151\u00f6\u015b\u0171\u00f9\u00fa\u00fb\u00fc\u0119\u021b\u00ff";

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// ICU's reading of single characters; one that is missing from ICU knows none.
class Decoder {
 public:
  explicit Decoder(const char* name) {
    UErrorCode error = U_ZERO_ERROR;
    converter_.reset(ucnv_open(name, &error));
    if (U_FAILURE(error)) converter_.reset();
  }

  // All of `bytes` as UTF-16; `limit` code units at most.
  std::u16string decode(std::string_view bytes, std::size_t limit) {
    if (!converter_) return {};
    std::u16string text(limit, u'\0');
    UErrorCode error = U_ZERO_ERROR;
    const std::int32_t size =
        ucnv_toUChars(converter_.get(), text.data(), static_cast<std::int32_t>(limit), bytes.data(),
                      static_cast<std::int32_t>(bytes.size()), &error);
    if (U_FAILURE(error) || size < 0) return {};
    text.resize(static_cast<std::size_t>(size));
    return text;
  }

  // The one code point that `bytes` are; 0 when they are none or more.
  char32_t point(std::string_view bytes) {
    const std::u16string text = decode(bytes, 4);
    if (text.size() == 2 && U16_IS_LEAD(text[0]) && U16_IS_TRAIL(text[1])) {
      return static_cast<char32_t>(U16_GET_SUPPLEMENTARY(text[0], text[1]));
    }
    // U+001A is what some of ICU's converters put for "none".
    return text.size() == 1 && text[0] != 0xfffd && text[0] != 0x1a ? text[0] : 0;
  }

 private:
  std::unique_ptr<UConverter, CloseConverter> converter_;
};

bool is_private_use(char32_t point) { return point >= 0xe000 && point <= 0xf8ff; }

struct DoubleByteSource {
  const char* converter;
  unsigned char first_lead, last_lead, first_trail, last_trail;
  std::string_view prefix;  // in front of each pair
  bool keeps_private_use;
};

DoubleByteIndex made(const DoubleByteSource& source, std::span<const Patch> patches) {
  DoubleByteIndex index;
  Decoder decoder(source.converter);
  for (unsigned lead = source.first_lead; lead <= source.last_lead; ++lead) {
    for (unsigned trail = source.first_trail; trail <= source.last_trail; ++trail) {
      std::string bytes(source.prefix);
      bytes += static_cast<char>(lead);
      bytes += static_cast<char>(trail);
      const char32_t point = decoder.point(bytes);
      if (point == 0 || (!source.keeps_private_use && is_private_use(point))) continue;
      index.set(static_cast<unsigned char>(lead), static_cast<unsigned char>(trail), point);
    }
  }
  for (const Patch& patch : patches) {
    index.set(static_cast<unsigned char>(patch.bytes >> 8),
              static_cast<unsigned char>(patch.bytes & 0xff), patch.point);
  }
  return index;
}

// Where the standard's single bytes are not ICU's. 0: none.
void mend(std::string_view name, SingleByteIndex& index) {
  const auto set = [&index](unsigned char byte, char32_t point) { index[byte - 0x80u] = point; };
  if (name == "koi8-u") {
    set(0xae, 0x45e);
    set(0xbe, 0x40e);
  } else if (name == "windows-1253") {
    set(0xaa, 0);
  } else if (name == "windows-1255") {
    set(0xca, 0x5ba);
  } else if (name == "windows-874") {
    for (char32_t& point : index) point = is_private_use(point) ? 0 : point;
  } else if (name == "iso-8859-16") {
    for (unsigned i = 0; i < 32; ++i) index[i] = 0x80 + i;
    for (unsigned i = 0; i < kIso8859Part16.size(); ++i) index[32 + i] = kIso8859Part16[i];
  } else if (name == "x-user-defined") {
    for (unsigned i = 0; i < 128; ++i) index[i] = 0xf780 + i;
  }
}

SingleByteIndex made_of_single_bytes(const Charset& charset) {
  SingleByteIndex index{};
  if (charset.converter != nullptr) {
    Decoder decoder(charset.converter);
    for (unsigned i = 0; i < 128; ++i) {
      const char byte = static_cast<char>(0x80 + i);
      index[i] = decoder.point({&byte, 1});
    }
  }
  mend(charset.name, index);
  return index;
}

std::vector<char16_t> made_of_four_bytes() {
  constexpr std::size_t kCount = 39'420;  // 84 31 A4 39 is the last
  std::string bytes;
  for (std::size_t i = 0; i < kCount; ++i) {
    bytes += static_cast<char>(0x81 + i / 12'600);
    bytes += static_cast<char>('0' + i / 1'260 % 10);
    bytes += static_cast<char>(0x81 + i / 10 % 126);
    bytes += static_cast<char>('0' + i % 10);
  }
  const std::u16string text = Decoder("gb18030").decode(bytes, kCount + 1);
  std::vector<char16_t> points(text.begin(), text.end());
  points.resize(kCount, u'\xfffd');
  return points;
}

}  // namespace

const SingleByteIndex& single_byte_index(const Charset& charset) {
  static std::mutex mutex;
  static std::map<std::string_view, SingleByteIndex> indexes;
  const std::lock_guard lock(mutex);
  const auto known = indexes.find(charset.name);
  if (known != indexes.end()) return known->second;
  return indexes.emplace(charset.name, made_of_single_bytes(charset)).first->second;
}

const DoubleByteIndex& gb18030_index() {
  static const DoubleByteIndex index =
      made({"gb18030", 0x81, 0xfe, 0x40, 0xfe, "", true}, kGb18030Patches);
  return index;
}

const DoubleByteIndex& big5_index() {
  static const DoubleByteIndex index =
      made({"ibm-1375", 0x81, 0xfe, 0x40, 0xfe, "", false}, kBig5Patches);
  return index;
}

const DoubleByteIndex& euc_kr_index() {
  static const DoubleByteIndex index =
      made({"windows-949-2000", 0x81, 0xfe, 0x41, 0xfe, "", false}, {});
  return index;
}

const DoubleByteIndex& shift_jis_index() {
  static const DoubleByteIndex index =
      made({"ibm-943_P15A-2003", 0x81, 0xfc, 0x40, 0xfc, "", true}, {});
  return index;
}

const DoubleByteIndex& jis0208_index() {
  static const DoubleByteIndex index = made({"EUC-JP", 0xa1, 0xfe, 0xa1, 0xfe, "", false}, {});
  return index;
}

const DoubleByteIndex& jis0212_index() {
  // ICU has IBM's characters behind the last row of the standard.
  static const DoubleByteIndex index = made({"EUC-JP", 0xa1, 0xed, 0xa1, 0xfe, "\x8f", false}, {});
  return index;
}

const std::vector<char16_t>& gb18030_four_byte_index() {
  static const std::vector<char16_t> points = made_of_four_bytes();
  return points;
}

}  // namespace crawler::extract
