#include "crawler/job/job_file.h"

#include <yaml-cpp/yaml.h>

#include <set>
#include <string>

#include <fmt/format.h>

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
  return {};
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

base::Result<void> add_seeds(const std::filesystem::path& file, Job& job, const YAML::Node& value) {
  const auto add = [&](const YAML::Node& seed) -> base::Result<void> {
    // Browsertrix writes seeds as `- url: ...`; both are taken.
    const YAML::Node text = seed.IsMap() ? seed["url"] : seed;
    if (!text || !text.IsScalar()) return at(file, seed, "seeds: expected a URL or a file name");
    job.seeds.push_back({text.Scalar(), std::filesystem::absolute(file).parent_path()});
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
    for (const auto& entry : root) {
      const std::string name = entry.first.IsScalar() ? entry.first.Scalar() : "";
      if (!name.empty() && !given.insert(name).second) {
        return at(file, entry.first,
                  fmt::format("key \"{}\" is given twice", base::printable(name)));
      }
      const bool seeds = entry.first.IsScalar() && entry.first.Scalar() == "seeds";
      const auto set = seeds ? add_seeds(file, job, entry.second)
                             : set_key(file, job, entry.first, entry.second);
      if (!set) return set;
    }
  } catch (const YAML::Exception& error) {
    return base::fail(base::Errc::invalid,
                      fmt::format("{}:{}: {}", file.string(), error.mark.line + 1, error.msg));
  }
  return {};
}

}  // namespace crawler::job
