// A crawl described: what the job file and the command line come to. A plain value, made before
// anything runs.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "policies/budget.h"
#include "policies/canonical.h"
#include "policies/hours.h"
#include "policies/politeness.h"
#include "policies/retry.h"
#include "policies/robots_times.h"
#include "policies/scope.h"
#include "policies/traps.h"
#include "warc/digest.h"

namespace crawler::job {

enum class RobotsMode {
  obey,
  obey_pages,  // what an allowed page needs to be shown is exempt
  annotate,    // everything is fetched, and what was disallowed is recorded as such
  ignore,      // robots.txt is not even read
};

// What a seed has of its own, in the job file: a scope and limits instead of the crawl's.
struct SeedOptions {
  policies::ScopeOptions scope;
  policies::Limits limits;
};

// A seed as it was written, and the folder a relative file name counts from.
struct SeedSource {
  std::string text;
  std::filesystem::path folder;
  std::shared_ptr<const SeedOptions> own = nullptr;  // null: it has none
};

struct Job {
  std::vector<SeedSource> seeds;
  std::string collection;  // empty: named after the moment the crawl starts
  std::filesystem::path output = "collections";

  policies::ScopeOptions scope;
  policies::KeyOptions keys;
  policies::TrapOptions traps;
  bool fetch_parked = false;  // what was parked, after all else
  policies::BudgetOptions budget;
  policies::PolitenessOptions politeness;
  policies::RetryOptions retry;
  policies::Hours hours;
  RobotsMode robots = RobotsMode::obey;
  std::string robots_reason;             // why they are not obeyed
  bool robots_forbidden_denies = false;  // a robots.txt of 401 or 403
  policies::RobotsTimes robots_times{};
  bool obey_nofollow = true;       // of whole pages
  bool obey_rel_nofollow = false;  // of single links
  bool obey_noarchive = false;
  bool sitemaps = true;  // follow the Sitemap lines of robots.txt
  unsigned concurrency = 64;

  std::string user_agent;  // empty: user_agent_of() makes one
  std::string contact;     // URL or mail address, shown to site owners
  std::vector<std::string> headers;
  bool cookies = true;                // keep what sites set, each for itself
  std::filesystem::path cookie_file;  // the operator's own; a secret, like the file
  std::vector<std::string> resolve;
  std::filesystem::path ca_file;
  bool allow_private = false;
  std::vector<std::string> private_networks;  // the only private ones allowed; empty: all
  std::string proxy;                          // URL; may hold a password, which is a secret
  bool insecure = false;
  std::uint64_t max_body_bytes = 1'000'000'000;
  std::chrono::milliseconds timeout{60'000};

  std::string warc_prefix = "varve";
  std::uint64_t warc_max_bytes = 1'000'000'000;
  warc::DigestAlgorithm digest = warc::DigestAlgorithm::sha1;
  unsigned gzip_level = 6;              // 0 to 12, as libdeflate
  bool keep_transfer_encoding = false;  // store chunked bodies as received
  bool wacz = true;
  bool text = false;  // the readable text of pages in the page lists
  bool quiet = false;
};

// The User-Agent header. robots.txt is read for the product token "Varve" whatever is set here.
std::string user_agent_of(const Job& job);

inline constexpr const char* kProductToken = "Varve";

// Where the collection lies.
std::filesystem::path directory_of(const Job& job);

}  // namespace crawler::job
