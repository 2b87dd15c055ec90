#include "crawler/cli/pack_scratch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace crawler::cli {
namespace fs = std::filesystem;
namespace {

void empty_folder(const fs::path& path) {
  std::error_code ignored;  // what cannot be removed now cannot be written later, and that is told
  for (const auto& entry : fs::directory_iterator(path, ignored)) {
    fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

base::Result<std::unique_ptr<ScratchFolder>> ScratchFolder::open(const fs::path& package) {
  const fs::path path = package.parent_path() / ("." + package.filename().string() + ".parts");
  std::error_code error;
  fs::create_directory(path, error);
  if (error) return base::from_errno(error.value(), "make the folder " + path.string());
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return base::from_errno(errno, "open " + path.string());
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return base::fail(base::Errc::refused, "another varve pack is writing " + package.string());
  }
  empty_folder(path);
  return std::unique_ptr<ScratchFolder>(new ScratchFolder(path, descriptor));
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  ::close(descriptor_);
}

}  // namespace crawler::cli
