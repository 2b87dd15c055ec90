#include "warc/http_block_head.h"

#include "base/encoding.h"
#include "warc/http_message.h"

namespace warc {

HttpHeadFinder::State HttpHeadFinder::look(std::string_view text, bool is_last) {
  const State state = search(text, is_last);
  if (state == State::found && end_ <= kMaxHead) return State::found;
  if (state == State::more && text.size() <= kMaxHead) return State::more;
  notes_.clear();
  if (state != State::none) notes_ = {"long-head"};
  if (state == State::none && !text.empty()) notes_ = {"http-0.9"};
  begin_ = end_ = 0;
  return State::none;
}

HttpHeadFinder::State HttpHeadFinder::search(std::string_view text, bool is_last) {
  while (true) {
    if (const State start = find_start(text, is_last); start != State::found) return start;
    if (const State end = find_end(text, is_last); end != State::found) return end;
    const Answer interim = is_interim(text, is_last);
    if (interim == Answer::later) return State::more;
    if (interim == Answer::no) return State::found;
    if (notes_.empty() || notes_.back() != "interim-head") notes_.push_back("interim-head");
    begin_ = scanned_ = end_;
  }
}

// Passes over blank lines; `none` when what follows is no head.
HttpHeadFinder::State HttpHeadFinder::find_start(std::string_view text, bool is_last) {
  const std::size_t start = text.find_first_not_of("\r\n", begin_);
  if (start == std::string_view::npos) return is_last ? State::none : State::more;
  if (start > begin_) {
    notes_.push_back("blank-line");
    begin_ = scanned_ = start;
  }
  if (!is_response_) return State::found;
  switch (begins_response(text.substr(begin_), is_last)) {
    case Answer::yes: return State::found;
    case Answer::later: return State::more;
    case Answer::no: break;
  }
  return State::none;
}

// Behind the first empty line; both line ends count (parse_response_head() sees the same).
HttpHeadFinder::State HttpHeadFinder::find_end(std::string_view text, bool is_last) {
  while (true) {
    const std::size_t line_end = text.find('\n', scanned_);
    if (line_end == std::string_view::npos) break;
    scanned_ = line_end;
    const std::string_view behind = text.substr(line_end + 1);
    const std::size_t blank = behind.starts_with('\n') ? 1 : behind.starts_with("\r\n") ? 2 : 0;
    if (blank > 0) {
      end_ = line_end + 1 + blank;
      return State::found;
    }
    if (behind.empty() || behind == "\r") break;
    ++scanned_;
  }
  if (!is_last) return State::more;
  notes_.push_back("missing-blank-line");
  end_ = text.size();
  return State::found;
}

// 1xx but for 101, which is the last head on its connection; and only when another one follows.
HttpHeadFinder::Answer HttpHeadFinder::is_interim(std::string_view text, bool is_last) const {
  if (!is_response_) return Answer::no;
  const auto head = parse_response_head(text.substr(begin_, end_ - begin_));
  const bool may_be = head && head->status >= 100 && head->status <= 199 && head->status != 101;
  return may_be ? begins_response(text.substr(end_), is_last) : Answer::no;
}

HttpHeadFinder::Answer HttpHeadFinder::begins_response(std::string_view text, bool is_last) {
  bool may_come = false;
  for (const std::string_view start : {"HTTP/", "ICY "}) {
    if (base::starts_with_ignoring_case(text, start)) return Answer::yes;
    may_come = may_come || base::starts_with_ignoring_case(start, text);
  }
  return may_come && !is_last ? Answer::later : Answer::no;
}

}  // namespace warc
