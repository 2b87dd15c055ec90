// Finds the head in the block of an http record while the block is still coming: what is in front
// of it, where it ends, and whether there is one. Meets what crawlers have stored, not only what
// HTTP allows (formats W-31). One thread at a time.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace warc {

class HttpHeadFinder {
 public:
  enum class State {
    more,   // not to be seen yet
    found,  // it is [begin(), end())
    none,   // all of the block is body
  };

  static constexpr std::size_t kMaxHead = 1 << 20;  // with everything in front of it

  // Requests have no interim heads, and their first line may be anything.
  explicit HttpHeadFinder(bool is_response) : is_response_(is_response) {}

  // `text` is the block from its first byte, longer from call to call; what was looked at is not
  // looked at again. With `is_last` nothing more comes and the answer is never `more`.
  State look(std::string_view text, bool is_last);

  std::size_t begin() const { return begin_; }
  std::size_t end() const { return end_; }
  // blank-line, interim-head, missing-blank-line, http-0.9, long-head (see http_block.h).
  const std::vector<std::string_view>& notes() const { return notes_; }

 private:
  enum class Answer { yes, no, later };

  State find_start(std::string_view text, bool is_last);
  State find_end(std::string_view text, bool is_last);
  State search(std::string_view text, bool is_last);
  Answer is_interim(std::string_view text, bool is_last) const;
  static Answer begins_response(std::string_view text, bool is_last);

  bool is_response_;
  std::size_t begin_ = 0, end_ = 0;
  std::size_t scanned_ = 0;  // no blank line begins before
  std::vector<std::string_view> notes_;
};

}  // namespace warc
