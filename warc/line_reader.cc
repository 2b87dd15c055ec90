#include "warc/line_reader.h"

#include <algorithm>

namespace warc {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;

}  // namespace

base::Result<bool> LineReader::has_bytes() {
  if (at_ < buffer_.size()) return true;
  auto bytes = file_.read_at(offset_, kReadBytes);
  if (!bytes) return bytes.error();
  buffer_ = std::move(*bytes);
  at_ = 0;
  offset_ += buffer_.size();
  return !buffer_.empty();
}

base::Result<std::optional<std::string_view>> LineReader::next() {
  line_offset_ = offset_ - (buffer_.size() - at_);
  const std::size_t end = buffer_.find('\n', at_);
  if (end == std::string::npos || end - at_ > max_line_) return next_joined();
  std::string_view line(buffer_.data() + at_, end - at_);
  at_ = end + 1;
  is_cut_ = false;
  is_terminated_ = true;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return std::optional<std::string_view>(line);
}

base::Result<std::optional<std::string_view>> LineReader::next_joined() {
  line_.clear();
  is_cut_ = is_terminated_ = false;
  bool any = false;
  while (!is_terminated_) {
    const auto more = has_bytes();
    if (!more) return more.error();
    if (!*more) break;
    any = true;
    const std::size_t end = std::min(buffer_.find('\n', at_), buffer_.size());
    const std::size_t room = max_line_ - line_.size();
    is_cut_ = is_cut_ || end - at_ > room;
    line_.append(buffer_, at_, std::min(end - at_, room));
    is_terminated_ = end < buffer_.size();
    at_ = end + (is_terminated_ ? 1 : 0);
  }
  if (!any) return std::optional<std::string_view>();
  if (!is_cut_ && line_.ends_with('\r')) line_.pop_back();
  return std::optional<std::string_view>(line_);
}

}  // namespace warc
