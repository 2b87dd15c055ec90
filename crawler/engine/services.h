// What a visit needs of the crawl: references, all of which outlive every visit.
#pragma once

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "crawler/engine/admission.h"
#include "crawler/engine/archive.h"
#include "crawler/frontier/frontier.h"
#include "crawler/job/job.h"
#include "crawler/net/fetcher.h"
#include "crawler/net/name_lookup.h"
#include "crawler/status/accounts.h"
#include "crawler/status/stats.h"
#include "policies/budget_book.h"
#include "policies/script_mining.h"
#include "policies/traps.h"

namespace crawler::engine {

class RobotsCache;

// What can be changed while a crawl runs (control.h); begins as the job has it.
struct LiveSettings {
  policies::PolitenessOptions politeness;
  unsigned concurrency = 1;
  std::optional<std::uint64_t> page_limit{};
  bool is_paused = false;
};

struct Services {
  boost::asio::io_context& io;
  const job::Job& job;
  LiveSettings& live;
  const base::Clock& clock;
  net::Fetcher& fetcher;
  net::NameLookup& names;
  Archive& archive;
  frontier::Frontier& frontier;
  Admission& admission;
  RobotsCache& robots;
  policies::ScriptMining& mining;
  policies::TrapWatch& traps;
  policies::BudgetBook& book;
  status::Stats& stats;
  status::Accounts& accounts;
  const std::set<std::string>& seed_origins;            // may be sent secret headers
  const std::vector<std::string>& secret_header_names;  // lower case
  bool is_cut_off = false;                              // the crawl stops now: what waits gives up
};

// May `url` be sent the job's Cookie and Authorization headers? Only the hosts the operator named.
inline bool may_carry_secrets(const Services& services, const base::Url& url) {
  return services.seed_origins.contains(url.origin());
}

}  // namespace crawler::engine
