#include "warc/zip_reader.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "warc/zip_directory.h"
#include "warc/zip_format.h"

namespace warc {
namespace {

constexpr std::uint64_t kMaxContent = 1 << 30;  // of what is given as one string

base::Error broken(const ZipEntry& entry, std::string_view why) {
  return base::fail(base::Errc::invalid,
                    fmt::format("zip: {}: {}", base::printable(entry.name.substr(0, 200)), why));
}

// `length` bytes of another file from `offset`; nothing can be written to it.
class Slice : public base::File {
 public:
  Slice(std::shared_ptr<const base::File> file, std::uint64_t offset, std::uint64_t length)
      : file_(std::move(file)), offset_(offset), length_(length) {}

  base::Result<void> append(std::string_view) override { return read_only(); }
  base::Result<void> truncate(std::uint64_t) override { return read_only(); }
  base::Result<void> sync() override { return {}; }
  std::uint64_t size() const override { return length_; }

  base::Result<std::string> read_at(std::uint64_t offset, std::size_t size) const override {
    if (offset >= length_) return std::string();
    const std::uint64_t there = std::min<std::uint64_t>(size, length_ - offset);
    return file_->read_at(offset_ + offset, static_cast<std::size_t>(there));
  }

 private:
  static base::Error read_only() {
    return base::fail(base::Errc::io, "an entry of a ZIP file cannot be written to");
  }

  std::shared_ptr<const base::File> file_;
  std::uint64_t offset_, length_;
};

// RFC 1951 data that must come to exactly `size` bytes.
class Inflater {
 public:
  explicit Inflater(std::size_t size) : out_(size, '\0') {
    // -15: no zlib header, the window as large as it can be.
    is_ready_ = inflateInit2(&stream_, -15) == Z_OK;
    stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
    stream_.avail_out = static_cast<uInt>(size);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }

  // False when the data are damaged, too long, or go on behind their end.
  bool append(std::string_view bytes) {
    if (!is_ready_ || code_ != Z_OK) return false;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    while (code_ == Z_OK && stream_.avail_in > 0) code_ = inflate(&stream_, Z_NO_FLUSH);
    return (code_ == Z_OK || code_ == Z_STREAM_END) && stream_.avail_in == 0;
  }
  bool is_whole() const { return code_ == Z_STREAM_END && stream_.avail_out == 0; }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  z_stream stream_{};
  bool is_ready_ = false;
  int code_ = Z_OK;
};

base::Result<std::string> inflated(const ZipEntry& entry, const Block& raw) {
  Inflater inflater(static_cast<std::size_t>(entry.size));
  const auto feed = [&](std::string_view bytes) -> base::Result<void> {
    return inflater.append(bytes) ? base::Result<void>() : broken(entry, "damaged deflate data");
  };
  if (auto read = raw.for_each_chunk(feed); !read) return read.error();
  if (!inflater.is_whole()) return broken(entry, "deflate data of another size");
  return inflater.take();
}

// Does the local header, with its name, say what the directory says of `entry`?
bool agrees(std::string_view header, const ZipEntry& entry) {
  if (little_at(header, 26, 2) != entry.name.size() ||
      header.substr(kZipLocalBytes) != entry.name || little_at(header, 8, 2) != entry.method) {
    return false;
  }
  // Written in one go, CRC and sizes stand behind the content and here are zeros.
  if ((little_at(header, 6, 2) & kZipFlagDescriptor) != 0) return true;
  const std::uint64_t stored_size = little_at(header, 18, 4), size = little_at(header, 22, 4);
  return little_at(header, 14, 4) == entry.crc &&
         (stored_size == kZipMax32 || stored_size == entry.stored_size) &&
         (size == kZipMax32 || size == entry.size);
}

}  // namespace

ZipReader::ZipReader(std::shared_ptr<const base::File> file, std::uint64_t directory_offset,
                     std::vector<ZipEntry> entries)
    : file_(std::move(file)),
      directory_offset_(directory_offset),
      entries_(std::move(entries)),
      by_name_(entries_.size()) {
  std::iota(by_name_.begin(), by_name_.end(), 0u);
  std::sort(by_name_.begin(), by_name_.end(),
            [this](auto a, auto b) { return entries_[a].name < entries_[b].name; });
}

base::Result<ZipReader> ZipReader::open(std::shared_ptr<const base::File> file,
                                        const ZipLimits& limits) {
  auto directory = read_zip_directory(*file, limits);
  if (!directory) return directory.error();
  ZipReader reader(std::move(file), directory->offset, std::move(directory->entries));
  // Of two entries with one name one reader shows the first, the other the last.
  const auto twice = std::adjacent_find(
      reader.by_name_.begin(), reader.by_name_.end(),
      [&](auto a, auto b) { return reader.entries_[a].name == reader.entries_[b].name; });
  if (twice != reader.by_name_.end()) return broken(reader.entries_[*twice], "two entries");
  return reader;
}

const ZipEntry* ZipReader::find(std::string_view name) const {
  const auto found =
      std::lower_bound(by_name_.begin(), by_name_.end(), name,
                       [this](auto place, auto wanted) { return entries_[place].name < wanted; });
  if (found == by_name_.end() || entries_[*found].name != name) return nullptr;
  return &entries_[*found];
}

base::Result<std::uint64_t> ZipReader::data_offset(const ZipEntry& entry) const {
  if ((entry.flags & kZipFlagEncrypted) != 0) return broken(entry, "encrypted");
  const std::size_t wanted = kZipLocalBytes + entry.name.size();
  if (entry.header_offset > directory_offset_ || directory_offset_ - entry.header_offset < wanted) {
    return broken(entry, "no local header where the directory says");
  }
  const auto header = file_->read_at(entry.header_offset, wanted);
  if (!header) return header.error();
  if (header->size() != wanted || little_at(*header, 0, 4) != kZipLocal) {
    return broken(entry, "no local header where the directory says");
  }
  if (!agrees(*header, entry)) {
    return broken(entry, "the local header does not agree with the directory");
  }
  const std::uint64_t offset = entry.header_offset + wanted + little_at(*header, 28, 2);
  if (offset > directory_offset_ || directory_offset_ - offset < entry.stored_size) {
    return broken(entry, "reaches into the directory");
  }
  return offset;
}

base::Result<Block> ZipReader::stored(const ZipEntry& entry) const {
  if (!entry.is_stored()) return broken(entry, "is compressed");
  if (entry.stored_size != entry.size) return broken(entry, "stored with two sizes");
  const auto offset = data_offset(entry);
  if (!offset) return offset.error();
  return Block(file_, *offset, entry.size);
}

base::Result<std::unique_ptr<base::File>> ZipReader::open_stored(const ZipEntry& entry) const {
  if (auto checked = stored(entry); !checked) return checked.error();
  const auto offset = data_offset(entry);
  if (!offset) return offset.error();
  return std::unique_ptr<base::File>(std::make_unique<Slice>(file_, *offset, entry.size));
}

base::Result<std::string> ZipReader::read(const ZipEntry& entry, std::uint64_t limit) const {
  if (entry.size > std::min(limit, kMaxContent)) {
    return base::fail(base::Errc::too_large, fmt::format("zip: {}: {} bytes, {} allowed",
                                                         base::printable(entry.name.substr(0, 200)),
                                                         entry.size, std::min(limit, kMaxContent)));
  }
  base::Result<std::string> content = std::string();
  if (entry.method == ZipEntry::kDeflated) {
    const auto offset = data_offset(entry);
    if (!offset) return offset.error();
    content = inflated(entry, Block(file_, *offset, entry.stored_size));
  } else {
    const auto raw = stored(entry);
    if (!raw) return raw.error();
    content = raw->to_string(entry.size);
  }
  if (content && libdeflate_crc32(0, content->data(), content->size()) != entry.crc) {
    return broken(entry, "its CRC does not agree");
  }
  return content;
}

}  // namespace warc
