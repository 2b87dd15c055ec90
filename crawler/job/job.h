// A crawl described: what the job file and the command line come to. A plain value, made before
// anything runs.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "policies/budget.h"
#include "policies/politeness.h"
#include "policies/retry.h"
#include "policies/scope.h"
#include "warc/digest.h"

namespace crawler::job {

enum class RobotsMode { obey, ignore };

// A seed as it was written, and the folder a relative file name counts from.
struct SeedSource {
  std::string text;
  std::filesystem::path folder;
};

struct Job {
  std::vector<SeedSource> seeds;
  std::string collection;  // empty: named after the moment the crawl starts
  std::filesystem::path output = "collections";

  policies::ScopeOptions scope;
  policies::Budget budget;
  policies::PolitenessOptions politeness;
  policies::RetryOptions retry;
  RobotsMode robots = RobotsMode::obey;
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
