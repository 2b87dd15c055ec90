// The page lists of a package (formats Z-09): made of the pages that scan_archive() found, or
// looked at where somebody made them before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include "base/disk.h"
#include "base/error.h"
#include "base/time.h"
#include "crawler/status/page_list.h"
#include "warc/line_sorter.h"

namespace crawler::cli {

struct PageSummary {
  std::uint64_t pages = 0;
  std::string first_url;  // of the page viewers open first; empty when there is none
  std::optional<base::Timestamp> first_date;
};

// Looks at a list. Errc::invalid, naming the line, when it does not begin with its header or a line
// is no page.
base::Result<PageSummary> summarise_pages(base::Disk& disk, const std::filesystem::path& list);

// Brings pages into order: each URL once, with date and title of its newest capture, at the place
// of its oldest. Memory is bounded; the rest lies in `directory`.
class PageSorter {
 public:
  PageSorter(base::Disk& disk, std::filesystem::path directory);

  // The number of the archive among all, and of the page in it. Any thread.
  base::Result<void> add(std::size_t archive, std::uint64_t number, const status::PageEntry& page);

  // Writes pages.jsonl (seeds; the first page of all when there is none) and extraPages.jsonl (the
  // rest) into the directory, where they must not be yet. Throws FatalError when a page cannot be
  // written.
  base::Result<void> write();

 private:
  base::Disk& disk_;
  const std::filesystem::path directory_;
  std::mutex mutex_;  // of the sorter
  warc::LineSorter by_url_;
};

}  // namespace crawler::cli
