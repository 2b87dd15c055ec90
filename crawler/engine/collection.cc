#include "crawler/engine/collection.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/log.h"

namespace crawler::engine {

namespace fs = std::filesystem;
namespace {

void warn_of_leftovers(const CollectionPaths& paths) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(paths.archive(), error)) {
    if (entry.path().extension() != ".open") continue;
    base::log(base::LogLevel::warning,
              entry.path().string() +
                  " was left by a crawl that did not end; it is kept, but in no index or package");
  }
}

// What a write that was interrupted left beside the file it was to replace.
void remove_half_written(base::Disk& disk, const CollectionPaths& paths) {
  for (const fs::path& folder : {paths.root, paths.indexes(), paths.reports()}) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().extension() != ".tmp") continue;
      const auto removed = disk.remove(entry.path());
      if (!removed) base::log(base::LogLevel::warning, removed.error().detail);
    }
  }
}

}  // namespace

CollectionLock::~CollectionLock() { ::close(descriptor_); }

base::Result<std::unique_ptr<CollectionLock>> open_collection(base::Disk& disk,
                                                              const CollectionPaths& paths) {
  for (const fs::path& folder : {paths.archive(), paths.indexes(), paths.pages(), paths.logs(),
                                 paths.reports(), paths.state(), paths.control()}) {
    if (const auto made = disk.create_directories(folder); !made) return made.error();
  }
  const fs::path lock = paths.state() / "lock";
  const int descriptor = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return base::from_errno(errno, "open " + lock.string());
  auto held = std::make_unique<CollectionLock>(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return base::fail(base::Errc::refused,
                      "collection " + paths.root.string() +
                          ": another crawl is writing into it; wait for it or name "
                          "another --collection");
  }
  remove_half_written(disk, paths);
  warn_of_leftovers(paths);
  return held;
}

std::vector<fs::path> sealed_warcs(const CollectionPaths& paths) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(paths.archive(), error)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".warc.gz")) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace crawler::engine
