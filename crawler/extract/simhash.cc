#include "crawler/extract/simhash.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

constexpr std::size_t kMostBytes = 8 << 10;

enum : std::uint8_t { kNone = 0, kLetter = 1, kDigit = 2, kWide = 4 };

constexpr std::array<std::uint8_t, 256> classes() {
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 0; c < 256; ++c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_letter) table[c] = kLetter;
    if (c >= '0' && c <= '9') table[c] = kDigit;
    if (c >= 0x80) table[c] = kWide;
  }
  return table;
}
constexpr std::array<std::uint8_t, 256> kClasses = classes();

std::uint8_t class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }

std::uint64_t mixed(std::uint64_t value) {
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93;
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93;
  return value ^ (value >> 32);
}

// Three bits of one weight added: 64 times at once.
struct Sum {
  std::uint64_t low, high;
};
Sum sum(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  return {a ^ b ^ c, (a & b) | ((a ^ b) & c)};
}

// Up to eight bytes from `at` on, the rest zero.
std::uint64_t load(std::string_view text, std::size_t at, std::size_t size) {
  std::uint64_t word = 0;
  if (at + sizeof word > text.size()) {
    std::memcpy(&word, text.data() + at, size);
    return word;
  }
  std::memcpy(&word, text.data() + at, sizeof word);
  return size == sizeof word ? word : word & ((std::uint64_t{1} << 8 * size) - 1);
}

// Upper case is lower case by one bit, which other letters and digits survive.
std::uint64_t with_letters(std::uint64_t word, std::string_view text, std::size_t from,
                           std::size_t end) {
  for (; from < end; from += 8) {
    const std::uint64_t eight = load(text, from, std::min<std::size_t>(8, end - from));
    word = std::rotl(word ^ (eight | 0x2020202020202020), 29) * 0xd6e8feb86659fd93;
  }
  return word;
}

// Written without blanks between words: Han, Kana, Hangul.
bool is_ideograph(char32_t point) {
  return (point >= 0x3040 && point < 0xa000) || (point >= 0xac00 && point < 0xd7b0) ||
         (point >= 0xf900 && point < 0xfb00) || (point >= 0x20000 && point < 0x40000);
}

// Marks and blanks between U+0080 and the scripts: none of them is part of a word.
bool is_mark(char32_t point) {
  return point < 0xc0 || (point >= 0x2000 && point < 0x2c00) ||
         (point >= 0x3000 && point < 0x3040) || (point >= 0xff00 && point < 0xff21);
}

}  // namespace

void Simhash::add_feature(std::uint64_t hash) {
  ++features_;
  waiting_[in_waiting_] = hash;
  if (++in_waiting_ == waiting_.size()) add_waiting();
}

// Seven numbers of one bit are one of three bits: four full adders instead of seven carries.
void Simhash::add_waiting() {
  const auto& in = waiting_;
  const Sum a = sum(in[0], in[1], in[2]), b = sum(in[3], in[4], in[5]);
  const Sum ones = sum(a.low, b.low, in[6]), twos = sum(a.high, b.high, ones.high);
  waiting_.fill(0);
  in_waiting_ = 0;
  const Sum first = sum(planes_[0], ones.low, 0), second = sum(planes_[1], twos.low, first.high);
  const Sum third = sum(planes_[2], twos.high, second.high);
  planes_[0] = first.low;
  planes_[1] = second.low;
  planes_[2] = third.low;
  std::uint64_t carry = third.high;
  for (std::size_t i = 3; i < kPlanes; ++i) {
    const std::uint64_t both = planes_[i] & carry;
    planes_[i] ^= carry;
    carry = both;
  }
  in_planes_ += 7;
  if (in_planes_ + 7 >= 1u << kPlanes) flush();
}

void Simhash::flush() {
  for (std::size_t i = 0; i < kPlanes; ++i) {
    for (std::uint64_t left = planes_[i]; left != 0; left &= left - 1) {
      counts_[static_cast<std::size_t>(std::countr_zero(left))] += 1u << i;
    }
    planes_[i] = 0;
  }
  in_planes_ = 0;
}

void Simhash::add_word(std::uint64_t word) {
  add_feature(mixed(word + std::rotl(before_, 21) + std::rotl(before_that_, 42)));
  before_that_ = before_;
  before_ = word;
}

void Simhash::add_character(char32_t point) {
  if (character_before_ != 0) {
    add_feature(mixed((std::uint64_t{character_before_} << 32) | std::uint64_t{point}));
  }
  character_before_ = point;
}

void Simhash::add(std::string_view utf8) {
  utf8 = utf8.substr(0, kMostBytes - bytes_);
  bytes_ += utf8.size();
  for (std::size_t at = 0; at < utf8.size();) {
    switch (class_of(utf8[at])) {
      case kNone: ++at; break;
      case kWide: take_wide(utf8, at); break;
      default: take_word(utf8, at, 0); break;
    }
  }
  character_before_ = 0;
}

// Letters, digits and what else is written in words, from `at` on; `word` is how it began.
void Simhash::take_word(std::string_view utf8, std::size_t& at, std::uint64_t word) {
  std::uint8_t all = kLetter;
  while (at < utf8.size()) {
    const std::size_t from = at;
    while (at < utf8.size() && (class_of(utf8[at]) & (kLetter | kDigit)) != 0) {
      all |= class_of(utf8[at++]);
    }
    word = with_letters(word, utf8, from, at);
    if (at == utf8.size() || class_of(utf8[at]) != kWide) break;
    std::size_t behind = at;
    const char32_t point = base::next_code_point(utf8, behind);
    if (is_ideograph(point) || is_mark(point)) break;
    word = mixed(word ^ point);
    at = behind;
  }
  character_before_ = 0;
  if ((all & kDigit) == 0) add_word(word);
}

void Simhash::take_wide(std::string_view utf8, std::size_t& at) {
  const char32_t point = base::next_code_point(utf8, at);
  if (is_ideograph(point)) return add_character(point);
  character_before_ = 0;
  if (!is_mark(point)) take_word(utf8, at, mixed(point));
}

std::uint64_t Simhash::value() {
  if (features_ == 0) return 0;
  add_waiting();
  flush();
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 64; ++i) {
    if (counts_[i] * 2 > features_) value |= std::uint64_t{1} << i;
  }
  return value == 0 ? 1 : value;
}

}  // namespace crawler::extract
