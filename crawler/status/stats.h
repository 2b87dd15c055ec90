// Counters of a crawl. Loop thread only.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "crawler/frontier/task.h"
#include "crawler/status/outcome.h"

namespace crawler::status {

class Stats {
 public:
  // Counts one visit. `spent_on_robots` visits are counted by count_robots().
  void count(const frontier::Task& task, const Outcome& outcome);
  // A robots.txt that was fetched and stored.
  void count_robots(std::uint64_t wire_bytes, std::uint64_t warc_bytes);
  // A link that admission turned down.
  void count_skipped(policies::Reason reason) {
    ++skipped_[std::string(policies::name_of(reason))];
  }

  // A query parameter that turned out to be a session's (policies/traps.h). The first 1,000 are
  // kept.
  void note_session(const std::string& host, const std::string& parameter);

  std::uint64_t fetched = 0;  // responses in the archive, robots.txt included
  std::uint64_t pages = 0;    // of these, documents somebody would open
  std::uint64_t images = 0;   // of these, images answered with 200
  std::uint64_t failed = 0;
  std::uint64_t refused = 0;
  std::uint64_t retries = 0;
  std::uint64_t redirects = 0;
  std::uint64_t soft_404s = 0;  // pages that are errors, whatever their status says
  std::uint64_t articles = 0;   // saved article documents stored
  std::uint64_t wire_bytes = 0;
  std::uint64_t warc_bytes = 0;

  // Seeds that ended, by redirects or not, in something with a success status.
  std::uint64_t seeds_good() const { return good_seeds_.size(); }
  const std::map<std::string, std::uint64_t>& skipped() const { return skipped_; }
  const std::map<int, std::uint64_t>& by_status() const { return by_status_; }
  const std::map<std::string, std::uint64_t>& by_mime() const { return by_mime_; }
  const std::map<std::string, std::uint64_t>& by_reason() const { return by_reason_; }
  // Pages that keep crawlers out, by vendor.
  const std::map<std::string, std::uint64_t>& bot_walls() const { return bot_walls_; }
  // "host parameter".
  const std::set<std::string>& sessions() const { return sessions_; }

 private:
  std::map<std::string, std::uint64_t> skipped_, by_mime_, by_reason_, bot_walls_;
  std::map<int, std::uint64_t> by_status_;
  std::set<std::size_t> good_seeds_;
  std::set<std::string> sessions_;
};

}  // namespace crawler::status
