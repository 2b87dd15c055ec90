#include "crawler/cli/commands.h"

#include <cstdio>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/log.h"
#include "base/version.h"
#include "crawler/status/report.h"

namespace crawler::cli {
namespace {

constexpr Command kCommands[] = {
    {"crawl", "crawl sites and leave an archive", run_crawl_command},
    {"explain", "why a URL would be fetched or not, and what happened to it", run_explain_command},
    {"demo-site", "serve the built-in sample news site on loopback", run_demo_site_command},
    {"ls", "list the records of WARC, ARC and WACZ files", run_ls_command},
    {"cat", "print a record, its headers or its payload", run_cat_command},
    {"stats", "count records by type, status, media type and host", run_stats_command},
    {"verify", "check archives, indexes and packages to the last byte", run_verify_command},
    {"mend", "make a whole file of a torn or damaged one", run_mend_command},
    {"index", "make the index of WARC, ARC and WACZ files, or merge indexes", run_index_command},
    {"pack", "make a WACZ of a collection or of WARC files", run_pack_command},
};

std::string usage() {
  std::string text = "usage: varve COMMAND [ARGUMENTS]\n\ncommands:\n";
  for (const Command& command : kCommands) {
    text += fmt::format("  {:<12} {}\n", command.name, command.help);
  }
  return text + "\n`varve COMMAND --help` tells more of each; `varve --version` the version.\n";
}

void print(std::FILE* stream, const std::string& text) { std::fputs(text.c_str(), stream); }

}  // namespace

std::span<const Command> commands() { return kCommands; }

int run(std::vector<std::string> arguments) {
  const std::string name = arguments.empty() ? "" : arguments.front();
  if (name == "--version" || name == "version") {
    print(stdout, fmt::format("varve {}\n", base::kVersion));
    return 0;
  }
  if (name == "--help" || name == "-h" || name == "help") {
    print(stdout, usage());
    return 0;
  }
  for (const Command& command : kCommands) {
    if (command.name != name) continue;
    arguments.erase(arguments.begin());
    return command.run(std::move(arguments));
  }
  if (!name.empty()) base::log(base::LogLevel::error, fmt::format("no command \"{}\"", name));
  print(stderr, usage());
  return static_cast<int>(status::ExitCode::usage);
}

}  // namespace crawler::cli
