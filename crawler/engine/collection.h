// The folder a crawl leaves behind (DESIGN section 6), and the lock that keeps a second crawl out
// of it.
#pragma once

#include <filesystem>
#include <memory>

#include "base/disk.h"
#include "base/error.h"

namespace crawler::engine {

struct CollectionPaths {
  std::filesystem::path root;
  std::filesystem::path archive() const { return root / "archive"; }
  std::filesystem::path indexes() const { return root / "indexes"; }
  std::filesystem::path pages() const { return root / "pages"; }
  std::filesystem::path logs() const { return root / "logs"; }
  std::filesystem::path reports() const { return root / "reports"; }
  std::filesystem::path state() const { return root / "state"; }
  // Files that steer a running crawl (control.h).
  std::filesystem::path control() const { return root / "control"; }
  std::filesystem::path wacz() const { return root / (root.filename().string() + ".wacz"); }
};

// Held while a crawl writes into a collection; released by the destructor or the end of the
// process.
class CollectionLock {
 public:
  explicit CollectionLock(int descriptor) : descriptor_(descriptor) {}
  CollectionLock(const CollectionLock&) = delete;
  CollectionLock& operator=(const CollectionLock&) = delete;
  ~CollectionLock();

 private:
  int descriptor_;
};

// Makes the folders that are missing and takes the lock. Errors: a path that is no folder, no
// permission, a crawl that is running in the same collection.
base::Result<std::unique_ptr<CollectionLock>> open_collection(base::Disk& disk,
                                                              const CollectionPaths& paths);

// Every sealed WARC file of the collection, sorted by name: older crawls into it are part of the
// package.
std::vector<std::filesystem::path> sealed_warcs(const CollectionPaths& paths);

}  // namespace crawler::engine
