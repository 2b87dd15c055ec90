// What a visit needs of the crawl: references, all of which outlive every visit.
#pragma once

#include <boost/asio/io_context.hpp>

#include <set>
#include <string>

#include "base/time.h"
#include "crawler/engine/admission.h"
#include "crawler/engine/archive.h"
#include "crawler/frontier/frontier.h"
#include "crawler/job/job.h"
#include "crawler/net/fetcher.h"
#include "crawler/status/stats.h"
#include "policies/script_mining.h"

namespace crawler::engine {

class RobotsCache;

struct Services {
  boost::asio::io_context& io;
  const job::Job& job;
  const base::Clock& clock;
  net::Fetcher& fetcher;
  Archive& archive;
  frontier::Frontier& frontier;
  Admission& admission;
  RobotsCache& robots;
  policies::ScriptMining& mining;
  status::Stats& stats;
  const std::set<std::string>& seed_origins;            // may be sent secret headers
  const std::vector<std::string>& secret_header_names;  // lower case
  bool is_cut_off = false;                              // the crawl stops now: what waits gives up
};

// May `url` be sent the job's Cookie and Authorization headers? Only the hosts the operator named.
inline bool may_carry_secrets(const Services& services, const base::Url& url) {
  return services.seed_origins.contains(url.origin());
}

}  // namespace crawler::engine
