// What a page says in 64 bits (Charikar 2002; Manku, Jain, Das Sarma 2007): texts that differ in a
// few words differ in a few bits. Words of three are counted, of Chinese, Japanese and Korean two
// characters; words with digits are left out, because dates and numbers change by themselves.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace crawler::extract {

class Simhash {
 public:
  // The next piece of text, UTF-8 as written; a word does not go on in the next piece. Linear; what
  // comes after the first 8 KiB is left out.
  void add(std::string_view utf8);

  // 0 when there was no word.
  std::uint64_t value();

 private:
  void take_word(std::string_view utf8, std::size_t& at, std::uint64_t word);
  void take_wide(std::string_view utf8, std::size_t& at);
  void add_word(std::uint64_t word);
  void add_character(char32_t point);
  void add_feature(std::uint64_t hash);
  void add_waiting();
  void flush();

  // Counts of the bits of up to 255 features: plane i holds bit i of all 64 counts.
  static constexpr std::size_t kPlanes = 8;
  std::array<std::uint64_t, kPlanes> planes_{};
  std::array<std::uint64_t, 7> waiting_{};  // features not yet in them
  std::array<std::uint32_t, 64> counts_{};
  std::size_t in_waiting_ = 0;
  std::uint32_t in_planes_ = 0, features_ = 0;
  std::uint64_t before_ = 0, before_that_ = 0;
  char32_t character_before_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace crawler::extract
