// Small questions that several readers have about text.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string_view>

#include "base/encoding.h"

namespace crawler::extract {

// To the letter.
template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

template <std::size_t N>
bool is_one_of_ignoring_case(std::string_view word, const std::string_view (&words)[N]) {
  return std::any_of(std::begin(words), std::end(words), [word](std::string_view one) {
    return base::equals_ignoring_case(one, word);
  });
}

// `words` in the order of std::less.
template <std::size_t N>
bool is_in_sorted(std::string_view word, const std::string_view (&words)[N]) {
  return std::binary_search(std::begin(words), std::end(words), word);
}

// Begins with "http://" or "https://", in any case.
inline bool is_absolute_http(std::string_view text) {
  return base::starts_with_ignoring_case(text, "http://") ||
         base::starts_with_ignoring_case(text, "https://");
}

// The first byte from `at` on that is not ASCII, or the end.
inline std::size_t end_of_ascii(std::string_view bytes, std::size_t at) {
  for (std::uint64_t word = 0; at + sizeof word <= bytes.size(); at += sizeof word) {
    std::memcpy(&word, bytes.data() + at, sizeof word);
    if ((word & 0x8080808080808080) != 0) break;
  }
  while (at < bytes.size() && (bytes[at] & 0x80) == 0) ++at;
  return at;
}

}  // namespace crawler::extract
