#include "warc/window.h"

#include <algorithm>

namespace warc {
namespace {

// Large enough that most gzip members lie in one reading and the system calls cost nothing.
constexpr std::size_t kReadBytes = 2 << 20;
// No file is longer, whatever an index says; sums below cannot overflow.
constexpr std::uint64_t kMaxOffset = std::uint64_t{1} << 62;

}  // namespace

// A pipe says that it has no size. An empty file does, too, and has nothing to go back to.
Window::Window(const base::File& file) : file_(file), is_seekable_(file.size() > 0) {}

base::Result<void> Window::read_more(std::size_t wanted) {
  auto bytes = file_.read_at(begin_ + buffer_.size(), std::max(wanted, kReadBytes));
  if (!bytes) return bytes.error();
  at_end_ = bytes->empty();
  if (buffer_.empty()) {
    buffer_ = std::move(*bytes);
  } else {
    buffer_ += *bytes;
  }
  return {};
}

base::Result<std::string_view> Window::view(std::uint64_t offset, std::size_t least) {
  if (offset > kMaxOffset) return std::string_view();
  const bool is_held = offset >= begin_ && offset <= begin_ + buffer_.size();
  if (!is_held) {
    if (is_seekable_) {
      buffer_.clear();
      begin_ = offset;
      at_end_ = false;
    } else if (offset < begin_) {
      return base::fail(base::Errc::invalid, "a pipe cannot be read again");
    }
  }
  while (!at_end_ && begin_ + buffer_.size() < offset + least) {
    // What lies in front of `offset` goes only when something must be read: moving costs.
    const std::uint64_t passed = std::min<std::uint64_t>(offset - begin_, buffer_.size());
    buffer_.erase(0, static_cast<std::size_t>(passed));
    begin_ += passed;
    const std::uint64_t held = begin_ + buffer_.size() - std::min(offset, begin_ + buffer_.size());
    if (auto read = read_more(least - static_cast<std::size_t>(held)); !read) return read.error();
  }
  if (offset >= begin_ + buffer_.size()) return std::string_view();
  return std::string_view(buffer_).substr(static_cast<std::size_t>(offset - begin_));
}

}  // namespace warc
