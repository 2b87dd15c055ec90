// pages/pages.jsonl (seeds) and pages/extraPages.jsonl (the rest), as WACZ 1.1.1 section 5.3 and
// ReplayWeb.page want them: a header line, then one object a page. Beside the members the format
// names (id, url, ts, title, text) there are ours, which readers pass over: what the page says
// about itself, how it was found and answered.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/disk.h"
#include "base/error.h"
#include "base/line_file.h"
#include "base/time.h"

namespace crawler::status {

struct PageEntry {
  std::string url;
  base::Timestamp time;  // WARC-Date of its response record
  std::string title;
  // As extract::PageFacts has them. `headline` is written where it is not the title.
  std::string headline, description, byline, published, modified, image, canonical, language,
      site_name;
  std::string text;  // the readable text, for full-text search
  bool is_seed = false;
  unsigned depth = 0;
  int status = 0;
  std::string mime;
};

class PageList {
 public:
  // Opens both files for appending, with their header lines when new.
  static base::Result<PageList> open(base::Disk& disk, const std::filesystem::path& directory);

  // Loop thread only. Throws FatalError when the line cannot be written.
  void add(const PageEntry& page);

  // The first page ever added here, which viewers open first; null when there is none.
  const PageEntry* first() const { return first_.get(); }

 private:
  PageList(base::LineFile seeds, base::LineFile extra)
      : seeds_(std::move(seeds)), extra_(std::move(extra)) {}

  base::LineFile seeds_, extra_;
  std::unique_ptr<PageEntry> first_;
};

}  // namespace crawler::status
