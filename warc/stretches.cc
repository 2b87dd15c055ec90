#include "warc/stretches.h"

#include <utility>

#include <fmt/format.h>

#include "warc/head_parser.h"

namespace warc {
namespace {

constexpr std::size_t kPeek = 64;
constexpr std::size_t kLine = 64 * 1024, kScan = 1 << 20;
constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";
// Reading again what a wrong length or a torn member swallowed could be provoked for every record;
// all of it together may cost this much and twice the file.
constexpr std::uint64_t kRescanBytes = 64 << 20;

struct Fault {
  std::string_view code, message;
};

Fault fault_of(MemberStatus status) {
  switch (status) {
    case MemberStatus::bad_crc:
      return {"gzip-crc", "the bytes of the gzip member do not match its checksum"};
    case MemberStatus::bad_length:
      return {"gzip-length", "the gzip member is not as long as its trailer says"};
    case MemberStatus::bad_header: return {"gzip-header", "the gzip header is faulty"};
    case MemberStatus::damaged: return {"gzip-damaged", "the compressed data is damaged"};
    case MemberStatus::reading:
    case MemberStatus::good:
    case MemberStatus::cut: break;
  }
  return {"gzip-cut", "the file ends inside this gzip member"};
}

}  // namespace

Stretches::Stretches(const base::File& file, std::uint64_t start_offset, bool is_strict,
                     const FindingSink& report)
    : stream_(file, is_strict),
      report_(report),
      next_offset_(start_offset),
      rescan_left_(kRescanBytes + 2 * file.size()) {}

void Stretches::error(std::uint64_t offset, std::string_view code, std::string message,
                      std::uint64_t skipped) const {
  if (report_) report_({Severity::error, offset, code, std::move(message), skipped});
}

bool Stretches::take_rescan(std::uint64_t bytes) {
  if (!stream_.window().is_seekable() || bytes > rescan_left_) return false;
  rescan_left_ -= bytes;
  return true;
}

base::Result<bool> Stretches::open_next() {
  const auto bytes = stream_.window().view(next_offset_, kPeek);
  if (!bytes) return bytes.error();
  if (std::exchange(is_first_, false)) return open_first(*bytes);
  if (bytes->empty()) return false;
  if (!has_gzip_magic(*bytes)) return skip_garbage(*bytes);
  if (auto opened = stream_.open_member(next_offset_); !opened) return opened.error();
  return true;
}

base::Result<bool> Stretches::open_first(std::string_view bytes) {
  if (bytes.empty()) {
    error(next_offset_, "empty", "there is nothing in the file");
    return false;
  }
  if (bytes.starts_with(kZstdMagic)) {
    error(next_offset_, "zstd", "the file is compressed with zstd, which hardly a reader knows");
    return false;
  }
  is_gzip_file_ = has_gzip_magic(bytes);
  if (!is_gzip_file_) {
    const auto is_damaged = is_damaged_gzip();
    if (!is_damaged) return is_damaged;
    is_gzip_file_ = *is_damaged;
    if (is_gzip_file_) return skip_garbage(bytes);
    stream_.open_plain(next_offset_);
    return true;
  }
  if (auto opened = stream_.open_member(next_offset_); !opened) return opened.error();
  return true;
}

// Has the file lost its first bytes only? Then a gzip member with a record in it comes before any
// record in plain text.
base::Result<bool> Stretches::is_damaged_gzip() {
  Window& window = stream_.window();
  if (!window.is_seekable()) return false;
  auto bytes = window.view(next_offset_, kLine);
  if (!bytes) return bytes.error();
  if (begins_warc_record(*bytes) || begins_arc_record(*bytes)) return false;
  const auto member = find_member(window, next_offset_);
  if (!member) return member.error();
  if (!*member) return false;
  for (std::uint64_t from = next_offset_; from < **member;) {
    bytes = window.view(from, kScan);
    if (!bytes) return bytes.error();
    for (std::size_t at = bytes->find('\n'); at != bytes->npos; at = bytes->find('\n', at + 1)) {
      if (from + at < **member && begins_warc_record(bytes->substr(at + 1))) return false;
    }
    if (bytes->size() < kScan) break;
    from += bytes->size() - kPeek;  // a record's first line may lie across
  }
  return true;
}

base::Result<std::uint64_t> Stretches::next_member_or_end(std::uint64_t from) {
  const auto found = find_member(stream_.window(), from);
  if (!found) return found.error();
  if (*found) return **found;
  std::uint64_t end = from;
  while (true) {
    const auto rest = stream_.window().view(end, 1);
    if (!rest) return rest.error();
    if (rest->empty()) return end;
    end += rest->size();
  }
}

base::Result<bool> Stretches::skip_garbage(std::string_view bytes) {
  const std::uint64_t begin = next_offset_;
  const bool is_zero = bytes.find_first_not_of('\0') == std::string_view::npos;
  const auto end = next_member_or_end(begin);
  if (!end) return end.error();
  error(begin, is_zero ? "gzip-padding" : "gzip-garbage",
        fmt::format("{} bytes{} are no gzip member", *end - begin,
                    is_zero ? ", zeros at first," : ""),
        *end - begin);
  next_offset_ = *end;
  return open_next();
}

base::Result<void> Stretches::close() {
  stream_.close();
  next_offset_ = stream_.next_offset();
  if (!stream_.is_gzip()) return {};
  const std::uint64_t begin = stream_.begin();
  const MemberStatus status = stream_.status();
  if (status == MemberStatus::good) {
    if (stream_.passed() == 0) error(begin, "gzip-empty", "the gzip member is empty");
    return {};
  }
  const auto behind = stream_.window().view(next_offset_, kPeek);
  if (!behind) return behind.error();
  const bool ends_well = (status == MemberStatus::bad_crc || status == MemberStatus::bad_length) &&
                         (behind->empty() || has_gzip_magic(*behind));
  if (!ends_well) {
    // A torn member and what was appended behind it read like one: look from its beginning.
    const std::uint64_t from = take_rescan(next_offset_ - begin) ? begin + 1 : next_offset_;
    const auto next = next_member_or_end(from);
    if (!next) return next.error();
    next_offset_ = *next;
  }
  const Fault fault = fault_of(status);
  error(begin, fault.code, std::string(fault.message), next_offset_ - begin);
  return {};
}

}  // namespace warc
