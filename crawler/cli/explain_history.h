// What a collection tells of a URL: how it was found, what became of it, and how its host and seed
// fare.
#pragma once

#include <string>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "base/url.h"
#include "crawler/cli/explain.h"
#include "crawler/engine/collection.h"
#include "policies/canonical.h"
#include "warc/cdx.h"

namespace crawler::cli {

struct History {
  // Lines of logs/crawl.jsonl, logs/errors.jsonl, reports/skipped.jsonl and left.jsonl about the
  // URL, the last few of each.
  std::vector<std::string> log, errors, skipped, left;
  std::vector<warc::CdxEntry> captures;
  // How it was reached, from the seed on: a JSON line about each URL but the last, which `log` or
  // one of the others is about.
  std::vector<std::string> chain;
  std::string twin;               // another URL with the same key, which was asked for in its place
  std::string host, seed, clock;  // the last lines about them; may be empty

  // The last line that tells how the URL was reached; empty: none.
  const std::string& found() const;
};

base::Result<History> history_of(base::Disk& disk, const engine::CollectionPaths& paths,
                                 const base::Url& url, const policies::KeyMaker& keys);

// Facts twin, tags, clock, budget, seed, found, log, errors, skipped, left and archived.
void explain_history(const History& history, Explanation& explanation);

// "was fetched: 200 at 2026-11-22T10:31:26.123Z", "not fetched: robots: Disallow: /private/";
// empty when the collection does not know the URL.
std::string outcome_of(const History& history);

}  // namespace crawler::cli
