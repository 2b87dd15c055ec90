// logs/crawl.jsonl: one line for each URL that ended, and logs/errors.jsonl: those that failed, and
// each attempt that will be repeated. JSON in ASCII, so no byte a server sent drives a terminal.
#pragma once

#include <filesystem>
#include <utility>

#include "base/disk.h"
#include "base/error.h"
#include "base/line_file.h"
#include "crawler/frontier/task.h"
#include "crawler/status/outcome.h"

namespace crawler::status {

class CrawlLog {
 public:
  // Opens both files in `directory` for appending.
  static base::Result<CrawlLog> open(base::Disk& disk, const std::filesystem::path& directory);

  // Loop thread only. Throws FatalError when the line cannot be written.
  void write(const frontier::Task& task, const Outcome& outcome);

 private:
  CrawlLog(base::LineFile crawl, base::LineFile errors)
      : crawl_(std::move(crawl)), errors_(std::move(errors)) {}

  base::LineFile crawl_, errors_;
};

// The line without its newline.
std::string to_log_line(const frontier::Task& task, const Outcome& outcome);

}  // namespace crawler::status
