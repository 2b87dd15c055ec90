// One file of the folder control/ of a collection, read as what anybody may have put there:
// bounded, never waited for, and no way out of the folder.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace crawler::engine {

// Some 1,000 patterns; an operator's file is not longer.
inline constexpr std::size_t kMaxControlBytes = 64 * 1024;

struct ControlFile {
  bool exists = false;
  std::string text;
  std::string fault;  // why it cannot be used: a link, no regular file, too long; empty: it can

  bool operator==(const ControlFile&) const = default;
};

// Symbolic links are not followed, neither of the file nor of the folder itself.
ControlFile read_control_file(const std::filesystem::path& folder, const char* name);

// Its lines without blanks around them, empty ones and those that begin with '#'.
std::vector<std::string> control_lines(const std::string& text);

// Removes the file; what cannot be removed stays, and is logged.
void remove_control_file(const std::filesystem::path& folder, const char* name);

}  // namespace crawler::engine
