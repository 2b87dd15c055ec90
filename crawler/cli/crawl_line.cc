#include "crawler/cli/crawl_line.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "crawler/job/job_file.h"
#include "crawler/job/job_options.h"
#include "crawler/status/report.h"

namespace crawler::cli {
namespace {

using job::Option;
// Flags in the order given; they are applied after the job file.
using Given = std::vector<std::pair<const Option*, std::string>>;
// What switches came to, "true" or the word that was given: the job judges it. Empty: not given.
using Switches = std::map<const Option*, std::string>;

// "--no-cookies" in the help, where CLI11 writes "--no-cookies{false}".
class HelpFormatter : public CLI::Formatter {
  std::string make_option_name(const CLI::Option* option, bool is_positional) const override {
    static constexpr std::string_view kValue = "{false}";
    std::string name = CLI::Formatter::make_option_name(option, is_positional);
    for (std::size_t at = 0; (at = name.find(kValue, at)) != name.npos;) {
      name.erase(at, kValue.size());
    }
    return name;
  }
};

LineError usage_error(std::string message) {
  return {static_cast<int>(status::ExitCode::usage), std::move(message)};
}

std::string camel_case(std::string_view kebab) {
  std::string out;
  for (std::size_t i = 0; i < kebab.size(); ++i) {
    const bool upper = kebab[i] == '-' && i + 1 < kebab.size();
    if (upper) ++i;
    out += upper ? static_cast<char>(kebab[i] - 32) : kebab[i];
  }
  return out;
}

// "--scope,--scope-type,--scopeType": every spelling of an option, for CLI11.
std::string spellings(const Option& option, const std::string& prefix = "",
                      const std::string& mark = "") {
  std::vector<std::string> names;
  const auto add = [&](std::string name) {
    if (std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  };
  const std::string all = fmt::format("{} {}", option.name, option.aliases);
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find(' ', at), all.size());
    const std::string name = all.substr(at, end - at);
    if (!name.empty()) add(mark + "--" + prefix + name);
    if (!name.empty()) add(mark + "--" + camel_case(prefix + name));
    at = end + 1;
  }
  if (option.name == "output") names.push_back("-o");
  return fmt::format("{}", fmt::join(names, ","));
}

// One flag with both spellings, so that the last one given counts.
void add_switch(CLI::App& app, const Option& option, Switches& switches) {
  app.add_flag(spellings(option) + "," + spellings(option, "no-", "!"), switches[&option],
               std::string(option.help))
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void add_option(CLI::App& app, const Option& option, Given& given) {
  const auto take = [&](const std::vector<std::string>& values) {
    for (const std::string& value : values) given.emplace_back(&option, value);
  };
  app.add_option_function<std::vector<std::string>>(spellings(option), take,
                                                    std::string(option.help))
      ->type_name(std::string(option.value))
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(option.repeatable ? CLI::MultiOptionPolicy::TakeAll
                                              : CLI::MultiOptionPolicy::TakeLast);
}

bool is_job_file(const std::string& argument) {
  return argument.ends_with(".yaml") || argument.ends_with(".yml");
}

// "--cookies=", which CLI11 takes for "--cookies": a variable of the shell that is not set must not
// open what its value was to limit.
const Option* emptied_switch(std::string_view argument) {
  if (!argument.starts_with("--") || !argument.ends_with('=')) return nullptr;
  argument.remove_prefix(2);
  argument.remove_suffix(1);
  const Option* option = job::find_option(argument);
  for (const std::string_view no : {"no-", "no"}) {
    if (option == nullptr && argument.starts_with(no)) {
      option = job::find_option(argument.substr(no.size()));
    }
  }
  return option != nullptr && option->value.empty() ? option : nullptr;
}

std::string unknown_flag(const std::string& flag) {
  const std::string name = flag.substr(
      flag.find_first_not_of('-') == std::string::npos ? flag.size() : flag.find_first_not_of('-'));
  const std::string near = job::nearest_option(name.substr(0, name.find('=')));
  return fmt::format("unknown option {}{}", base::printable(flag),
                     near.empty() ? "; see varve crawl --help" : " (did you mean --" + near + "?)");
}

}  // namespace

std::variant<CrawlLine, LineError> parse_crawl_line(base::Disk& disk,
                                                    std::vector<std::string> arguments,
                                                    const job::Job& base) {
  CrawlLine line;
  line.job = base;
  Given given;
  Switches switches;
  std::string config;
  std::vector<std::string> positionals;

  CLI::App app(
      "Crawls from seeds and leaves WARC files, indexes and a WACZ package.\n"
      "A SEED is an http(s) URL, a file that lists URLs, or a saved article (Markdown with YAML\n"
      "front matter, or HTML).",
      "varve crawl");
  app.formatter(std::make_shared<HelpFormatter>());
  app.allow_extras();
  app.add_option("-c,--config", config, "job file (YAML); its keys are these options")
      ->type_name("FILE");
  app.add_flag("--dry-run", line.dry_run, "print the resolved job and stop");
  for (const Option& option : job::options()) {
    if (option.value.empty()) {
      add_switch(app, option, switches);
    } else {
      add_option(app, option, given);
    }
  }
  app.add_option("seeds", positionals, "[JOB.yaml] and seeds")->type_name("SEED");
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    if (const Option* option = emptied_switch(argument)) {
      return usage_error(
          fmt::format("--{0}: nothing behind the \"=\"; --{0} alone means yes", option->name));
    }
  }
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    line.help = app.help();
    return line;
  } catch (const CLI::ParseError& error) {
    return usage_error(error.what());
  }
  for (auto& [option, value] : switches) {
    if (!value.empty()) given.emplace_back(option, std::move(value));
  }
  for (const std::string& extra : app.remaining()) {
    if (extra.starts_with('-') && extra.size() > 1) return usage_error(unknown_flag(extra));
    positionals.push_back(extra);
  }

  if (config.empty() && !positionals.empty() && is_job_file(positionals.front())) {
    config = positionals.front();
    positionals.erase(positionals.begin());
  }
  line.has_job_file = !config.empty();
  line.own_seeds = positionals.size();
  if (line.has_job_file) {
    const auto loaded = job::load_job_file(disk, config, line.job);
    if (!loaded)
      return LineError{static_cast<int>(status::ExitCode::job_file), loaded.error().detail};
  }
  for (const auto& [option, value] : given) {
    const auto set = job::set_option(line.job, *option, value);
    if (!set) return usage_error("--" + set.error().detail);
  }
  for (std::string& seed : positionals)
    line.job.seeds.push_back({std::move(seed), std::filesystem::current_path()});
  return line;
}

}  // namespace crawler::cli
