#include "crawler/engine/ballast.h"

#include <string>

#include "base/log.h"

namespace crawler::engine {

base::Result<void> Ballast::hold(std::uint64_t bytes) {
  if (!file_) {
    auto file = disk_.open(path_, base::OpenMode::replace);
    if (!file) return file.error();
    file_ = std::move(*file);
  }
  static const std::string zeros(256 * 1024, '\0');
  while (file_->size() < bytes) {
    if (const auto grown = file_->append(zeros); !grown) return grown;
  }
  return {};
}

void Ballast::release() {
  if (!file_) return;
  file_.reset();
  const auto removed = disk_.remove(path_);
  if (!removed) base::log(base::LogLevel::warning, removed.error().detail);
}

}  // namespace crawler::engine
