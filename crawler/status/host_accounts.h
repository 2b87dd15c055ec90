// The accounts of hosts, named as the frontier's queues are. Loop thread only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crawler/frontier/frontier.h"
#include "crawler/frontier/task.h"
#include "crawler/status/outcome.h"
#include "crawler/status/reason_counts.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace crawler::status {

// Takes one JSON object, without line end.
using LineSink = std::function<void(const std::string& line)>;

class HostAccounts {
 public:
  // Hosts beyond `max_hosts` share one account, "(other)".
  explicit HostAccounts(std::size_t max_hosts) : max_hosts_(max_hosts) {}

  void added(const policies::Candidate& candidate);
  // Counted for hosts that have an account: the rest of the web is none of the crawl's.
  void skipped(const policies::Candidate& candidate, const policies::Verdict& verdict);
  void settled(const frontier::Task& task, const Outcome& outcome);

  // The lines of hosts.jsonl, by name; `states` are the hosts as the frontier knows them.
  void write(const std::vector<frontier::HostState>& states, const LineSink& sink) const;

 private:
  struct Account {
    std::string ip, bot_wall;  // the last
    std::uint64_t added = 0, urls = 0, pages = 0, bytes = 0;
    std::array<std::uint64_t, 5> statuses{};  // 1xx to 5xx
    std::map<std::string_view, std::uint64_t> errors;
    std::uint64_t robots_unreachable = 0;  // URLs given up for that
    std::uint64_t busy = 0;                // answers 429 and 503
    std::uint64_t bot_walls = 0, soft_404s = 0;
    ReasonCounts skipped, parked;
  };

  // Null for a host without one.
  Account* find(const std::string& name);
  static std::string line_of(const std::string& name, const Account& account,
                             const frontier::HostState& state);

  std::size_t max_hosts_;
  std::unordered_map<std::string, Account> accounts_;
  Account other_;
};

}  // namespace crawler::status
