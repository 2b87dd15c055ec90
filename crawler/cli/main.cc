#include <csignal>
#include <exception>
#include <string>
#include <vector>

#include "base/log.h"
#include "crawler/cli/commands.h"

int main(int argc, char** argv) {
  // A closed pipe or peer is an error value where it happens, not the end of the program.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return crawler::cli::run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
  } catch (const std::exception& error) {
    base::log(base::LogLevel::error, error.what());
    return 17;
  }
}
