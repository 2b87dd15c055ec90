// Puts captures into WARC files and their lines into the index. Records are made and compressed on
// the pool, appended on the disk strand, one capture's together.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/time.h"
#include "crawler/engine/ballast.h"
#include "crawler/engine/collection.h"
#include "crawler/engine/preservation.h"
#include "warc/file_set.h"
#include "warc/index_file.h"

namespace crawler::engine {

struct Stored {
  warc::Location location;  // of the first record
  std::string payload_digest;
  std::uint64_t warc_bytes = 0;
};

class Archive {
 public:
  // `pool` and `strand` must outlive the archive's last call; the strand runs on the pool. Creates
  // no file. Records are made with the digest and gzip level of `options`.
  Archive(boost::asio::any_io_executor pool, boost::asio::any_io_executor strand, base::Disk& disk,
          const base::Clock& clock, CollectionPaths paths, warc::FileSetOptions options);

  // What `capture` says, found out on the pool. The arguments live in the caller.
  boost::asio::awaitable<Reading> read(const net::Capture& capture,
                                       const policies::Candidate& candidate, bool wants_text);

  // Stores `capture`, and returns when its records are in the file. Throws FatalError when they
  // cannot be: the file then ends with its last whole record. The arguments live in the caller.
  boost::asio::awaitable<Stored> store(const net::Capture& capture, const Provenance& provenance,
                                       const Reading& reading);
  boost::asio::awaitable<Stored> store(const Preserved& preserved);

  // Everything appended so far is on the device afterwards; throws FatalError when it is not. Does
  // nothing when nothing is new.
  boost::asio::awaitable<void> sync();

  // Closes the files, merges the index. The crawl is over and nothing runs on the strand. Errors:
  // what could not be written; whatever else can be is.
  base::Result<void> seal();
  const std::vector<std::string>& sealed_files() const { return files_.sealed_files(); }

 private:
  std::optional<Stored> try_append(const std::vector<warc::Block>& members,
                                   const std::string& warcinfo_id, const Preserved& preserved);

  boost::asio::any_io_executor pool_, strand_;
  CollectionPaths paths_;
  const warc::DigestAlgorithm digest_;
  const int gzip_level_;
  warc::FileSet files_;       // strand only
  warc::IndexBuilder index_;  // strand only
  Ballast ballast_;           // strand only
  std::uint64_t old_index_bytes_;
  std::uint64_t captures_ = 0;  // strand only
  std::string warcinfo_id_;     // loop only: the strand's answer of a moment ago
  bool is_dirty_ = false;       // loop only
};

}  // namespace crawler::engine
