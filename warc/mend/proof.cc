#include "warc/mend/proof.h"

#include <algorithm>
#include <array>
#include <utility>

#include "warc/digest.h"
#include "warc/spool.h"
#include "warc/verify/digest_value.h"

namespace warc::mend {
namespace {

std::string_view stated_digest(const RecordHead& head) { return head.field("WARC-Block-Digest"); }

// The first `length` bytes of `text`.
base::Result<std::string> digest_of_front(const Block& text, std::uint64_t length,
                                          DigestAlgorithm algorithm) {
  Hasher hasher(algorithm);
  std::uint64_t left = length;
  const auto update = [&](std::string_view bytes) -> base::Result<void> {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size()));
    hasher.update(bytes.substr(0, count));
    left -= count;
    return {};
  };
  if (auto read = text.for_each_chunk(update); !read) return read.error();
  return hasher.finish();
}

base::Result<MemberStatus> read_through(GzipReader& gzip, std::uint64_t offset) {
  if (auto opened = gzip.open(offset); !opened) return opened.error();
  while (true) {
    const auto piece = gzip.next();
    if (!piece) return piece.error();
    if (piece->empty()) return gzip.status();
  }
}

}  // namespace

bool has_block_digest(const RecordHead& head) {
  return verify::algorithm_of(stated_digest(head)).has_value();
}

base::Result<bool> agrees_with_digest(const RecordHead& head, const Block& block) {
  const auto algorithm = verify::algorithm_of(stated_digest(head));
  if (!algorithm) return false;
  const auto computed = digest_of(block, *algorithm);
  if (!computed) return computed.error();
  return verify::is_same_digest(stated_digest(head), *computed);
}

base::Result<std::optional<std::uint64_t>> proven_length(const RecordHead& head,
                                                         const Block& text) {
  const auto algorithm = verify::algorithm_of(stated_digest(head));
  if (!algorithm) return std::optional<std::uint64_t>();
  const std::uint64_t tail_begin = text.size() - std::min<std::uint64_t>(4, text.size());
  const auto tail = text.read(tail_begin, 4);
  if (!tail) return tail.error();
  const std::size_t last = tail->find_last_not_of("\r\n");
  const std::size_t line_ends = tail->size() - (last == tail->npos ? 0 : last + 1);
  // What closes the record is no part of the block; a block may end in line ends itself.
  for (const std::size_t closing : std::array<std::size_t, 4>{4, 2, 1, 0}) {
    if (closing > line_ends) continue;
    const std::uint64_t length = text.size() - closing;
    const auto computed = digest_of_front(text, length, *algorithm);
    if (!computed) return computed.error();
    if (verify::is_same_digest(stated_digest(head), *computed)) {
      return std::optional<std::uint64_t>(length);
    }
  }
  return std::optional<std::uint64_t>();
}

MemberText::MemberText(const base::File& file, base::Disk& disk,
                       std::filesystem::path spool_directory, std::uint64_t memory_limit)
    : disk_(disk),
      spool_directory_(std::move(spool_directory)),
      memory_limit_(memory_limit),
      window_(file),
      gzip_(window_),
      zlib_(window_, true) {}

base::Result<MemberStatus> MemberText::status_of(std::uint64_t offset) {
  if (known_offset_ == offset) return known_status_;
  const auto status = read_through(gzip_, offset);
  if (!status) return status;
  known_offset_ = offset;
  known_status_ = *status;
  return known_status_;
}

base::Result<bool> MemberText::is_good_for_zlib(std::uint64_t offset) {
  const auto status = read_through(zlib_, offset);
  if (!status) return status.error();
  return *status == MemberStatus::good;
}

base::Result<Block> MemberText::text(std::uint64_t offset, std::uint64_t from,
                                     std::uint64_t limit) {
  Spool spool(disk_, spool_directory_, memory_limit_);
  if (auto opened = gzip_.open(offset); !opened) return opened.error();
  std::uint64_t to_skip = from;
  while (spool.size() < limit) {
    auto piece = gzip_.next();
    if (!piece) return piece.error();
    if (piece->empty()) break;
    const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(to_skip, piece->size()));
    to_skip -= skipped;
    const std::string_view wanted = piece->substr(skipped).substr(
        0, static_cast<std::size_t>(std::min<std::uint64_t>(limit - spool.size(), piece->size())));
    if (auto kept = spool.append(wanted); !kept) return kept.error();
  }
  return spool.take();
}

}  // namespace warc::mend
