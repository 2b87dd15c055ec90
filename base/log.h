// One line per event on stderr, for the operator. Safe for a terminal whatever a server sent.
#pragma once

#include <string_view>

namespace base {

enum class LogLevel { error, warning, info, debug };

// Lines above this level are dropped; info at the start. Any thread.
void set_log_level(LogLevel level);

// "varve: warning: text". Any thread; one write per line, so lines never mix.
void log(LogLevel level, std::string_view text);

}  // namespace base
