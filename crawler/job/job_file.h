// Job files: YAML (a mapping of option names to values), read with yaml-cpp.
#pragma once

#include <filesystem>

#include "base/disk.h"
#include "base/error.h"
#include "crawler/job/job.h"

namespace crawler::job {

// Sets in `job` what the file says. Keys are the options of job_options.h and `seeds` (one or a
// list; file names count from the job file's folder). A seed may be a mapping of `url` and options
// of its own, which begin as the crawl's, wherever in the file those stand. Errors name file, line
// and key, and the nearest right key for an unknown one.
base::Result<void> load_job_file(base::Disk& disk, const std::filesystem::path& file, Job& job);

}  // namespace crawler::job
