#include "crawler/engine/control_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/log.h"

namespace crawler::engine {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }

 private:
  int number_;
};

ControlFile unusable(std::string why) { return {true, {}, std::move(why)}; }

// Reads one byte more than is allowed, so that a file that grows meanwhile is found too long.
ControlFile read_all(int file) {
  std::string text(kMaxControlBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = ::read(file, text.data() + size, text.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unusable(std::strerror(errno));
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  if (size > kMaxControlBytes) return unusable(fmt::format("longer than {} B", kMaxControlBytes));
  text.resize(size);
  return {true, std::move(text), {}};
}

}  // namespace

ControlFile read_control_file(const std::filesystem::path& folder, const char* name) {
  const Descriptor at(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (at.get() < 0) return {};
  // O_NONBLOCK: a pipe without a writer must not hold up the crawl.
  const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  const Descriptor file(::openat(at.get(), name, flags));
  if (file.get() < 0 && errno == ENOENT) return {};
  if (file.get() < 0 && errno == ELOOP) return unusable("a symbolic link, which is not followed");
  if (file.get() < 0) return unusable(std::strerror(errno));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return unusable(std::strerror(errno));
  if (!S_ISREG(status.st_mode)) return unusable("no regular file");
  return read_all(file.get());
}

std::vector<std::string> control_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = base::trimmed(std::string_view(text).substr(at, end - at));
    if (!line.empty() && line.front() != '#') lines.emplace_back(line);
    at = end + 1;
  }
  return lines;
}

void remove_control_file(const std::filesystem::path& folder, const char* name) {
  const Descriptor at(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (at.get() < 0 || ::unlinkat(at.get(), name, 0) == 0 || errno == ENOENT) return;
  base::log(base::LogLevel::warning,
            fmt::format("control/{} cannot be removed: {}", name, std::strerror(errno)));
}

}  // namespace crawler::engine
