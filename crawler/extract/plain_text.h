// Text of the network made fit to be read as one line: white space collapsed, control characters
// out, length bounded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crawler::extract {

// Builds one line of text out of pieces. Runs of white space become one space, none stands at
// either end; control characters and those without width (soft hyphen, U+200B, U+FEFF) are left
// out. Bidirectional marks stay: they are data, and whoever prints must know (base::printable).
class PlainLine {
 public:
  // `limit` in bytes; the line ends before the character that would pass it.
  explicit PlainLine(std::size_t limit) : limit_(limit) {}

  void append(std::string_view utf8);
  void append_gap() { has_gap_ = !text_.empty(); }

  const std::string& text() const { return text_; }
  bool is_full() const { return is_full_; }
  // The line; the next one begins.
  std::string take();

 private:
  std::size_t limit_;
  std::string text_;
  bool has_gap_ = false, is_full_ = false;
};

// `utf8` as one such line of at most `limit` bytes.
std::string collapsed(std::string_view utf8, std::size_t limit);

}  // namespace crawler::extract
