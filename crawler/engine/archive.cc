#include "crawler/engine/archive.h"

#include <utility>

#include "base/error.h"
#include "crawler/engine/offload.h"

namespace crawler::engine {
namespace asio = boost::asio;
namespace {

// An index line in both spellings, and its share of the log.
constexpr std::uint64_t kIndexBytesPerCapture = 1200;
constexpr std::uint64_t kLeastBallast = 1024 * 1024;
constexpr std::uint64_t kCapturesPerBallastCheck = 256;

// What an older crawl left; the new index is written beside it.
std::uint64_t index_bytes(const CollectionPaths& paths) {
  std::uint64_t bytes = 0;
  for (const char* name : {"index.cdxj", "index.cdx"}) {
    std::error_code error;
    const auto size = std::filesystem::file_size(paths.indexes() / name, error);
    if (!error) bytes += size;
  }
  return bytes;
}

}  // namespace

Archive::Archive(asio::any_io_executor pool, asio::any_io_executor strand, base::Disk& disk,
                 const base::Clock& clock, CollectionPaths paths, warc::FileSetOptions options)
    : pool_(std::move(pool)),
      strand_(std::move(strand)),
      paths_(std::move(paths)),
      digest_(options.digest),
      gzip_level_(options.level),
      files_(disk, clock, warc::random_ids(), std::move(options)),
      index_(disk, paths_.indexes()),
      ballast_(disk, paths_.state() / "ballast"),
      old_index_bytes_(index_bytes(paths_)) {}

// Appends, or answers nothing when the file was full or another one has begun.
std::optional<Stored> Archive::try_append(const std::vector<warc::Block>& members,
                                          const std::string& warcinfo_id,
                                          const Preserved& preserved) {
  // Before the records are written, so that a full disk finds no record without its index line.
  if (captures_ % kCapturesPerBallastCheck == 0) {
    const std::uint64_t coming = captures_ + kCapturesPerBallastCheck;
    base::value_or_throw(
        ballast_.hold(kLeastBallast + old_index_bytes_ + coming * kIndexBytesPerCapture));
  }
  auto places = base::value_or_throw(files_.append(members, warcinfo_id));
  if (!places) return std::nullopt;
  ++captures_;
  Stored stored;
  stored.location = places->front();
  stored.payload_digest = preserved.payload_digest;
  for (const warc::Location& place : *places) stored.warc_bytes += place.length;
  if (!preserved.index_entry) return stored;
  warc::CdxEntry entry = *preserved.index_entry;
  entry.filename = stored.location.filename;
  entry.offset = stored.location.offset;
  entry.length = stored.location.length;
  base::value_or_throw(index_.add(entry));
  return stored;
}

asio::awaitable<Reading> Archive::read(const net::Capture& capture,
                                       const policies::Candidate& candidate, bool wants_text) {
  auto look = [&capture, &candidate, wants_text] {
    return read_response(capture, candidate, wants_text);
  };
  Reading reading = co_await offload(pool_, std::move(look));
  co_return reading;
}

asio::awaitable<Stored> Archive::store(const net::Capture& capture, const Provenance& provenance,
                                       const Reading& reading) {
  auto make = [this, &capture, &provenance, &reading] {
    return base::value_or_throw(preserve(capture, provenance, reading, digest_));
  };
  const Preserved made = co_await offload(pool_, std::move(make));
  Stored stored = co_await store(made);
  co_return stored;
}

asio::awaitable<Stored> Archive::store(const Preserved& preserved) {
  while (true) {
    if (warcinfo_id_.empty()) {
      auto ask = [this] { return base::value_or_throw(files_.warcinfo_id()); };
      std::string current = co_await offload(strand_, std::move(ask));
      warcinfo_id_ = std::move(current);
    }
    const std::string id = warcinfo_id_;
    auto compress = [this, &preserved, &id] {
      const warc::MemberOptions options{.level = gzip_level_, .spool_directory = paths_.state()};
      return base::value_or_throw(encode(preserved, id, options));
    };
    const std::vector<warc::Block> members = co_await offload(pool_, std::move(compress));
    auto put = [this, &members, &id, &preserved] { return try_append(members, id, preserved); };
    std::optional<Stored> stored = co_await offload(strand_, std::move(put));
    if (stored) {
      is_dirty_ = true;
      co_return std::move(*stored);
    }
    // The file was full: the records carry the id of a warcinfo that is not theirs, so make them
    // anew.
    if (warcinfo_id_ == id) warcinfo_id_.clear();
  }
}

asio::awaitable<void> Archive::sync() {
  if (!is_dirty_) co_return;
  is_dirty_ = false;
  auto flush = [this] {
    base::value_or_throw(files_.sync());
    return true;
  };
  co_await offload(strand_, std::move(flush));
}

base::Result<void> Archive::seal() {
  ballast_.release();
  const base::Result<void> sealed = files_.seal();
  const auto indexed = index_.finish();
  if (!sealed) return sealed;
  if (!indexed) return indexed.error();
  return {};
}

}  // namespace crawler::engine
