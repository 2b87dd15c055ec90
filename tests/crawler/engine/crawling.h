// A crawl in one line: a job in a hurry, a scripted server, and the collection it leaves.
#pragma once

#include <cstdlib>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/disk.h"
#include "base/log.h"
#include "base/time.h"
#include "crawler/engine/crawl.h"
#include "tests/support/collection.h"
#include "tests/support/raw_server.h"
#include "tests/support/scratch_dir.h"

namespace engine_test {

using crawler::status::CrawlReport;
using crawler::status::ExitCode;
using std::chrono::milliseconds;
using support::Collection;
using support::End;
using support::html;
using support::number_of;
using support::redirect;
using support::Reply;
using support::text_of;

struct Crawling {
  support::ScratchDir scratch;
  crawler::job::Job job;
  CrawlReport report;

  Crawling() {
    base::set_log_level(base::LogLevel::error);
    // No test trusts the system's authorities, and reading them takes longer than most crawls here.
    ::setenv("SSL_CERT_FILE", "/dev/null", 1);
    ::setenv("SSL_CERT_DIR", "/nonexistent", 1);
    job.output = scratch.path();
    job.collection = "c";
    job.allow_private = true;
    job.politeness.min_delay = milliseconds(0);
    job.politeness.factor = 0;
    job.retry.tries = 1;
    job.timeout = milliseconds(5000);
    job.wacz = false;
    job.quiet = true;
  }

  base::Result<CrawlReport> try_crawl(const std::vector<std::string>& seeds,
                                      base::Disk& disk = base::real_disk()) {
    job.seeds.clear();
    for (const std::string& seed : seeds) job.seeds.push_back({seed, scratch.path()});
    const auto loaded = crawler::job::load_seeds(base::real_disk(), job.seeds);
    BOOST_REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : loaded.error().detail));
    return crawler::engine::run_crawl(job, *loaded, disk, base::system_clock());
  }
  // Crawls, and checks what every collection must hold to.
  Collection crawl(const std::vector<std::string>& seeds) {
    auto result = try_crawl(seeds);
    BOOST_REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().detail));
    report = std::move(*result);
    Collection collection = archive();
    collection.require_sound();
    return collection;
  }
  Collection archive() const { return Collection(crawler::job::directory_of(job)); }
};

// The same with a scripted server, known to the crawl as raw.test.
struct RawCrawling : Crawling {
  support::RawServer server;

  RawCrawling() { job.resolve.push_back(server.resolve()); }

  std::vector<std::string> targets() const {
    std::vector<std::string> found;
    for (const auto& request : server.requests()) found.push_back(request.target);
    return found;
  }
  std::size_t asked(const std::string& target) const { return server.requests(target).size(); }
};

}  // namespace engine_test
