// reports/crawl.json, and the verdict of the whole crawl as an exit code.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/time.h"
#include "crawler/frontier/frontier.h"
#include "crawler/status/reason_counts.h"
#include "crawler/status/stats.h"

namespace crawler::status {

// Browsertrix's numbers where it has one (DESIGN section 5).
enum class ExitCode {
  ok = 0,
  error = 1,
  usage = 2,
  disk_full = 3,
  job_file = 4,
  seeds_failed = 9,
  interrupted = 11,
  page_limit = 12,
  interrupted_twice = 13,
  size_limit = 14,
  time_limit = 15,
  error_limit = 16,
  fatal = 17,
  url_limit = 18,
};

// "page_limit": for the report.
std::string_view name_of(ExitCode code);

struct CrawlReport {
  ExitCode exit_code = ExitCode::ok;
  std::string message;  // why it ended, when that needs a sentence
  std::filesystem::path directory;
  std::filesystem::path wacz;  // empty when none was written
  std::vector<std::string> warcs;
  base::Timestamp started, ended;
  Stats stats;
  frontier::Counts left;  // what was known, and what was still waiting at the end
  ReasonCounts parked;    // of what is parked, why
  std::uint64_t seeds = 0;
  std::string main_page;  // where a viewer should open
};

std::string to_json(const CrawlReport& report);

}  // namespace crawler::status
