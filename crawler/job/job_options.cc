#include "crawler/job/job_options.h"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json.h"

namespace crawler::job {
namespace {

using Values = std::vector<std::string>;

// A seed as it is found from any folder.
std::string located(const SeedSource& seed) {
  const bool is_url = seed.text.find("://") != std::string::npos;
  return is_url ? seed.text : (seed.folder / seed.text).string();
}

// JSON strings are YAML strings, so quoting is the JSON writer's.
void append_yaml(std::string& yaml, std::string_view indent, const Option& option,
                 const Values& values) {
  if (values.empty()) return;
  if (!option.repeatable) {
    yaml += fmt::format("{}{}: {}\n", indent, option.name, base::json_quoted(values.front()));
    return;
  }
  yaml += fmt::format("{}{}:\n", indent, option.name);
  for (const std::string& value : values) {
    yaml += fmt::format("{}  - {}\n", indent, base::json_quoted(value));
  }
}

void write_json(base::JsonWriter& json, const Option& option, const Values& values) {
  json.key(option.name);
  if (!option.repeatable) {
    json.value(values.front());
    return;
  }
  json.begin_array();
  for (const std::string& value : values) json.value(value);
  json.end_array();
}

template <typename Take>
void for_each_seed_option(const Take& take) {
  for (const std::string_view name : seed_option_names()) take(*find_option(name));
}

// "maxBody", "max_body" and "max-body" are one key.
std::string kebab(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      if (!out.empty()) out += '-';
      out += static_cast<char>(c + 32);
    } else {
      out += c == '_' ? '-' : c;
    }
  }
  return out;
}

bool is_named(const Option& option, std::string_view name) {
  const std::string padded = fmt::format(" {} {} ", option.name, option.aliases);
  return !name.empty() && name.find(' ') == std::string_view::npos &&
         padded.find(fmt::format(" {} ", name)) != std::string::npos;
}

// Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

std::span<const Option> options() {
  static const std::vector<Option> all = [] {
    std::vector<Option> tables;
    for (const auto& table : {general_options(), scope_options(), politeness_options()}) {
      tables.insert(tables.end(), table.begin(), table.end());
    }
    return tables;
  }();
  return all;
}

const Option* find_option(std::string_view name) {
  const std::string key = kebab(name);
  for (const Option& option : options()) {
    if (is_named(option, key)) return &option;
  }
  return nullptr;
}

std::string nearest_option(std::string_view name) {
  const std::string key = kebab(name.substr(0, 64));
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, key.size() / 2) + 1;
  const auto consider = [&](std::string_view known) {
    const std::size_t d = distance(key, known);
    if (d >= best_distance) return;
    best_distance = d;
    best = known;
  };
  for (const Option& option : options()) consider(option.name);
  for (const std::string_view other : {"config", "seeds", "dry-run", "help", "version"})
    consider(other);
  return best;
}

base::Result<void> set_option(Job& job, const Option& option, const std::string& value) {
  const base::Result<void> set = option.set(job, value);
  if (set) return {};
  return base::fail(set.error().code, std::string(option.name) + ": " + set.error().detail);
}

std::span<const std::string_view> seed_option_names() {
  static constexpr std::string_view kNames[] = {
      "scope",      "include", "exclude",   "rule",       "depth",      "extra-hops",
      "requisites", "limit",   "url-limit", "size-limit", "time-limit", "error-limit"};
  return kNames;
}

Job job_of(const SeedOptions& own) {
  Job job;
  job.scope = own.scope;
  job.budget.crawl = own.limits;
  return job;
}

SeedOptions seed_options_of(const Job& job) { return {job.scope, job.budget.crawl}; }

std::string to_yaml(const Job& job) {
  std::string yaml = "seeds:\n";
  for (const SeedSource& seed : job.seeds) {
    if (!seed.own) {
      yaml += "  - " + base::json_quoted(located(seed)) + "\n";
      continue;
    }
    yaml += "  - url: " + base::json_quoted(located(seed)) + "\n";
    const Job own = job_of(*seed.own);
    for_each_seed_option([&](const Option& option) {
      const Values values = option.get(own);
      // A list that is left out would be the crawl's.
      if (values.empty() && option.repeatable) yaml += fmt::format("    {}: []\n", option.name);
      append_yaml(yaml, "    ", option, values);
    });
  }
  for (const Option& option : options()) append_yaml(yaml, "", option, option.get(job));
  return yaml;
}

std::string to_json(const Job& job) {
  base::JsonWriter json;
  json.begin_object().key("seeds").begin_array();
  for (const SeedSource& seed : job.seeds) {
    if (!seed.own) {
      json.value(seed.text);
      continue;
    }
    const Job own = job_of(*seed.own);
    json.begin_object().field("url", std::string_view(seed.text));
    for_each_seed_option([&](const Option& option) {
      const Values values = option.get(own);
      if (!values.empty() || option.repeatable) write_json(json, option, values);
    });
    json.end_object();
  }
  json.end_array();
  for (const Option& option : options()) {
    const Values values = option.get(job);
    if (!values.empty()) write_json(json, option, values);
  }
  return json.end_object().take();
}

bool is_secret_header(std::string_view line) {
  const std::string name = base::to_lower_ascii(base::trimmed(line.substr(0, line.find(':'))));
  static constexpr std::array kWords = {"auth", "cookie", "key", "password", "secret", "token"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&name](const char* word) { return name.find(word) != std::string::npos; });
}

}  // namespace crawler::job
