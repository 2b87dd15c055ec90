// What is left to be told when a crawl is over (docs/reports.md): reports/seeds.jsonl, hosts.jsonl,
// and in left.jsonl all that was known but not fetched.
#pragma once

#include "base/disk.h"
#include "base/error.h"
#include "crawler/engine/collection.h"
#include "crawler/frontier/frontier.h"
#include "crawler/status/accounts.h"
#include "crawler/status/report.h"
#include "crawler/status/skipped_list.h"

namespace crawler::engine {

// Each file appears whole or not at all, and goes to the disk as it is made: millions of URLs may
// be left. Closes `skipped`, and completes `report` with why what is parked is. Errors: the first
// of what could not be written; the rest is.
base::Result<void> write_accounts(base::Disk& disk, const CollectionPaths& paths,
                                  const status::Accounts& accounts,
                                  const frontier::Frontier& frontier, status::SkippedList& skipped,
                                  status::CrawlReport& report);

}  // namespace crawler::engine
