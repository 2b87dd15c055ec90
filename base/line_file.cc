#include "base/line_file.h"

#include <algorithm>
#include <cstdint>

namespace base {
namespace {

constexpr std::uint64_t kBlock = 64 * 1024;

// Where the last whole line ends.
Result<std::uint64_t> end_of_lines(const File& file) {
  for (std::uint64_t end = file.size(); end > 0;) {
    const std::uint64_t from = end - std::min(end, kBlock);
    const auto part = file.read_at(from, static_cast<std::size_t>(end - from));
    if (!part) return part.error();
    const std::size_t newline = part->rfind('\n');
    if (newline != std::string::npos) return from + newline + 1;
    end = from;
  }
  return std::uint64_t{0};
}

}  // namespace

Result<LineFile> LineFile::open(Disk& disk, const std::filesystem::path& path) {
  auto file = disk.open(path, OpenMode::append);
  if (!file) return file.error();
  const auto end = end_of_lines(**file);
  if (!end) return end.error();
  if (*end < (*file)->size()) {
    if (const auto cut = (*file)->truncate(*end); !cut) return cut.error();
  }
  return LineFile(std::move(*file));
}

Result<void> LineFile::append(std::string_view line) {
  const std::uint64_t before = file_->size();
  std::string text(line);
  text += '\n';
  const auto appended = file_->append(text);
  if (appended) return {};
  // Should cutting back fail as well, the next open() mends it.
  const auto cut = file_->truncate(before);
  static_cast<void>(cut);
  return appended;
}

}  // namespace base
