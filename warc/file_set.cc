#include "warc/file_set.h"

#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "warc/gzip_member.h"
#include "warc/records.h"

namespace warc {
namespace {

constexpr std::size_t kMaxNamePart = 64;
constexpr std::string_view kOpenSuffix = ".open";

// Lower case because WACZ resource names must be (Z-03), and no leading dot: hidden files get lost.
std::string name_part(std::string_view text, std::string_view fallback) {
  std::string out = base::to_lower_ascii(text.empty() ? fallback : text).substr(0, kMaxNamePart);
  for (char& c : out) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    if (!fits) c = '-';
  }
  if (out.front() == '.') out.front() = '-';
  return out;
}

}  // namespace

FileSet::FileSet(base::Disk& disk, const base::Clock& clock, RecordIds& ids, FileSetOptions options)
    : disk_(disk), clock_(clock), ids_(ids), options_(std::move(options)) {
  options_.prefix = name_part(options_.prefix, "varve");
  options_.hostname = name_part(options_.hostname, "localhost");
}

std::filesystem::path FileSet::open_path() const {
  return options_.directory / (filename_ + std::string(kOpenSuffix));
}

base::Result<std::string> FileSet::warcinfo_id() {
  if (!file_) {
    if (auto opened = open_next(); !opened) return opened.error();
  }
  return warcinfo_id_;
}

// rename() in seal() would replace a file of the same name, so a name is taken when either form of
// it exists. With 17-digit times that is a clock set back, or a test's.
base::Result<std::string> FileSet::free_name() {
  for (int attempt = 0; attempt < 1000; ++attempt) {
    std::string name = fmt::format("{}-{}-{:05}-{}.warc.gz", options_.prefix,
                                   base::to_timestamp17(clock_.now()), serial_, options_.hostname);
    ++serial_;
    const auto path = options_.directory / name;
    if (disk_.open(path, base::OpenMode::read)) continue;
    if (disk_.open(path.string() + std::string(kOpenSuffix), base::OpenMode::read)) continue;
    return name;
  }
  return base::fail(base::Errc::io,
                    "no free name for a WARC file in " + options_.directory.string());
}

base::Result<void> FileSet::open_next() {
  auto name = free_name();
  if (!name) return name.error();
  filename_ = std::move(*name);
  auto opened = disk_.open(open_path(), base::OpenMode::create_new);
  if (!opened) {
    close();
    return opened.error();
  }
  file_ = std::move(*opened);
  auto written = write_warcinfo();
  if (!written) {
    // The write's error is the one to report, whatever comes of the removal.
    const auto ignored = discard();
    static_cast<void>(ignored);
  }
  return written;
}

base::Result<void> FileSet::write_warcinfo() {
  const auto record =
      make_warcinfo(ids_, clock_.now(), filename_, options_.warcinfo, options_.digest);
  if (!record) return record.error();
  const auto member = encode_member(
      *record, {},
      {.level = options_.level, .disk = &disk_, .spool_directory = options_.directory});
  if (!member) return member.error();
  if (auto written = write({*member}); !written) return written;
  warcinfo_id_ = record->id;
  end_ = warcinfo_end_ = member->size();
  return {};
}

base::Result<std::optional<std::vector<Location>>> FileSet::append(
    const std::vector<Block>& members, const std::string& warcinfo_id) {
  using Locations = std::optional<std::vector<Location>>;
  if (sync_failure_) return *sync_failure_;
  if (!file_ || warcinfo_id != warcinfo_id_) return Locations();

  std::uint64_t total = 0;
  for (const Block& member : members) total += member.size();
  if (end_ > warcinfo_end_ && end_ + total > options_.max_bytes) {
    if (auto sealed = seal(); !sealed) return sealed.error();
    return Locations();
  }

  // A tail left by a write that could not be cut back: nothing may follow it.
  if (auto cut = cut_back(); !cut) return cut.error();
  if (auto written = write(members); !written) {
    // When the cut fails as well, the next append or seal tries again.
    const auto ignored = cut_back();
    static_cast<void>(ignored);
    return written.error();
  }
  std::vector<Location> locations;
  for (const Block& member : members) {
    locations.push_back({filename_, end_, member.size()});
    end_ += member.size();
  }
  return Locations(std::move(locations));
}

base::Result<void> FileSet::write(const std::vector<Block>& members) {
  const auto append = [this](std::string_view bytes) { return file_->append(bytes); };
  for (const Block& member : members) {
    assert(!member.empty());
    if (auto written = member.for_each_chunk(append); !written) return written;
  }
  return {};
}

base::Result<void> FileSet::cut_back() {
  return file_->size() == end_ ? base::Result<void>() : file_->truncate(end_);
}

base::Result<void> FileSet::sync() {
  if (!file_) return {};
  if (sync_failure_) return *sync_failure_;
  auto outcome = file_->sync();
  if (outcome && !name_is_synced_) outcome = disk_.sync_directory(options_.directory);
  if (outcome) {
    name_is_synced_ = true;
  } else {
    sync_failure_ = outcome.error();
  }
  return outcome;
}

base::Result<void> FileSet::seal() {
  if (!file_) return {};
  if (sync_failure_) return *sync_failure_;
  if (end_ == warcinfo_end_) return discard();
  if (auto cut = cut_back(); !cut) return cut;
  if (auto synced = sync(); !synced) return synced;
  if (auto renamed = disk_.rename(open_path(), options_.directory / filename_); !renamed) {
    return renamed;
  }
  sealed_files_.push_back(filename_);
  close();
  return disk_.sync_directory(options_.directory);
}

base::Result<void> FileSet::discard() {
  const auto path = open_path();
  close();
  if (auto removed = disk_.remove(path); !removed) return removed;
  return disk_.sync_directory(options_.directory);
}

void FileSet::close() {
  file_.reset();
  filename_.clear();
  warcinfo_id_.clear();
  warcinfo_end_ = end_ = 0;
  name_is_synced_ = false;
  sync_failure_.reset();
}

}  // namespace warc
