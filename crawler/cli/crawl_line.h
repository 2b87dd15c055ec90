// The command line of `varve crawl`: job file, flags and seeds become one Job.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "crawler/job/job.h"

namespace crawler::cli {

struct CrawlLine {
  job::Job job;
  bool dry_run = false;
  bool has_job_file = false;
  std::size_t own_seeds = 0;  // the last so many of the job's seeds stand on the line itself
  std::string help;           // set: print this and do nothing
};

// What is wrong, and the exit code that says so (2 for the line, 4 for the job file).
struct LineError {
  int exit_code;
  std::string message;
};

// Flags beat the job file, and that beats `base`. Unknown flags are refused with the nearest right
// one.
std::variant<CrawlLine, LineError> parse_crawl_line(base::Disk& disk,
                                                    std::vector<std::string> arguments,
                                                    const job::Job& base = {});

}  // namespace crawler::cli
