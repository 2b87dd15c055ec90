// Who has taken how much: keeps the accounts of seeds, hosts (name and port) and registrable
// domains, and says when one is spent. One a crawl; loop thread only. Memory: some 200 bytes for
// each host and each domain that has a limit, at most 1,000,000 of each; the rest shares one
// account.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policies/budget.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace policies {

class BudgetBook {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // `seeds` are limits of single seeds, by number, each in place of the same limit for every seed;
  // may be shorter than the list of seeds. Limits of the whole crawl are not looked at.
  explicit BudgetBook(BudgetOptions options = {}, std::vector<Limits> seeds = {});

  // May `candidate` be asked for now? A yes takes its place: pages and URLs count from here on, so
  // that those in flight never overrun a limit, and time runs from an account's first. A no takes
  // nothing; it parks where a limit is reached, and does not where what is in flight may still
  // reach it: then ask again when some of that has ended. A requisite is not held back by pages, so
  // that what was taken is made whole; a sitemap or a probe is, for they are there for more pages.
  Verdict begin(const Candidate& candidate, TimePoint now);

  struct Result {
    bool was_asked = true;  // false: only postponed, or refused before; nothing counts
    bool is_page = false;   // it counts as a page after all
    bool is_error = false;
    std::uint64_t bytes = 0;  // written into WARC files
  };
  // Every begin() that said yes has its end(). Errors and bytes count from here on: what is in
  // flight when their limit is reached comes on top.
  void end(const Candidate& candidate, const Result& result);

 private:
  struct Account {
    Spent done;
    std::uint64_t pages_in_flight = 0, urls_in_flight = 0;
    std::optional<TimePoint> first;
  };
  using Accounts = std::unordered_map<std::string, Account>;

  // One of the accounts a candidate counts for.
  struct Share {
    Account* account;
    Limits limits;
    std::string_view what;  // "host", for the detail of a verdict
    std::string name;       // of the account; empty: the candidate's seed
  };
  std::vector<Share> shares_of(const Candidate& candidate);
  static Verdict ask(const Share& share, bool needs_pages, TimePoint now);
  Limits limits_of_seed(std::size_t seed) const;

  BudgetOptions options_;
  std::vector<Limits> own_;  // of single seeds
  std::vector<Account> seeds_;
  Accounts hosts_, domains_;
};

}  // namespace policies
