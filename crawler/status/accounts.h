// Who got what: one account for each seed and one for each host, for reports/seeds.jsonl and
// reports/hosts.jsonl (docs/reports.md). Loop thread only. Memory: some 300 bytes a seed, 500 a
// host; the first 100,000 hosts have accounts of their own, the rest shares one, "(other)".
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "crawler/frontier/frontier.h"
#include "crawler/status/host_accounts.h"
#include "crawler/status/leftovers.h"
#include "crawler/status/outcome.h"
#include "crawler/status/seed_accounts.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace crawler::status {

class Accounts {
 public:
  // The seeds as they were written, in the order Candidate::seed counts them.
  explicit Accounts(std::vector<std::string> seeds = {}, std::size_t max_hosts = 100'000);

  // A URL went into the frontier.
  void added(const policies::Candidate& candidate);
  // A URL was turned away or parked, and was not before for this reason.
  void skipped(const policies::Candidate& candidate, const policies::Verdict& verdict);
  // A visit came back, whatever it came to.
  void settled(const frontier::Task& task, const Outcome& outcome);

  // One a seed, in their order. `stopped_by` is why the whole crawl ended early; accepted when it
  // did not, or by something that is no limit.
  void write_seeds(const Leftovers& left, policies::Reason stopped_by, const LineSink& sink) const;
  // One a host that had a URL in the frontier, by name.
  void write_hosts(const frontier::Frontier& frontier, frontier::TimePoint now,
                   const LineSink& sink) const;

 private:
  SeedAccounts seeds_;
  HostAccounts hosts_;
};

}  // namespace crawler::status
