// The commands of `varve`, each from its arguments to an exit code.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crawler::cli {

struct Command {
  std::string_view name;
  std::string_view help;  // one line
  // `arguments` without the program's and the command's name. Prints its own errors.
  int (*run)(std::vector<std::string> arguments);
};

// The table of commands: one row each.
std::span<const Command> commands();

// Runs `arguments` (without the program's name). Unknown commands and none at all are usage errors
// (2).
int run(std::vector<std::string> arguments);

int run_crawl_command(std::vector<std::string> arguments);
int run_demo_site_command(std::vector<std::string> arguments);
int run_explain_command(std::vector<std::string> arguments);
int run_ls_command(std::vector<std::string> arguments);
int run_cat_command(std::vector<std::string> arguments);
int run_stats_command(std::vector<std::string> arguments);
int run_verify_command(std::vector<std::string> arguments);
int run_mend_command(std::vector<std::string> arguments);
int run_index_command(std::vector<std::string> arguments);
int run_pack_command(std::vector<std::string> arguments);

}  // namespace crawler::cli
