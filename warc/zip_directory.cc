#include "warc/zip_directory.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "warc/zip_format.h"

namespace warc {
namespace {

struct EndRecord {
  std::uint64_t count = 0, size = 0, offset = 0;
  std::uint64_t position = 0;  // of the first end record: the directory ends here
};

base::Error broken(std::string why) {
  return base::fail(base::Errc::invalid, "zip: " + std::move(why));
}

// Exactly `size` bytes.
base::Result<std::string> read_whole(const base::File& file, std::uint64_t offset,
                                     std::uint64_t size) {
  auto bytes = file.read_at(offset, static_cast<std::size_t>(size));
  if (bytes && bytes->size() != size) {
    return base::fail(base::Errc::truncated, fmt::format("zip: the file ends at {}, {} bytes from "
                                                         "{} were wanted",
                                                         offset + bytes->size(), size, offset));
  }
  return bytes;
}

// The end record stands in the last 22 bytes, or before a comment of up to 65,535. Only a comment
// that reaches the end of the file will do: a signature may stand in the comment itself.
std::size_t find_end(std::string_view tail) {
  for (std::size_t back = kZipEndBytes; back <= tail.size(); ++back) {
    const std::size_t at = tail.size() - back;
    if (little_at(tail, at, 4) != kZipEnd) continue;
    if (little_at(tail, at + 20, 2) == back - kZipEndBytes) return at;
  }
  return std::string_view::npos;
}

base::Error no_end(const base::File& file) {
  const auto start = file.read_at(0, 4);
  if (!start) return start.error();
  const bool looks_right = start->size() == 4 && little_at(*start, 0, 4) == kZipLocal;
  return looks_right ? base::fail(base::Errc::truncated, "zip: cut off before its directory")
                     : broken("no end record");
}

// 4.3.15 and 4.3.14: the locator stands right before the end record and leads to the large one.
base::Result<EndRecord> read_zip64_end(const base::File& file, std::uint64_t end_position) {
  if (end_position < kZip64LocatorBytes) return broken("no room for a ZIP64 locator");
  const auto locator = read_whole(file, end_position - kZip64LocatorBytes, kZip64LocatorBytes);
  if (!locator) return locator.error();
  if (little_at(*locator, 0, 4) != kZip64Locator) return broken("no ZIP64 locator");
  const std::uint64_t position = little_at(*locator, 8, 8);
  const std::uint64_t behind = end_position - kZip64LocatorBytes;
  if (position > behind || behind - position < kZip64EndBytes) {
    return broken(fmt::format("the ZIP64 end record cannot be at {}", position));
  }
  const auto record = read_whole(file, position, kZip64EndBytes);
  if (!record) return record.error();
  if (little_at(*record, 0, 4) != kZip64End) return broken("no ZIP64 end record");
  if (little_at(*record, 4, 8) != behind - position - 12) {
    return broken("the ZIP64 end record has another length than it says");
  }
  if (little_at(*record, 16, 8) != 0 || little_at(*record, 24, 8) != little_at(*record, 32, 8)) {
    return broken("a file in several parts");
  }
  return EndRecord{little_at(*record, 32, 8), little_at(*record, 40, 8), little_at(*record, 48, 8),
                   position};
}

base::Result<EndRecord> read_end(const base::File& file) {
  const std::uint64_t tail_size = std::min(file.size(), kZipEndBytes + kZipMax16);
  const auto tail = read_whole(file, file.size() - tail_size, tail_size);
  if (!tail) return tail.error();
  const std::size_t at = find_end(*tail);
  if (at == std::string_view::npos) return no_end(file);
  const EndRecord small{little_at(*tail, at + 10, 2), little_at(*tail, at + 12, 4),
                        little_at(*tail, at + 16, 4), file.size() - tail_size + at};
  if (little_at(*tail, at + 4, 4) != 0 || little_at(*tail, at + 8, 2) != small.count) {
    return broken("a file in several parts");
  }
  const bool is_large =
      small.count == kZipMax16 || small.size == kZipMax32 || small.offset == kZipMax32;
  return is_large ? read_zip64_end(file, small.position) : small;
}

// 4.5.3: the values that did not fit, in this order, and only those.
base::Result<void> read_zip64_extra(std::string_view extra, ZipEntry& entry) {
  std::uint64_t* const large[] = {&entry.size, &entry.stored_size, &entry.header_offset};
  const bool complete =
      std::none_of(std::begin(large), std::end(large), [](auto* v) { return *v == kZipMax32; });
  if (complete) return {};
  while (extra.size() >= 4) {
    const std::uint64_t type = little_at(extra, 0, 2), size = little_at(extra, 2, 2);
    extra.remove_prefix(4);
    if (size > extra.size()) break;
    std::string_view field = extra.substr(0, size);
    extra.remove_prefix(size);
    if (type != kZip64Extra) continue;
    for (std::uint64_t* value : large) {
      if (*value != kZipMax32) continue;
      if (field.size() < 8) return broken("a ZIP64 field that is too short");
      *value = little_at(field, 0, 8);
      field.remove_prefix(8);
    }
    return {};
  }
  return broken("an entry without the ZIP64 field it needs");
}

// Takes one entry off the front of `rest`.
base::Result<ZipEntry> next_entry(std::string_view& rest) {
  if (rest.size() < kZipCentralBytes || little_at(rest, 0, 4) != kZipCentral) {
    return broken("no entry where the directory should have one");
  }
  const std::uint64_t name_size = little_at(rest, 28, 2), extra_size = little_at(rest, 30, 2),
                      comment_size = little_at(rest, 32, 2);
  if (rest.size() - kZipCentralBytes < name_size + extra_size + comment_size) {
    return broken("an entry that is longer than the directory");
  }
  ZipEntry entry;
  entry.flags = static_cast<unsigned>(little_at(rest, 8, 2));
  entry.method = static_cast<unsigned>(little_at(rest, 10, 2));
  entry.crc = static_cast<std::uint32_t>(little_at(rest, 16, 4));
  entry.stored_size = little_at(rest, 20, 4);
  entry.size = little_at(rest, 24, 4);
  entry.header_offset = little_at(rest, 42, 4);
  entry.name = rest.substr(kZipCentralBytes, name_size);
  const std::string_view extra = rest.substr(kZipCentralBytes + name_size, extra_size);
  if (auto large = read_zip64_extra(extra, entry); !large) return large.error();
  rest.remove_prefix(kZipCentralBytes + name_size + extra_size + comment_size);
  return entry;
}

}  // namespace

base::Result<ZipDirectory> read_zip_directory(const base::File& file, const ZipLimits& limits) {
  const auto end = read_end(file);
  if (!end) return end.error();
  if (end->offset > end->position || end->position - end->offset != end->size) {
    return broken(fmt::format("the directory at {} with {} bytes does not end at {}", end->offset,
                              end->size, end->position));
  }
  if (end->size > limits.max_directory_bytes) {
    return base::fail(base::Errc::too_large, fmt::format("zip: a directory of {} bytes, {} allowed",
                                                         end->size, limits.max_directory_bytes));
  }
  // Before reserving memory for a count that nothing backs.
  if (end->count > end->size / kZipCentralBytes) {
    return broken(fmt::format("{} entries in a directory of {} bytes", end->count, end->size));
  }
  const auto bytes = read_whole(file, end->offset, end->size);
  if (!bytes) return bytes.error();

  ZipDirectory directory{end->offset, {}};
  directory.entries.reserve(static_cast<std::size_t>(end->count));
  std::string_view rest = *bytes;
  for (std::uint64_t i = 0; i < end->count; ++i) {
    auto entry = next_entry(rest);
    if (!entry) return entry.error();
    directory.entries.push_back(std::move(*entry));
  }
  if (!rest.empty()) return broken(fmt::format("{} bytes behind the last entry", rest.size()));
  return directory;
}

}  // namespace warc
