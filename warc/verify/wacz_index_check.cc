#include "warc/verify/wacz_index_check.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "base/encoding.h"
#include "warc/digest.h"
#include "warc/gzip_reader.h"
#include "warc/line_reader.h"
#include "warc/window.h"

namespace warc::verify {
namespace {

namespace json = boost::json;

// Blocks of 1024 lines; nobody makes any that are larger than this.
constexpr std::uint64_t kMaxBlock = 256 << 20;
constexpr std::size_t kMaxLine = 4 << 20;

// The decoded bytes of gzip members that follow each other, to be read from front to back.
class GunzippedFile : public base::File {
 public:
  explicit GunzippedFile(const base::File& file) : window_(file), gzip_(window_) {}

  base::Result<std::string> read_at(std::uint64_t, std::size_t) const override {
    while (true) {
      auto bytes = gzip_.next();
      if (!bytes) return bytes.error();
      if (!bytes->empty()) return std::string(*bytes);
      if (is_begun_ && gzip_.status() != MemberStatus::good) {
        is_damaged_ = true;
        return std::string();
      }
      const std::uint64_t at = is_begun_ ? gzip_.end_offset() : 0;
      const auto more = window_.view(at, 4);
      if (!more) return more.error();
      is_begun_ = true;
      if (more->empty()) return std::string();
      if (!has_gzip_magic(*more)) {
        is_damaged_ = true;
        return std::string();
      }
      if (auto opened = gzip_.open(at); !opened) return opened.error();
    }
  }
  bool is_damaged() const { return is_damaged_; }

  base::Result<void> append(std::string_view) override { return read_only(); }
  base::Result<void> truncate(std::uint64_t) override { return read_only(); }
  base::Result<void> sync() override { return read_only(); }
  std::uint64_t size() const override { return 0; }

 private:
  static base::Error read_only() { return base::fail(base::Errc::invalid, "read only"); }

  mutable Window window_;
  mutable GzipReader gzip_;
  mutable bool is_begun_ = false, is_damaged_ = false;
};

// One line of the .idx: where a block of the index lies, what its hash is.
struct Block {
  std::uint64_t offset = 0, length = 0;
  std::string digest, first_line;  // of which the beginning, "KEY TIMESTAMP"
};

class IdxCheck {
 public:
  IdxCheck(const base::File& compressed, std::string name, const FileFindingSink& report)
      : compressed_(compressed), name_(std::move(name)), report_(report) {}

  base::Result<void> check(const base::File& idx) {
    LineReader lines(idx, kMaxLine);
    while (true) {
      const auto line = lines.next();
      if (!line) return line.error();
      if (!*line) break;
      if ((*line)->empty() || (*line)->starts_with('!')) continue;
      if (**line < before_) error(lines.line_offset(), "idx-order", "lines are not sorted");
      before_ = **line;
      if (auto checked = check_line(**line, lines.line_offset()); !checked) return checked;
    }
    if (end_ != compressed_.size()) {
      error(0, "idx-cover",
            fmt::format("the lines lead to {} of the {} bytes of the index", end_,
                        compressed_.size()));
    }
    return {};
  }

 private:
  void error(std::uint64_t offset, std::string_view code, std::string message) const {
    report_(name_, {Severity::error, offset, code, std::move(message)});
  }

  base::Result<void> check_line(std::string_view line, std::uint64_t at) {
    const std::size_t brace = line.find('{');
    boost::system::error_code failed;
    json::value value;
    if (brace != std::string_view::npos) {
      const std::string_view text = line.substr(brace);
      value = json::parse({text.data(), text.size()}, failed);
    }
    if (brace == std::string_view::npos || failed || !value.is_object()) {
      error(at, "idx-line", "the line holds no JSON object");
      return {};
    }
    const json::object& object = value.get_object();
    const auto number = [&](std::string_view key) {
      const json::value* found = object.if_contains(key);
      boost::system::error_code bad;
      const auto parsed = found == nullptr ? 0 : found->to_number<std::uint64_t>(bad);
      if (found == nullptr || bad) failed = bad ? bad : make_error_code(json::error::not_number);
      return parsed;
    };
    Block block{number("offset"), number("length"), "", ""};
    if (failed || block.length > kMaxBlock) {
      error(at, "idx-line", "offset and length are not right");
      return {};
    }
    if (const json::value* digest = object.if_contains("digest"); digest && digest->is_string()) {
      block.digest = std::string(digest->get_string());
    }
    block.first_line = base::trimmed(line.substr(0, brace));
    return check_block(block, at);
  }

  base::Result<void> check_block(const Block& block, std::uint64_t at) {
    if (block.offset != end_) {
      error(at, "idx-cover",
            fmt::format("the block begins at {}, the one before ends at {}", block.offset, end_));
    }
    end_ = block.offset + block.length;
    const auto bytes = compressed_.read_at(block.offset, static_cast<std::size_t>(block.length));
    if (!bytes) return bytes.error();
    if (bytes->size() < block.length) {
      error(at, "idx-cover", "the block goes beyond the end of the index");
      return {};
    }
    if (!block.digest.empty() && digest_of(*bytes, DigestAlgorithm::sha256) != block.digest) {
      error(at, "idx-digest", "the block of the index does not have this digest");
    }
    Window window(compressed_);
    GzipReader gzip(window);
    if (auto opened = gzip.open(block.offset); !opened) return opened;
    const auto text = gzip.next();
    if (!text) return text.error();
    if (!text->starts_with(block.first_line)) {
      error(at, "idx-key", "the block does not begin with the line this one names");
    }
    return {};
  }

  const base::File& compressed_;
  std::string name_;
  const FileFindingSink& report_;
  std::string before_;
  std::uint64_t end_ = 0;
};

base::Result<void> check_compressed(const ZipReader& zip, const ZipEntry& entry,
                                    const base::File& file, IndexCheck& index,
                                    const FileFindingSink& report) {
  const GunzippedFile lines(file);
  if (auto added = index.add_index(lines, entry.name); !added) return added.error();
  if (lines.is_damaged()) {
    report(entry.name, {Severity::error, 0, "index-damaged", "the compressed index is damaged"});
  }
  std::string idx_name = entry.name;
  for (const std::string_view ending : {".gz", ".cdxj", ".cdx"}) {
    if (idx_name.ends_with(ending)) idx_name.resize(idx_name.size() - ending.size());
  }
  idx_name += ".idx";
  const ZipEntry* idx = zip.find(idx_name);
  if (idx == nullptr) {
    report(entry.name, {Severity::error, 0, "idx-missing",
                        "a compressed index is not found without its " + idx_name});
    return {};
  }
  const auto idx_file = zip.open_stored(*idx);
  if (!idx_file) {
    report(idx_name, {Severity::error, 0, "wacz-damaged", idx_file.error().detail});
    return {};
  }
  return IdxCheck(file, idx_name, report).check(**idx_file);
}

}  // namespace

base::Result<bool> check_wacz_index(const ZipReader& zip, const ZipEntry& entry, IndexCheck& index,
                                    const FileFindingSink& report) {
  const std::string_view name = entry.name;
  const bool is_compressed = name.ends_with(".cdx.gz") || name.ends_with(".cdxj.gz");
  if (!is_compressed && !name.ends_with(".cdx") && !name.ends_with(".cdxj")) return false;
  if (!entry.is_stored()) {
    report(entry.name, {Severity::error, 0, "wacz-deflated", "an index must be stored as it is"});
    return true;
  }
  const auto file = zip.open_stored(entry);
  if (!file) {
    report(entry.name, {Severity::error, 0, "wacz-damaged", file.error().detail});
    return true;
  }
  if (!is_compressed) {
    if (auto added = index.add_index(**file, entry.name); !added) return added.error();
    return true;
  }
  if (auto checked = check_compressed(zip, entry, **file, index, report); !checked) {
    return checked.error();
  }
  return true;
}

}  // namespace warc::verify
