#include "crawler/cli/tool_line.h"

#include <unistd.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/log.h"

namespace crawler::cli {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;

}  // namespace

std::optional<int> parse_tool_line(CLI::App& app, std::vector<std::string> arguments) {
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    Stdout out;
    out.write(app.help());
    return out.finish(kToolOk);
  } catch (const CLI::ParseError& error) {
    return tool_usage(std::string(error.what()) + "; see " + app.get_name() + " --help");
  }
  return std::nullopt;
}

int tool_usage(std::string_view what) {
  base::log(base::LogLevel::error, what);
  return kToolUsage;
}

int tool_failed(const base::Error& error) {
  base::log(base::LogLevel::error, error.detail);
  return kToolFailed;
}

Stdout::Stdout() : is_terminal_(::isatty(STDOUT_FILENO) == 1) {}

bool Stdout::write(std::string_view bytes) {
  if (!is_open_) return false;
  buffer_ += bytes;
  if (buffer_.size() >= kBufferBytes || is_terminal_) flush();
  return is_open_;
}

bool Stdout::line(std::string_view text) { return write(std::string(text) + '\n'); }

void Stdout::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && is_open_) {
    const ssize_t written = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      // main() ignores SIGPIPE, so a reader that has gone is an error value.
      has_failed_ = errno != EPIPE;
      if (has_failed_) tool_failed(base::from_errno(errno, "write standard output"));
      is_open_ = false;
    }
  }
  buffer_.clear();
}

int Stdout::finish(int verdict) {
  flush();
  return has_failed_ ? kToolFailed : verdict;
}

}  // namespace crawler::cli
