#include "base/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace base {
namespace {

namespace fs = std::filesystem;

class RealFile : public File {
 public:
  RealFile(int descriptor, std::string name, std::uint64_t size)
      : descriptor_(descriptor), name_(std::move(name)), size_(size) {}
  RealFile(const RealFile&) = delete;
  RealFile& operator=(const RealFile&) = delete;
  ~RealFile() override { ::close(descriptor_); }

  Result<void> append(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written =
          ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return from_errno(errno, "write " + name_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
      size_ += static_cast<std::uint64_t>(written);
    }
    return {};
  }

  Result<std::string> read_at(std::uint64_t offset, std::size_t size) const override {
    std::string bytes(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
      const ssize_t got = ::pread(descriptor_, bytes.data() + filled, size - filled,
                                  static_cast<off_t>(offset + filled));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == ESPIPE) return read_stream(size);
      if (got < 0) return from_errno(errno, "read " + name_);
      if (got == 0) break;
      filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
  }

  // A pipe has no offsets: what comes next is what is read, as for `varve crawl <(list)`.
  Result<std::string> read_stream(std::size_t size) const {
    std::string bytes(size, '\0');
    ssize_t got = -1;
    do {
      got = ::read(descriptor_, bytes.data(), size);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return from_errno(errno, "read " + name_);
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
  }

  Result<void> truncate(std::uint64_t size) override {
    if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) {
      return from_errno(errno, "truncate " + name_);
    }
    size_ = size;
    return {};
  }

  Result<void> sync() override {
    if (::fdatasync(descriptor_) != 0) return from_errno(errno, "sync " + name_);
    return {};
  }

  std::uint64_t size() const override { return size_; }

 private:
  int descriptor_;
  std::string name_;
  std::uint64_t size_;
};

int flags_of(OpenMode mode) {
  switch (mode) {
    case OpenMode::read: return O_RDONLY;
    case OpenMode::create_new: return O_RDWR | O_CREAT | O_EXCL;
    case OpenMode::append: return O_RDWR | O_CREAT;
    case OpenMode::replace: return O_RDWR | O_CREAT | O_TRUNC;
  }
  return O_RDONLY;
}

class RealDisk : public Disk {
 public:
  Result<std::unique_ptr<File>> open(const fs::path& path, OpenMode mode) override {
    int descriptor = ::open(path.c_str(), flags_of(mode) | O_CLOEXEC, 0644);
    // A socket cannot be opened by name: what sshd and Node give as standard input.
    if (descriptor < 0 && errno == ENXIO && path == "/dev/stdin") {
      descriptor = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    }
    if (descriptor < 0) return from_errno(errno, "open " + path.string());
    return wrap(descriptor, path.string());
  }

  Result<std::unique_ptr<File>> open_temporary(const fs::path& directory) override {
    std::string name = (directory / ".spool-XXXXXX").string();
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0)
      return from_errno(errno, "create a temporary file in " + directory.string());
    ::unlink(name.c_str());
    return wrap(descriptor, name);
  }

  Result<void> rename(const fs::path& from, const fs::path& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0)
      return from_errno(errno, "rename " + from.string());
    return {};
  }

  Result<void> remove(const fs::path& path) override {
    if (::unlink(path.c_str()) != 0) return from_errno(errno, "remove " + path.string());
    return {};
  }

  Result<void> create_directories(const fs::path& path) override {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return from_errno(error.value(), "create folder " + path.string());
    return {};
  }

  Result<void> sync_directory(const fs::path& path) override {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return from_errno(errno, "open folder " + path.string());
    const int outcome = ::fsync(descriptor);
    const int reason = errno;
    ::close(descriptor);
    if (outcome != 0) return from_errno(reason, "sync folder " + path.string());
    return {};
  }

 private:
  static Result<std::unique_ptr<File>> wrap(int descriptor, std::string name) {
    struct stat facts {};
    if (::fstat(descriptor, &facts) != 0) {
      const int reason = errno;
      ::close(descriptor);
      return from_errno(reason, "stat " + name);
    }
    if (S_ISDIR(facts.st_mode)) {
      ::close(descriptor);
      return from_errno(EISDIR, "open " + name);
    }
    return std::unique_ptr<File>(std::make_unique<RealFile>(
        descriptor, std::move(name), static_cast<std::uint64_t>(facts.st_size)));
  }
};

}  // namespace

Disk& real_disk() {
  static RealDisk disk;
  return disk;
}

Result<std::string> read_file(Disk& disk, const fs::path& path, std::uint64_t limit) {
  auto file = disk.open(path, OpenMode::read);
  if (!file) return file.error();
  std::string all;
  while (true) {
    // Read to the end rather than to size(): a pipe or /proc file has none.
    auto part = (*file)->read_at(all.size(), 256 * 1024);
    if (!part) return part.error();
    if (part->empty()) return all;
    all += *part;
    if (all.size() > limit) {
      return fail(Errc::too_large,
                  path.string() + " is larger than " + std::to_string(limit) + " bytes");
    }
  }
}

Result<void> write_atomically(Disk& disk, const fs::path& path, std::string_view bytes) {
  const fs::path temporary = path.string() + ".tmp";
  auto file = disk.open(temporary, OpenMode::replace);
  if (!file) return file.error();
  Result<void> outcome = (*file)->append(bytes);
  if (outcome) outcome = (*file)->sync();
  if (outcome) outcome = disk.rename(temporary, path);
  const fs::path folder = path.parent_path();
  if (outcome) return disk.sync_directory(folder.empty() ? "." : folder);
  // The neighbour is of no use to anybody; that it may be gone already does not matter.
  const Result<void> removed = disk.remove(temporary);
  static_cast<void>(removed);
  return outcome;
}

}  // namespace base
