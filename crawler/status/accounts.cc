#include "crawler/status/accounts.h"

#include <utility>

namespace crawler::status {

Accounts::Accounts(std::vector<std::string> seeds) : seeds_(std::move(seeds)) {}
void Accounts::added(const policies::Candidate&) {}
void Accounts::skipped(const policies::Candidate&, const policies::Verdict&) {}
void Accounts::settled(const frontier::Task&, const Outcome&) {}
std::vector<std::string> Accounts::seed_lines(const frontier::Frontier&, policies::Reason) const {
  return {};
}
std::vector<std::string> Accounts::host_lines(const frontier::Frontier&,
                                              frontier::TimePoint) const {
  return {};
}

}  // namespace crawler::status
