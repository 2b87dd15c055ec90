// Every option of a crawl, once: the key of the job file and the flag of the command line are rows
// of one table, read by both.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "crawler/job/job.h"

namespace crawler::job {

struct Option {
  std::string_view name;     // kebab-case; camelCase is the same key
  std::string_view aliases;  // more names, separated by a space
  std::string_view value;    // what the manual calls its value; empty for a yes/no switch
  std::string_view help;     // one line
  bool repeatable;
  base::Result<void> (*set)(Job& job, const std::string& value);
  // The value as it stands in `job`, for --dry-run and warcinfo; one entry a value.
  std::vector<std::string> (*get)(const Job& job);
};

std::span<const Option> options();
// The tables it is made of: option_table.cc, option_scope_table.cc, option_politeness_table.cc.
std::span<const Option> general_options();
std::span<const Option> scope_options();
std::span<const Option> politeness_options();

// By name or alias, kebab-case or camelCase; null when there is none.
const Option* find_option(std::string_view name);

// Names of the options a seed may have of its own, beside its `url` in a job file. Its limits are
// then those of the seed, not of the crawl.
std::span<const std::string_view> seed_option_names();

// A job with the options of one seed, for set_option() and Option::get, and the way back.
Job job_of(const SeedOptions& own);
SeedOptions seed_options_of(const Job& job);

// "max-body" for "max-bdoy": the known name nearest to `name`, or nothing when none is near.
std::string nearest_option(std::string_view name);

// Sets one option. Errors name it: "delay: "fast" is not a time such as ...".
base::Result<void> set_option(Job& job, const Option& option, const std::string& value);

// The job as a job file that would run it again, seeds and their own options included; headers
// that carry secrets
// (Authorization, Cookie) are left out. to_json() is the same in one line, for records: seeds as
// they were written, so that no folder of the operator stands in an archive.
std::string to_yaml(const Job& job);
std::string to_json(const Job& job);

// Does this "Name: value" line carry a secret? Judged by words in the name: cookie, auth, key,
// token, secret, password.
bool is_secret_header(std::string_view line);

}  // namespace crawler::job
