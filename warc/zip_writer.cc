#include "warc/zip_writer.h"

#include <libdeflate.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/encoding.h"
#include "warc/zip_format.h"

namespace warc {
namespace {

// APPNOTE 4.4.3: the version a reader needs, 1.0 for stored files and 4.5 for ZIP64.
constexpr unsigned kVersionStored = 10, kVersionZip64 = 45;
// 4.4.2: the attributes are Unix's, and the file is one for everybody to read.
constexpr unsigned kMadeByUnix = 3 << 8 | kVersionZip64;
constexpr std::uint64_t kRegularFile = std::uint64_t{0100644} << 16;

// MS-DOS date and time in one 32-bit number: 7 bits of years since 1980, 4 of months, 5 each of
// days and hours, 6 of minutes, 5 of double seconds.
std::uint64_t dos_time(base::Timestamp time) {
  using namespace std::chrono;
  const base::Timestamp first = sys_days{year{1980} / 1 / 1};
  const base::Timestamp last = sys_days{year{2107} / 12 / 31} + 23h + 59min + 58s;
  const base::Timestamp moment = std::clamp(time, first, last);
  const auto day = floor<days>(moment);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(moment - day)};
  const auto years = static_cast<std::uint64_t>(static_cast<int>(date.year()) - 1980);
  return years << 25 | std::uint64_t{static_cast<unsigned>(date.month())} << 21 |
         std::uint64_t{static_cast<unsigned>(date.day())} << 16 |
         static_cast<std::uint64_t>(clock.hours().count()) << 11 |
         static_cast<std::uint64_t>(clock.minutes().count()) << 5 |
         static_cast<std::uint64_t>(clock.seconds().count()) >> 1;
}

base::Result<std::uint32_t> crc_of(const Block& content) {
  std::uint32_t crc = 0;
  const auto update = [&crc](std::string_view bytes) -> base::Result<void> {
    crc = libdeflate_crc32(crc, bytes.data(), bytes.size());
    return {};
  };
  if (auto read = content.for_each_chunk(update); !read) return read.error();
  return crc;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

ZipWriter::ZipWriter(Replacement& out, base::Timestamp time)
    : out_(out), dos_time_(dos_time(time)) {}

base::Result<void> ZipWriter::put(std::string_view bytes) {
  offset_ += bytes.size();
  return out_.append(bytes);
}

// From "version needed" to the length of the name: alike in both headers.
void ZipWriter::append_common(std::string& out, const Entry& entry, unsigned version) const {
  append_little(out, version, 2);
  append_little(out, is_ascii(entry.name) ? 0 : kZipFlagUtf8, 2);
  append_little(out, 0, 2);  // stored
  append_little(out, dos_time_, 4);
  append_little(out, entry.crc, 4);
  append_little(out, std::min(entry.size, kZipMax32), 4);
  append_little(out, std::min(entry.size, kZipMax32), 4);
  append_little(out, entry.name.size(), 2);
}

std::string ZipWriter::local_header(const Entry& entry) const {
  std::string extra;
  if (entry.size >= kZipMax32) {
    append_little(extra, kZip64Extra, 2);
    append_little(extra, 16, 2);
    append_little(extra, entry.size, 8);
    append_little(extra, entry.size, 8);
  }
  std::string out;
  append_little(out, kZipLocal, 4);
  append_common(out, entry, extra.empty() ? kVersionStored : kVersionZip64);
  append_little(out, extra.size(), 2);
  return out + entry.name + extra;
}

// Has an extra field wherever the local header has one (Z-11), and for a far offset, too.
std::string ZipWriter::central_header(const Entry& entry) const {
  std::string large;
  if (entry.size >= kZipMax32) {
    append_little(large, entry.size, 8);
    append_little(large, entry.size, 8);
  }
  if (entry.offset >= kZipMax32) append_little(large, entry.offset, 8);
  std::string extra;
  if (!large.empty()) {
    append_little(extra, kZip64Extra, 2);
    append_little(extra, large.size(), 2);
    extra += large;
  }
  std::string out;
  append_little(out, kZipCentral, 4);
  append_little(out, kMadeByUnix, 2);
  append_common(out, entry, extra.empty() ? kVersionStored : kVersionZip64);
  append_little(out, extra.size(), 2);
  append_little(out, 0, 2);  // comment
  append_little(out, 0, 2);  // disk
  append_little(out, 0, 2);  // internal attributes
  append_little(out, kRegularFile, 4);
  append_little(out, std::min(entry.offset, kZipMax32), 4);
  return out + entry.name + extra;
}

std::string ZipWriter::end_records(std::uint64_t directory_offset) const {
  const std::uint64_t count = entries_.size();
  const std::uint64_t size = offset_ - directory_offset;
  std::string out;
  if (count >= kZipMax16 || size >= kZipMax32 || directory_offset >= kZipMax32) {
    append_little(out, kZip64End, 4);
    append_little(out, kZip64EndBytes - 12, 8);  // of what follows
    append_little(out, kMadeByUnix, 2);
    append_little(out, kVersionZip64, 2);
    append_little(out, 0, 8);  // this disk and the directory's
    append_little(out, count, 8);
    append_little(out, count, 8);
    append_little(out, size, 8);
    append_little(out, directory_offset, 8);
    append_little(out, kZip64Locator, 4);
    append_little(out, 0, 4);
    append_little(out, offset_, 8);
    append_little(out, 1, 4);  // disks
  }
  append_little(out, kZipEnd, 4);
  append_little(out, 0, 4);
  append_little(out, std::min(count, kZipMax16), 2);
  append_little(out, std::min(count, kZipMax16), 2);
  append_little(out, std::min(size, kZipMax32), 4);
  append_little(out, std::min(directory_offset, kZipMax32), 4);
  append_little(out, 0, 2);  // comment
  return out;
}

base::Result<void> ZipWriter::add(const std::string& name, const Block& content,
                                  const Block::Sink& also) {
  if (name.empty() || name.size() > kZipMax16) {
    return base::fail(base::Errc::invalid, "no name for a ZIP entry");
  }
  if (!names_.insert(name).second) {
    return base::fail(base::Errc::invalid, "two ZIP entries called " + base::printable(name));
  }
  const auto crc = crc_of(content);
  if (!crc) return crc.error();
  Entry entry{name, offset_, content.size(), *crc};
  if (auto written = put(local_header(entry)); !written) return written;

  std::uint32_t stored_crc = 0;
  const auto store = [&](std::string_view bytes) -> base::Result<void> {
    stored_crc = libdeflate_crc32(stored_crc, bytes.data(), bytes.size());
    if (auto seen = also ? also(bytes) : base::Result<void>(); !seen) return seen;
    return put(bytes);
  };
  if (auto stored = content.for_each_chunk(store); !stored) return stored;
  if (stored_crc != entry.crc) {
    return base::fail(base::Errc::invalid,
                      base::printable(name) + " was changed while it was being packed");
  }
  entries_.push_back(std::move(entry));
  return {};
}

base::Result<void> ZipWriter::finish() {
  const std::uint64_t directory_offset = offset_;
  for (const Entry& entry : entries_) {
    if (auto written = put(central_header(entry)); !written) return written;
  }
  return put(end_records(directory_offset));
}

}  // namespace warc
