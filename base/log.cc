#include "base/log.h"

#include <unistd.h>

#include <atomic>
#include <string>

#include "base/encoding.h"

namespace base {
namespace {

std::atomic<LogLevel> max_level{LogLevel::info};

std::string_view prefix_of(LogLevel level) {
  switch (level) {
    case LogLevel::error: return "varve: error: ";
    case LogLevel::warning: return "varve: warning: ";
    case LogLevel::info: return "varve: ";
    case LogLevel::debug: return "varve: debug: ";
  }
  return "varve: ";
}

}  // namespace

void set_log_level(LogLevel level) { max_level = level; }

void log(LogLevel level, std::string_view text) {
  if (level > max_level.load()) return;
  std::string line(prefix_of(level));
  line += printable(text);
  line += '\n';
  // A closed stderr is not worth a word.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace base
