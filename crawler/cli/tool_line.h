// What the archive tools (ls, cat, stats, mend, index, verify) share between their words on the
// command line and their exit code: 0 when all is well, 1 when something could not be done or is
// wrong with a file, 2 when they were called wrongly. tool_input.h opens what they read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace CLI {
class App;
}

namespace crawler::cli {

inline constexpr int kToolOk = 0;
inline constexpr int kToolFailed = 1;
inline constexpr int kToolUsage = 2;

// Parses `arguments` into what `app` is bound to. Nothing when the tool shall run, else its exit
// code: 0 after --help, which is printed, 2 after a usage error, which is said on stderr.
std::optional<int> parse_tool_line(CLI::App& app, std::vector<std::string> arguments);

// Say what is wrong on stderr, and give the exit code.
int tool_usage(std::string_view what);
int tool_failed(const base::Error& error);

// Standard output, for text and for binary data. Somebody who stops reading (`| head`) ends the
// work quietly; every other failure is an error. One thread.
class Stdout {
 public:
  Stdout();
  Stdout(const Stdout&) = delete;
  Stdout& operator=(const Stdout&) = delete;

  // False when nobody can read any more of it: the caller may stop.
  bool write(std::string_view bytes);
  // The same with a line end behind it.
  bool line(std::string_view text);
  bool is_open() const { return is_open_; }

  // Writes what is left and gives `verdict`, or 1 when a write has failed (which has been said).
  int finish(int verdict);

 private:
  void flush();

  std::string buffer_;
  bool is_terminal_;
  bool is_open_ = true, has_failed_ = false;
};

}  // namespace crawler::cli
