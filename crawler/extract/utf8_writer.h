// Collects text as UTF-8, a code point or a stretch of ASCII at a time: faster than
// appending to a string, which looks at its capacity for each. Not for use by two threads at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace crawler::extract {

class Utf8Writer {
 public:
  explicit Utf8Writer(std::size_t expected) { out_.reserve(expected); }

  // A Unicode scalar value.
  void append(char32_t point) {
    if (used_ + 4 > buffer_.size()) flush();
    char* to = buffer_.data() + used_;
    if (point < 0x80) {
      to[0] = static_cast<char>(point);
      used_ += 1;
    } else if (point < 0x800) {
      to[0] = static_cast<char>(0xc0 | (point >> 6));
      to[1] = static_cast<char>(0x80 | (point & 0x3f));
      used_ += 2;
    } else if (point < 0x10000) {
      to[0] = static_cast<char>(0xe0 | (point >> 12));
      to[1] = static_cast<char>(0x80 | ((point >> 6) & 0x3f));
      to[2] = static_cast<char>(0x80 | (point & 0x3f));
      used_ += 3;
    } else {
      to[0] = static_cast<char>(0xf0 | (point >> 18));
      to[1] = static_cast<char>(0x80 | ((point >> 12) & 0x3f));
      to[2] = static_cast<char>(0x80 | ((point >> 6) & 0x3f));
      to[3] = static_cast<char>(0x80 | (point & 0x3f));
      used_ += 4;
    }
  }

  void append(std::string_view text) {
    if (used_ + text.size() > buffer_.size()) flush();
    if (text.size() > buffer_.size()) {
      out_ += text;
      return;
    }
    std::memcpy(buffer_.data() + used_, text.data(), text.size());
    used_ += text.size();
  }

  // All of it; the writer has no further use.
  std::string take() {
    flush();
    return std::move(out_);
  }

 private:
  void flush() {
    out_.append(buffer_.data(), used_);
    used_ = 0;
  }

  std::string out_;
  std::array<char, 4096> buffer_;
  std::size_t used_ = 0;
};

}  // namespace crawler::extract
