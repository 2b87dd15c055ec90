#include "warc/wacz_index.h"

#include <zlib.h>

#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json.h"
#include "warc/digest.h"
#include "warc/line_reader.h"
#include "warc/line_sorter.h"
#include "warc/spool.h"

namespace warc {
namespace {

constexpr int kLinesPerBlock = 1024;             // py-wacz's (formats 5.2)
constexpr std::size_t kMaxBlockText = 64 << 20;  // a block of very long lines is closed early
constexpr std::uint64_t kMemoryLimit = 4 << 20;

base::Result<std::string> gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return base::fail(base::Errc::io, "deflateInit2 failed");
  }
  gz_header header{};
  header.os = 255;
  deflateSetHeader(&stream, &header);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int code = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (code != Z_STREAM_END) return base::fail(base::Errc::io, fmt::format("deflate: {}", code));
  return out;
}

// "KEY TIMESTAMP" of a CDXJ line; empty when it has no two fields before its JSON.
std::string_view key_and_time(std::string_view line) {
  const std::size_t key_end = line.find(' ');
  if (key_end == std::string_view::npos) return {};
  const std::size_t time_end = line.find(' ', key_end + 1);
  return time_end == std::string_view::npos ? std::string_view() : line.substr(0, time_end);
}

// The value of "filename". Whatever stands in a URL, its quotes are escaped in the JSON text, so
// the quoted name with its colon is the member itself.
std::string_view filename_of(std::string_view line) {
  constexpr std::string_view name = "\"filename\":";
  const std::size_t at = line.rfind(name);
  if (at == std::string_view::npos) return {};
  const std::size_t from = line.find('"', at + name.size());
  if (from == std::string_view::npos) return {};
  return line.substr(from + 1, line.find('"', from + 1) - from - 1);
}

class Builder {
 public:
  Builder(base::Disk& disk, const std::filesystem::path& directory)
      : cdx_(disk, directory, kMemoryLimit), idx_(disk, directory, kMemoryLimit) {}

  base::Result<void> add(std::string_view line) {
    if (lines_ == 0) first_ = key_and_time(line);
    text_.append(line).append("\n");
    ++lines_;
    return lines_ < kLinesPerBlock && text_.size() < kMaxBlockText ? base::Result<void>() : close();
  }

  base::Result<WaczIndex> finish() {
    if (auto closed = close(); !closed) return closed.error();
    return WaczIndex{cdx_.take(), idx_.take()};
  }

 private:
  base::Result<void> close() {
    if (lines_ == 0) return {};
    const auto block = gzip(text_);
    if (!block) return block.error();
    if (cdx_.size() == 0) {
      constexpr std::string_view meta =
          "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n";
      if (auto written = idx_.append(meta); !written) return written;
    }
    base::JsonWriter json;
    json.begin_object()
        .field("offset", cdx_.size())
        .field("length", static_cast<std::uint64_t>(block->size()))
        .field("digest", digest_of(*block, DigestAlgorithm::sha256))
        .end_object();
    if (auto written = idx_.append(first_ + " " + json.take() + "\n"); !written) return written;
    lines_ = 0;
    text_.clear();
    return cdx_.append(*block);
  }

  Spool cdx_, idx_;
  std::string text_, first_;
  int lines_ = 0;
};

}  // namespace

base::Result<WaczIndex> compress_index(base::Disk& disk, const std::filesystem::path& cdxj,
                                       const std::set<std::string, std::less<>>& filenames,
                                       OtherLines others,
                                       const std::filesystem::path& temporary_directory) {
  auto file = disk.open(cdxj, base::OpenMode::read);
  if (!file) return file.error();
  LineReader lines(**file, LineSorter::kMaxLine);
  Builder builder(disk, temporary_directory);
  std::string last;
  for (std::uint64_t number = 1;; ++number) {
    const auto next = lines.next();
    if (!next) return next.error();
    if (!*next) return builder.finish();
    const std::string_view line = **next;
    const auto refuse = [&](std::string_view why) {
      return base::fail(base::Errc::invalid, fmt::format("{}:{}: {}", cdxj.string(), number, why));
    };
    if (lines.is_cut() || key_and_time(line).empty()) return refuse("no CDXJ line");
    if (line < last) return refuse("not sorted");
    last = line;
    if (const std::string_view name = filename_of(line); !filenames.contains(name)) {
      if (others == OtherLines::skip) continue;
      return refuse("names a WARC that is not packed: \"" + base::printable(name.substr(0, 200)) +
                    "\"");
    }
    if (auto added = builder.add(line); !added) return added.error();
  }
}

}  // namespace warc
