#include "crawler/extract/plain_text.h"

#include <utility>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

// U+3000 and U+00A0 are what Chinese pages pad their titles and paragraphs with.
bool is_blank(char32_t point) {
  return point == ' ' || (point >= '\t' && point <= '\r') || point == 0xa0 || point == 0x3000 ||
         (point >= 0x2000 && point <= 0x200a) || point == 0x2028 || point == 0x2029;
}

bool is_left_out(char32_t point) {
  return point < 0x20 || (point >= 0x7f && point <= 0x9f) || point == 0xad || point == 0x200b ||
         point == 0xfeff;
}

}  // namespace

void PlainLine::append(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size() && !is_full_;) {
    const std::size_t from = at;
    const char32_t point = base::next_code_point(utf8, at);
    if (is_blank(point)) {
      append_gap();
    } else if (!is_left_out(point)) {
      // A malformed byte comes back as U+FFFD, which is longer than it was.
      const std::size_t size = point == 0xfffd ? 3 : at - from;
      is_full_ = text_.size() + (has_gap_ ? 1 : 0) + size > limit_;
      if (is_full_) return;
      if (std::exchange(has_gap_, false)) text_ += ' ';
      base::append_utf8(text_, point);
    }
  }
}

std::string PlainLine::take() {
  has_gap_ = is_full_ = false;
  return std::exchange(text_, {});
}

std::string collapsed(std::string_view utf8, std::size_t limit) {
  PlainLine line(limit);
  line.append(utf8);
  return line.take();
}

}  // namespace crawler::extract
