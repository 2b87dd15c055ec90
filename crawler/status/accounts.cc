#include "crawler/status/accounts.h"

#include <utility>

namespace crawler::status {

Accounts::Accounts(std::vector<std::string> seeds, std::size_t max_hosts)
    : seeds_(std::move(seeds)), hosts_(max_hosts) {}

void Accounts::added(const policies::Candidate& candidate) {
  seeds_.added(candidate);
  hosts_.added(candidate);
}

void Accounts::skipped(const policies::Candidate& candidate, const policies::Verdict& verdict) {
  seeds_.skipped(candidate, verdict);
  hosts_.skipped(candidate, verdict);
}

void Accounts::settled(const frontier::Task& task, const Outcome& outcome) {
  seeds_.settled(task, outcome);
  hosts_.settled(task, outcome);
}

void Accounts::write_seeds(const Leftovers& left, policies::Reason stopped_by,
                           const LineSink& sink) const {
  for (std::size_t seed = 0; seed < seeds_.size(); ++seed) {
    sink(seeds_.line(seed, left.of_seed(seed), stopped_by));
  }
}

void Accounts::write_hosts(const frontier::Frontier& frontier, frontier::TimePoint now,
                           const LineSink& sink) const {
  hosts_.write(frontier.hosts(now), sink);
}

}  // namespace crawler::status
