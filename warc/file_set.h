// The growing set of WARC files of one crawl: names, rotation, the warcinfo in front of each file,
// and the promise that a file is always a sequence of whole members (formats W-50..W-55, 2.9).
//
//   PREFIX-YYYYMMDDhhmmssSSS-SERIAL-HOST.warc.gz.open   while written
//   PREFIX-YYYYMMDDhhmmssSSS-SERIAL-HOST.warc.gz        sealed
//
// After a crash the tail of an ".open" file may be torn; mending it is recovery's work, not done
// here. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "base/time.h"
#include "warc/block.h"
#include "warc/digest.h"
#include "warc/fields.h"
#include "warc/record.h"

namespace warc {

// Where a member lies. `filename` is the name the file has once sealed, without directory.
struct Location {
  std::string filename;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct FileSetOptions {
  std::filesystem::path directory;  // exists
  std::string prefix = "varve";     // both go into names: lower-cased, others than [a-z0-9._-]
  std::string hostname;             // become '-', cut at 64 bytes
  std::uint64_t max_bytes = 1'000'000'000;  // a file is closed before it would pass this
  int level = 6;                            // of the warcinfo member
  Fields warcinfo;                          // software, operator, robots, ... (formats 2.3)
  DigestAlgorithm digest = DigestAlgorithm::sha1;
};

class FileSet {
 public:
  // `disk`, `clock` and `ids` outlive the set. Nothing is touched before warcinfo_id().
  FileSet(base::Disk& disk, const base::Clock& clock, RecordIds& ids, FileSetOptions options);

  // The id to encode members with: that of the current file, opened when there is none.
  base::Result<std::string> warcinfo_id();

  // Appends all members of one capture to one file, adjacent and in order. An empty optional means
  // that nothing was written because `warcinfo_id` is not (or no longer) the current file's, or
  // because the file was full and has been sealed: encode again with the new warcinfo_id(). A
  // capture larger than max_bytes goes into a fresh file, alone. No member may be empty (W-51).
  //
  // On a failed write the file is cut back to its last whole member and the error returned; the set
  // can still be sealed.
  base::Result<std::optional<std::vector<Location>>> append(const std::vector<Block>& members,
                                                            const std::string& warcinfo_id);

  // What was appended is on the device afterwards, and so is the file's name. After a failed sync
  // nobody knows what is on the device: this, append() and seal() then fail for good and the file
  // keeps its ".open".
  base::Result<void> sync();

  // Syncs, takes ".open" off the name and syncs the directory. A file that holds only its warcinfo
  // is removed instead. Nothing to do when no file is open. The set can be used on.
  base::Result<void> seal();

  // Names without directory, in the order sealed.
  const std::vector<std::string>& sealed_files() const { return sealed_files_; }

 private:
  base::Result<void> open_next();
  base::Result<void> write_warcinfo();
  base::Result<std::string> free_name();
  base::Result<void> write(const std::vector<Block>& members);
  base::Result<void> cut_back();
  base::Result<void> discard();
  std::filesystem::path open_path() const;
  void close();

  base::Disk& disk_;
  const base::Clock& clock_;
  RecordIds& ids_;
  FileSetOptions options_;
  std::vector<std::string> sealed_files_;
  std::uint32_t serial_ = 0;

  // The current file; name and id are empty when there is none.
  std::unique_ptr<base::File> file_;
  std::string filename_;
  std::string warcinfo_id_;
  std::uint64_t warcinfo_end_ = 0;
  std::uint64_t end_ = 0;  // of the last whole member
  bool name_is_synced_ = false;
  std::optional<base::Error> sync_failure_;
};

}  // namespace warc
