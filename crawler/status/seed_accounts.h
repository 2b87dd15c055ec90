// The accounts of seeds, and the verdict on each: was all that it leads to fetched, and if not,
// what kept the crawl from it? Loop thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "crawler/frontier/task.h"
#include "crawler/status/leftovers.h"
#include "crawler/status/outcome.h"
#include "crawler/status/reason_counts.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace crawler::status {

class SeedAccounts {
 public:
  explicit SeedAccounts(std::vector<std::string> names);

  void added(const policies::Candidate& candidate);
  void skipped(const policies::Candidate& candidate, const policies::Verdict& verdict);
  void settled(const frontier::Task& task, const Outcome& outcome);

  std::size_t size() const { return accounts_.size(); }
  // The line of seeds.jsonl.
  std::string line(std::size_t seed, const Leftovers::Share& left,
                   policies::Reason stopped_by) const;

 private:
  // What became of the seed's own URL, redirects followed.
  enum class End { none, good, blocked, failed };

  struct Account {
    std::string name;
    std::string redirects_to;  // the last of them
    std::string why;           // it is blocked or failed
    End end = End::none;
    bool is_known = false;  // something of it was queued or turned away
    std::uint64_t pages = 0, urls = 0, bytes = 0, errors = 0;
    std::optional<base::Timestamp> first, last;
    ReasonCounts skipped;
  };
  struct SeedVerdict {
    std::string_view name;
    std::string detail;
  };

  Account* account_of(const policies::Candidate& candidate);
  static void end_seed(Account& account, const Outcome& outcome);
  static SeedVerdict verdict_on(const Account& account, const Leftovers::Share& left,
                                policies::Reason stopped_by);

  std::vector<Account> accounts_;
};

}  // namespace crawler::status
