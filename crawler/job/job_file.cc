#include "crawler/job/job_file.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/encoding.h"
#include "crawler/job/job_options.h"

namespace crawler::job {
namespace {

// No honest job file comes near it; a file of this size is something else.
constexpr std::uint64_t kMaxBytes = 4 * 1024 * 1024;

base::Error at(const std::filesystem::path& file, const YAML::Node& node, const std::string& text) {
  return base::fail(base::Errc::invalid,
                    fmt::format("{}:{}: {}", file.string(), node.Mark().line + 1, text));
}

base::Result<void> set_scalar(const std::filesystem::path& file, Job& job, const Option& option,
                              const YAML::Node& value) {
  if (!value.IsScalar()) {
    return at(file, value,
              fmt::format("{}: expected {}", option.name,
                          option.repeatable ? "a value or a list of values" : "one value"));
  }
  const auto set = set_option(job, option, value.Scalar());
  if (!set) return at(file, value, set.error().detail);
  if (option.name == "include" || option.name == "exclude" || option.name == "rule") {
    job.scope.origins[fmt::format("{} {}", option.name, value.Scalar())] =
        fmt::format("{}:{}", file.filename().string(), value.Mark().line + 1);
  }
  return {};
}

// Each key once, whatever holds them.
base::Result<void> note_key(const std::filesystem::path& file, const YAML::Node& key,
                            std::set<std::string>& given) {
  const std::string name = key.IsScalar() ? key.Scalar() : "";
  if (name.empty() || given.insert(name).second) return {};
  return at(file, key, fmt::format("key \"{}\" is given twice", base::printable(name)));
}

base::Result<void> set_key(const std::filesystem::path& file, Job& job, const YAML::Node& key,
                           const YAML::Node& value) {
  const std::string name = key.IsScalar() ? key.Scalar() : "";
  const Option* option = find_option(name);
  if (option == nullptr) {
    const std::string near = nearest_option(name);
    return at(file, key,
              fmt::format("unknown key \"{}\"{}", base::printable(name),
                          near.empty() ? "" : " (did you mean \"" + near + "\"?)"));
  }
  if (value.IsNull()) return {};
  if (!option->repeatable || !value.IsSequence()) return set_scalar(file, job, *option, value);
  for (const YAML::Node& element : value) {
    if (const auto set = set_scalar(file, job, *option, element); !set) return set;
  }
  return {};
}

// A list of a seed stands instead of the crawl's, as every key of it does.
void clear_list(policies::ScopeOptions& scope, std::string_view name) {
  if (name == "include") scope.include.clear();
  if (name == "exclude") scope.exclude.clear();
  if (name == "rule") scope.rules.clear();
}

base::Result<void> set_seed_key(const std::filesystem::path& file, Job& own, const YAML::Node& key,
                                const YAML::Node& value) {
  const std::string name = key.IsScalar() ? key.Scalar() : "";
  const Option* option = find_option(name);
  const auto known = seed_option_names();
  if (option == nullptr || std::find(known.begin(), known.end(), option->name) == known.end()) {
    return at(file, key,
              fmt::format("unknown key \"{}\" of a seed, which takes url, {}",
                          base::printable(name), fmt::join(known, ", ")));
  }
  if (!value.IsNull()) clear_list(own.scope, option->name);
  return set_key(file, own, key, value);
}

// `- url: ...` with options of its own. They begin as the crawl's, which is read by now.
base::Result<void> add_seed_block(const std::filesystem::path& file, Job& job,
                                  const YAML::Node& block) {
  const YAML::Node url = block["url"];
  if (!url || !url.IsScalar()) return at(file, block, "seeds: expected a URL or a file name");
  Job own = job_of({job.scope, {}});
  std::set<std::string> given;
  for (const auto& entry : block) {
    if (const auto noted = note_key(file, entry.first, given); !noted) return noted;
    if (entry.first.IsScalar() && entry.first.Scalar() == "url") continue;
    const auto set = set_seed_key(file, own, entry.first, entry.second);
    if (!set) return set;
  }
  SeedSource seed{url.Scalar(), std::filesystem::absolute(file).parent_path()};
  if (given.size() > 1) seed.own = std::make_shared<const SeedOptions>(seed_options_of(own));
  job.seeds.push_back(std::move(seed));
  return {};
}

base::Result<void> add_seeds(const std::filesystem::path& file, Job& job, const YAML::Node& value) {
  const auto add = [&](const YAML::Node& seed) -> base::Result<void> {
    if (seed.IsMap()) return add_seed_block(file, job, seed);
    if (!seed.IsScalar()) return at(file, seed, "seeds: expected a URL or a file name");
    job.seeds.push_back({seed.Scalar(), std::filesystem::absolute(file).parent_path()});
    return {};
  };
  if (!value.IsSequence()) return add(value);
  for (const YAML::Node& seed : value) {
    if (const auto added = add(seed); !added) return added;
  }
  return {};
}

}  // namespace

base::Result<void> load_job_file(base::Disk& disk, const std::filesystem::path& file, Job& job) {
  const auto text = base::read_file(disk, file, kMaxBytes);
  if (!text) return base::fail(text.error().code, "job file: " + text.error().detail);
  try {
    const YAML::Node root = YAML::Load(*text);
    if (!root || root.IsNull()) return {};
    if (!root.IsMap()) return at(file, root, "expected `key: value` lines");
    std::set<std::string> given;
    YAML::Node seeds;
    for (const auto& entry : root) {
      if (const auto noted = note_key(file, entry.first, given); !noted) return noted;
      if (entry.first.IsScalar() && entry.first.Scalar() == "seeds") {
        seeds.reset(entry.second);
        continue;
      }
      const auto set = set_key(file, job, entry.first, entry.second);
      if (!set) return set;
    }
    if (given.contains("seeds")) return add_seeds(file, job, seeds);
  } catch (const YAML::Exception& error) {
    return base::fail(base::Errc::invalid,
                      fmt::format("{}:{}: {}", file.string(), error.mark.line + 1, error.msg));
  }
  return {};
}

}  // namespace crawler::job
