// Damages text the way cut transfers, broken generators and attackers do. The same seed makes the
// same texts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

class Mutator {
 public:
  // `pieces` are what goes in where something is inserted: the marks of the language.
  Mutator(std::uint64_t seed, std::vector<std::string_view> pieces)
      : random_(seed), pieces_(std::move(pieces)) {}

  // Below `bound`; 0 for 0.
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  const std::string& one_of(const std::vector<std::string>& texts) {
    return texts[below(texts.size())];
  }

  // One of `texts`, damaged one to eight times.
  std::string mutated(const std::vector<std::string>& texts) {
    std::string text = one_of(texts);
    for (std::size_t left = 1 + below(8); left > 0; --left) damage(text, one_of(texts));
    return text;
  }

 private:
  void damage(std::string& text, std::string_view other) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t some = below(std::min<std::size_t>(text.size() - at, 200) + 1);
    switch (below(8)) {
      case 0: text.erase(at, some); break;
      case 1: text.insert(at, std::string(text, at, some)); break;
      case 2: text.insert(at, pieces_[below(pieces_.size())]); break;
      case 3:
        text.replace(at, std::min<std::size_t>(some, 4), pieces_[below(pieces_.size())]);
        break;
      case 4: text.insert(at, 1, static_cast<char>(below(256))); break;
      case 5: flip_bit(text, at); break;
      case 6: text.insert(at, other.substr(below(other.size()), 300)); break;
      default: repeat_piece(text, at);
    }
    // A cut is rarer: it makes texts short.
    if (below(20) == 0) text.resize(at < text.size() ? at : text.size());
  }

  void flip_bit(std::string& text, std::size_t at) {
    if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
  }

  // Floods: nesting, attributes, quotes.
  void repeat_piece(std::string& text, std::size_t at) {
    const std::string_view piece = pieces_[below(pieces_.size())];
    std::string flood;
    for (std::size_t count = below(50) * below(50); count > 0; --count) flood += piece;
    text.insert(at, flood);
  }

  std::mt19937_64 random_;
  std::vector<std::string_view> pieces_;
};

}  // namespace support
