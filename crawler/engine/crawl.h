// A whole crawl, from a job to a finished collection: opens the folder, runs the engine, closes the
// files, writes index, report and package.
#pragma once

#include "base/disk.h"
#include "base/error.h"
#include "base/time.h"
#include "crawler/job/job.h"
#include "crawler/job/seeds.h"
#include "crawler/status/report.h"

namespace crawler::engine {

// Would `job` begin? Errors name the option that is wrong: a pattern, a header, an entry of
// resolve, a file that cannot be read. Writes nothing and connects to nobody.
base::Result<void> check_job(const job::Job& job, base::Disk& disk, const base::Clock& clock);

// Runs `job` to its end; blocks. SIGINT and SIGTERM stop it as DESIGN section 5 says. Errors: what
// kept it from starting, be it what check_job() finds, before anything is written, or an unwritable
// folder; everything later is in the report.
base::Result<status::CrawlReport> run_crawl(const job::Job& job, const job::Seeds& seeds,
                                            base::Disk& disk, const base::Clock& clock);

}  // namespace crawler::engine
