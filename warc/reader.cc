#include "warc/reader.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "warc/head_parser.h"
#include "warc/stretches.h"

namespace warc {
namespace {

constexpr std::size_t kPeek = 64;
constexpr std::size_t kArcPeek = 64 * 1024;
}  // namespace

class Reader::Core {
 public:
  Core(const base::File& file, ReaderOptions options)
      : options_(std::move(options)),
        stretches_(file, options_.start_offset, options_.is_strict, options_.on_finding),
        stream_(stretches_.stream()) {}

  base::Result<const RecordHead*> next();
  base::Result<std::string_view> read();
  base::Result<RecordEnd> finish();
  Format format() const { return format_; }
  Compression compression() const {
    return stretches_.is_gzip_file() ? Compression::gzip : Compression::none;
  }

 private:
  enum class Found { record, nothing };

  // Where the next byte lies, as a finding names it.
  std::uint64_t here() const {
    return stream_.is_gzip() ? stream_.begin() : stream_.begin() + stream_.passed();
  }

  void set_format(Format format) {
    if (format_ != Format::unknown && format != format_) {
      stretches_.error(here(), "format-mixed", "WARC and ARC records stand in one file");
    }
    format_ = format;
  }
  base::Result<Found> begin_record();
  base::Result<Found> begin_warc();
  base::Result<Found> begin_arc();
  base::Result<Found> pass_broken_header(std::size_t torn, bool is_too_long);
  base::Result<void> pass_blank_lines();
  base::Result<std::uint64_t> skip_to_record();
  base::Result<bool> go_on_in_next_member();
  base::Result<void> end_record();
  base::Result<void> end_after_wrong_length(std::string_view what);
  base::Result<bool> go_back_to_swallowed_record();

  const ReaderOptions options_;
  Stretches stretches_;
  DecodedStream& stream_;  // of stretches_
  Format format_ = Format::unknown;
  // Decoded bytes of the stretch that end no header begun so far.
  std::uint64_t no_blank_line_before_ = 0, searched_stretch_ = 0;
  bool is_over_ = false;       // nothing behind here can be read
  bool said_shared_ = false;   // "gzip-shared", once a member
  bool holds_record_ = false;  // the member had one

  // The record at hand.
  ParsedHead record_;
  bool is_open_ = false;
  bool is_short_ = false;  // the block ended early, or its length is not to be trusted
  bool is_split_ = false;
  std::uint64_t left_ = 0;         // of the block
  std::uint64_t block_begin_ = 0;  // in the file, of a plain one
  RecordEnd end_;
};

base::Result<const RecordHead*> Reader::Core::next() {
  if (is_open_) {
    if (auto done = finish(); !done) return done.error();
  }
  while (!is_over_) {
    if (!stream_.is_open()) {
      auto opened = stretches_.open_next();
      if (!opened) return opened.error();
      if (!*opened) break;
    }
    auto found = begin_record();
    if (!found) return found.error();
    if (*found == Found::record) {
      is_open_ = true;
      is_short_ = is_split_ = false;
      left_ = record_.head.content_length;
      block_begin_ = stream_.begin() + stream_.passed();
      return &record_.head;
    }
  }
  is_over_ = true;
  return static_cast<const RecordHead*>(nullptr);
}

base::Result<Reader::Core::Found> Reader::Core::begin_record() {
  auto bytes = stream_.view(kPeek);
  if (!bytes) return bytes.error();
  if (bytes->empty()) {
    if (auto closed = stretches_.close(); !closed) return closed.error();
    return Found::nothing;
  }
  if (stream_.passed() == 0) said_shared_ = holds_record_ = false;
  if (std::exchange(searched_stretch_, stream_.begin()) != stream_.begin()) {
    no_blank_line_before_ = 0;
  }
  if (stream_.is_gzip() && holds_record_ && !said_shared_) {
    said_shared_ = true;
    stretches_.error(here(), "gzip-shared", "the gzip member holds more than one record");
  }
  if (begins_warc_record(*bytes)) return begin_warc();
  bytes = stream_.view(kArcPeek);
  if (!bytes) return bytes.error();
  if (begins_arc_record(*bytes)) return begin_arc();
  if (count_line_ends(*bytes) > 0) {
    if (auto passed = pass_blank_lines(); !passed) return passed.error();
    return Found::nothing;
  }
  const std::uint64_t begin = here();
  if (bytes->starts_with(kByteOrderMark) &&
      begins_warc_record(bytes->substr(kByteOrderMark.size()))) {
    stream_.skip(kByteOrderMark.size());
    stretches_.error(begin, "garbage", "a byte order mark stands before the record",
                     stream_.is_gzip() ? 0 : kByteOrderMark.size());
    return begin_warc();
  }
  auto skipped = skip_to_record();
  if (!skipped) return skipped.error();
  stretches_.error(begin, "garbage",
                   stream_.is_gzip()
                       ? fmt::format("{} bytes in the gzip member are no record", *skipped)
                       : fmt::format("{} bytes are no record", *skipped),
                   stream_.is_gzip() ? 0 : *skipped);
  return Found::nothing;
}

base::Result<Reader::Core::Found> Reader::Core::begin_warc() {
  set_format(Format::warc);
  std::size_t least = 4 * 1024;
  std::string_view bytes;
  std::size_t length = std::string_view::npos;
  // What an earlier candidate has searched in vain is not searched again: a file of nothing but
  // first lines would take for ever.
  std::size_t searched = static_cast<std::size_t>(
      std::max(no_blank_line_before_, stream_.passed()) - stream_.passed());
  while (true) {
    auto more = stream_.view(least);
    if (!more) return more.error();
    bytes = more->substr(0, kMaxRecordHead);
    searched = std::min(searched, bytes.size());
    const std::size_t found = find_head_end(bytes.substr(searched));
    if (found != std::string_view::npos) length = searched + found;
    const bool is_all = bytes.size() < least || least >= kMaxRecordHead;
    if (found != std::string_view::npos || is_all) break;
    // A blank line may lie over the end of what was seen.
    searched = bytes.size() - std::min<std::size_t>(bytes.size(), 3);
    least *= 4;
  }
  const std::size_t torn =
      length == std::string_view::npos ? length : find_torn(bytes.substr(0, length));
  if (length == std::string_view::npos || torn != std::string_view::npos) {
    const std::size_t end = std::min(length, bytes.size());  // blank lines have up to four bytes
    no_blank_line_before_ = stream_.passed() + end - std::min<std::size_t>(end, 4);
    return pass_broken_header(torn, bytes.size() >= kMaxRecordHead);
  }
  const Position position{here(), stream_.is_gzip() ? stream_.passed() : 0};
  record_ = parse_warc_head(bytes.substr(0, length), position, options_.on_finding);
  stream_.skip(length);
  return Found::record;
}

// A header without end, or with the next record's in it at `torn`.
base::Result<Reader::Core::Found> Reader::Core::pass_broken_header(std::size_t torn,
                                                                   bool is_too_long) {
  const std::uint64_t begin = here();
  // At least past the word that made this look like a record.
  const std::size_t first = torn != std::string_view::npos ? torn : 5;
  stream_.skip(first);
  base::Result<std::uint64_t> skipped = 0;
  if (torn == std::string_view::npos) skipped = skip_to_record();
  if (!skipped) return skipped.error();
  const bool is_long = is_too_long && torn == std::string_view::npos;
  stretches_.error(begin, is_long ? "header-long" : "header-cut",
                   is_long
                       ? fmt::format("the record header is longer than {} bytes", kMaxRecordHead)
                       : "the record header ends without a blank line",
                   stream_.is_gzip() ? 0 : first + *skipped);
  holds_record_ = true;
  return Found::nothing;
}

base::Result<Reader::Core::Found> Reader::Core::begin_arc() {
  set_format(Format::arc);
  const auto bytes = stream_.view(kArcPeek);
  if (!bytes) return bytes.error();
  const std::size_t length = bytes->find('\n') + 1;
  const Position position{here(), stream_.is_gzip() ? stream_.passed() : 0};
  record_ = parse_arc_head(bytes->substr(0, length), position, options_.on_finding);
  stream_.skip(length);
  return Found::record;
}

base::Result<void> Reader::Core::pass_blank_lines() {
  const std::uint64_t begin = here();
  std::uint64_t passed = 0;
  while (true) {
    const auto bytes = stream_.view(kPeek);
    if (!bytes) return bytes.error();
    const std::size_t count = count_line_ends(*bytes);
    if (count == 0) break;
    stream_.skip(count);
    passed += count;
  }
  // ARC files are written with one, two or no line end between records.
  if (format_ == Format::arc && passed <= 2) return {};
  stretches_.error(begin, "blank-lines",
                   fmt::format("{} bytes of line ends belong to no record", passed),
                   stream_.is_gzip() ? 0 : passed);
  return {};
}

// Passes over bytes up to the next record, or to the stretch's end; says how many.
base::Result<std::uint64_t> Reader::Core::skip_to_record() {
  return stream_.skip_to(format_ == Format::arc ? find_arc_record : find_warc_record);
}

base::Result<std::string_view> Reader::Core::read() {
  if (!is_open_) return std::string_view();
  while (left_ > 0) {
    auto bytes = stream_.is_open() ? stream_.view(1) : base::Result<std::string_view>("");
    if (!bytes) return bytes;
    if (!bytes->empty()) {
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes->size()));
      left_ -= count;
      const std::string_view piece = bytes->substr(0, count);
      stream_.skip(count);
      return piece;
    }
    auto goes_on = go_on_in_next_member();
    if (!goes_on) return goes_on.error();
    if (!*goes_on) break;
  }
  return std::string_view();
}

// The stretch ended inside a block. A member that does not begin a record continues it.
base::Result<bool> Reader::Core::go_on_in_next_member() {
  const std::uint64_t missing = std::exchange(left_, 0);
  is_short_ = true;
  const bool was_good = stream_.is_gzip() && stream_.status() == MemberStatus::good;
  if (stream_.is_gzip()) {
    if (auto closed = stretches_.close(); !closed) return closed.error();
  }
  if (was_good) {
    auto opened = stretches_.open_next();
    if (!opened) return opened.error();
    if (*opened) {
      const auto bytes = stream_.view(kPeek);
      if (!bytes) return bytes.error();
      if (!begins_warc_record(*bytes) && !begins_arc_record(*bytes)) {
        if (!is_split_) {
          stretches_.error(record_.head.position.offset, "gzip-split",
                           "the record goes on in the next gzip member");
        }
        is_split_ = true;
        is_short_ = false;
        left_ = missing;
        return true;
      }
    }
  }
  if (!stream_.is_gzip() || was_good) {
    stretches_.error(record_.head.position.offset, "record-cut",
                     fmt::format("the block ends {} bytes before its Content-Length of {}", missing,
                                 record_.head.content_length));
  }
  return false;
}

base::Result<RecordEnd> Reader::Core::finish() {
  if (!is_open_) return end_;
  while (true) {
    const auto piece = read();
    if (!piece) return piece.error();
    if (piece->empty()) break;
  }
  is_open_ = false;
  end_ = {};
  if (stream_.is_open() && !is_short_) {
    if (auto ended = end_record(); !ended) return ended.error();
  } else if (!stream_.is_gzip() && stream_.is_open()) {
    // A length beyond the end of the file may have swallowed good records.
    const auto back = go_back_to_swallowed_record();
    if (!back) return back.error();
  }
  holds_record_ = true;
  bool is_member_good = true;
  if (stream_.is_gzip() && stream_.is_open()) {
    const auto rest = stream_.view(1);
    if (!rest) return rest.error();
    if (rest->empty()) {
      if (auto closed = stretches_.close(); !closed) return closed.error();
    } else {
      end_.is_alone = false;
    }
  }
  if (stream_.is_gzip() && !stream_.is_open()) {
    is_member_good = stream_.status() == MemberStatus::good;
  }
  const bool is_in_next_member = stream_.is_open() && stream_.passed() == 0;
  end_.end_offset = is_in_next_member ? stream_.begin() : stream_.next_offset();
  end_.is_whole = !is_short_ && record_.has_length && is_member_good;
  const bool has_own_stretch =
      !stream_.is_gzip() || (!stream_.is_open() && !is_split_ && record_.head.position.inner == 0);
  end_.is_alone = end_.is_whole && has_own_stretch;
  return end_;
}

// What closes a record: CRLF CRLF, or LF in an ARC file.
base::Result<void> Reader::Core::end_record() {
  const auto bytes = stream_.view(kArcPeek);
  if (!bytes) return bytes.error();
  const std::uint64_t begin = record_.head.position.offset;
  if (!record_.has_length) return end_after_wrong_length("");
  if (record_.head.is_arc()) {
    const std::size_t ends = std::min<std::size_t>(count_line_ends(*bytes), 2);
    stream_.skip(ends);
    if (ends > 0 || bytes->empty() || begins_arc_record(*bytes)) return {};
    return end_after_wrong_length("no line end follows the block");
  }
  if (bytes->starts_with(kRecordEnd)) {
    stream_.skip(kRecordEnd.size());
    return {};
  }
  const std::size_t ends = std::min<std::size_t>(count_line_ends(*bytes), kRecordEnd.size());
  const std::string_view rest = bytes->substr(ends);
  if (!rest.empty() && !begins_warc_record(rest)) {
    return end_after_wrong_length("the block is not followed by CRLF CRLF");
  }
  stream_.skip(ends);
  stretches_.error(
      begin, "record-end",
      fmt::format("the record is closed by {} line end bytes, not by CRLF CRLF", ends));
  return {};
}

// Where the next record begins is not where Content-Length says.
base::Result<void> Reader::Core::end_after_wrong_length(std::string_view what) {
  is_short_ = true;
  auto is_back = go_back_to_swallowed_record();
  if (!is_back) return is_back.error();
  if (*is_back) return {};
  auto skipped = skip_to_record();
  if (!skipped) return skipped.error();
  if (!record_.has_length) return {};  // said when the header was read
  stretches_.error(record_.head.position.offset, "content-length",
                   fmt::format("Content-Length is {}, but {}: {} bytes lie before the next record",
                               record_.head.content_length, what, *skipped),
                   stream_.is_gzip() ? 0 : *skipped);
  return {};
}

// Of a plain file: looks for a record that begins inside the block just read.
base::Result<bool> Reader::Core::go_back_to_swallowed_record() {
  const std::uint64_t block_end = stream_.begin() + stream_.passed();
  if (stream_.is_gzip() || block_end == block_begin_ ||
      !stretches_.take_rescan(block_end - block_begin_)) {
    return false;
  }
  stream_.open_plain(block_begin_);
  const auto skipped = skip_to_record();
  if (!skipped) return skipped.error();
  if (block_begin_ + *skipped >= block_end) {
    stream_.open_plain(block_end);
    return false;
  }
  stretches_.error(record_.head.position.offset, "content-length",
                   fmt::format("Content-Length is {}, but the next record begins after {} bytes",
                               record_.head.content_length, *skipped));
  return true;
}

Reader::Reader(const base::File& file, ReaderOptions options)
    : core_(std::make_unique<Core>(file, std::move(options))) {}
Reader::~Reader() = default;

base::Result<const RecordHead*> Reader::next() { return core_->next(); }
base::Result<std::string_view> Reader::read() { return core_->read(); }
base::Result<RecordEnd> Reader::finish() { return core_->finish(); }
Format Reader::format() const { return core_->format(); }
Compression Reader::compression() const { return core_->compression(); }

}  // namespace warc
