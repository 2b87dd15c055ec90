#include "crawler/engine/crawl.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <csignal>
#include <set>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "base/log.h"
#include "crawler/engine/admission.h"
#include "crawler/engine/archive.h"
#include "crawler/engine/clock_journal.h"
#include "crawler/engine/collection.h"
#include "crawler/engine/control.h"
#include "crawler/engine/descriptors.h"
#include "crawler/engine/engine.h"
#include "crawler/engine/follow.h"
#include "crawler/engine/package.h"
#include "crawler/engine/reports.h"
#include "crawler/engine/robots_cache.h"
#include "crawler/engine/scope_of_job.h"
#include "crawler/engine/seed_article.h"
#include "crawler/engine/settings.h"
#include "crawler/engine/spawn.h"
#include "crawler/status/accounts.h"
#include "crawler/status/skipped_list.h"
#include "warc/wacz.h"

namespace crawler::engine {
namespace asio = boost::asio;
using status::ExitCode;
namespace {

// Who does not obey says why, in every file.
base::Result<void> check_robots(const job::Job& job) {
  const bool obeys =
      job.robots == job::RobotsMode::obey || job.robots == job::RobotsMode::obey_pages;
  if (obeys || !job.robots_reason.empty()) return {};
  return base::fail(
      base::Errc::invalid,
      fmt::format("robots: {} needs --robots-reason, e.g. \"our own site\"; it stands "
                  "in every WARC file",
                  name_of(job.robots)));
}

// Whatever keeps it from being made is an option of the job.
base::Result<std::unique_ptr<net::Fetcher>> fetcher_of(asio::io_context& io, base::Disk& disk,
                                                       const base::Clock& clock,
                                                       const net::FetchOptions& options) {
  auto fetcher = net::make_curl_fetcher(io, disk, clock, options);
  if (!fetcher) return base::fail(base::Errc::invalid, fetcher.error().detail);
  return fetcher;
}

// A handler that is queued already when they are cancelled hears of no error, so it is told here.
struct Signals {
  asio::signal_set set;
  bool is_over = false;

  void end() {
    is_over = true;
    set.cancel();
  }
};

// The seeds in order, then the engine until it is done.
asio::awaitable<void> crawl_all(Services& services, Engine& engine, Control& control,
                                const job::Seeds& seeds, Signals& signals) {
  for (std::size_t i = 0; i < seeds.urls.size(); ++i) {
    policies::Candidate candidate;
    candidate.url = seeds.urls[i];
    candidate.seed = i;
    offer(services, std::move(candidate), frontier::Place::last);
  }
  std::size_t number = seeds.urls.size();
  for (const job::ArticleSeed& seed : seeds.articles) {
    co_await store_article(services, seed, number);
    ++number;
  }
  co_await engine.run();
  control.end();
  signals.end();
}

// A signal each time it comes, until cancelled.
void listen(Signals& signals, Engine& engine) {
  signals.set.async_wait([&signals, &engine](boost::system::error_code error, int) {
    if (error || signals.is_over) return;
    engine.request_stop();
    listen(signals, engine);
  });
}

// "Every seed failed" is worth an exit code of its own: the archive holds nothing that was asked
// for.
bool all_seeds_failed(const status::CrawlReport& report) {
  return report.seeds > 0 && report.stats.seeds_good() == 0 && report.stats.articles == 0;
}

base::Result<void> write_package(base::Disk& disk, const base::Clock& clock, const job::Job& job,
                                 const CollectionPaths& paths, status::CrawlReport& report) {
  warc::WaczInput input = package_input(paths);
  if (input.warcs.empty()) return {};
  input.title = job.collection;
  input.created = clock.now();
  input.main_page_url = report.main_page;
  const auto written = warc::write_wacz(disk, paths.wacz(), input, paths.state());
  if (written) report.wacz = paths.wacz();
  return written;
}

void note(status::CrawlReport& report, ExitCode code, const base::Error& error) {
  if (report.exit_code == ExitCode::ok || error.code == base::Errc::disk_full) {
    report.exit_code = error.code == base::Errc::disk_full ? ExitCode::disk_full : code;
  }
  report.message += (report.message.empty() ? "" : "; ") + error.detail;
}

void note_failure(status::CrawlReport& report, std::exception_ptr failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const base::FatalError& error) {
    note(report, ExitCode::fatal, error.error());
  } catch (const std::exception& error) {
    note(report, ExitCode::fatal, base::fail(base::Errc::io, error.what()));
  }
}

void write_report(base::Disk& disk, const CollectionPaths& paths, status::CrawlReport& report) {
  const auto written =
      base::write_atomically(disk, paths.reports() / "crawl.json", status::to_json(report) + "\n");
  if (!written) note(report, ExitCode::error, written.error());
}

// Was the crawl cut short by somebody or something that would not want to wait for a package?
bool was_cut_short(ExitCode code) {
  return code == ExitCode::interrupted || code == ExitCode::interrupted_twice ||
         code == ExitCode::disk_full || code == ExitCode::fatal;
}

// The archive first: it gives back the space kept for the end.
void seal(Archive& archive, status::CrawlReport& report) {
  if (const auto sealed = archive.seal(); !sealed) note(report, ExitCode::fatal, sealed.error());
  report.warcs = archive.sealed_files();
}

// The report, which is written whatever became of all else.
void close_collection(base::Disk& disk, const base::Clock& clock, const CollectionPaths& paths,
                      const std::string& first_seed_failure, status::CrawlReport& report) {
  report.ended = clock.now();
  if (report.exit_code == ExitCode::ok && all_seeds_failed(report)) {
    report.exit_code = ExitCode::seeds_failed;
    report.message = "every seed failed";
    if (!first_seed_failure.empty()) report.message += ", first " + first_seed_failure;
  }
  write_report(disk, paths, report);
}

void pack(base::Disk& disk, const base::Clock& clock, const job::Job& job,
          const CollectionPaths& paths, status::CrawlReport& report) {
  const auto packed = write_package(disk, clock, job, paths, report);
  if (!packed) note(report, ExitCode::error, packed.error());
  write_report(disk, paths, report);
}

}  // namespace

base::Result<void> check_job(const job::Job& job, base::Disk& disk, const base::Clock& clock) {
  if (const auto reason = check_robots(job); !reason) return reason;
  if (const auto scopes = check_scopes(job); !scopes) return scopes;
  asio::io_context io(1);
  const CollectionPaths paths{job::directory_of(job)};
  const auto fetcher = fetcher_of(io, disk, clock, fetch_options_of(job, paths));
  if (!fetcher) return fetcher.error();
  return {};
}

base::Result<status::CrawlReport> run_crawl(const job::Job& job, const job::Seeds& seeds,
                                            base::Disk& disk, const base::Clock& clock) {
  if (const auto reason = check_robots(job); !reason) return reason.error();
  const CollectionPaths paths{job::directory_of(job)};
  auto scope = scope_of(job, seeds);
  if (!scope) return scope.error();
  job::Job bounded = job;
  bounded.concurrency = affordable_concurrency(job.concurrency);
  asio::io_context io(1);
  const net::FetchOptions fetch_options = fetch_options_of(bounded, paths);
  auto fetcher = fetcher_of(io, disk, clock, fetch_options);
  if (!fetcher) return fetcher.error();

  auto lock = open_collection(disk, paths);
  if (!lock) return lock.error();
  auto log = status::CrawlLog::open(disk, paths.logs());
  if (!log) return log.error();
  auto pages = status::PageList::open(disk, paths.pages());
  if (!pages) return pages.error();

  status::CrawlReport report;
  report.directory = paths.root;
  report.started = clock.now();
  report.seeds = seeds.urls.size() + seeds.articles.size();

  asio::thread_pool pool(std::max(1u, std::thread::hardware_concurrency()));
  const auto strand = asio::make_strand(pool.get_executor());
  Archive archive(pool.get_executor(), strand, disk, clock, paths, file_options_of(job, paths));

  auto clocks = ClockJournal::open(disk, paths.state(), clock);
  if (!clocks) return clocks.error();
  auto skipped = status::SkippedList::open(disk, paths.reports());
  if (!skipped) return skipped.error();
  const auto frontier = frontier::make_memory_frontier(frontier_options_of(job, *clocks));
  clocks->restore(*frontier, std::chrono::steady_clock::now());
  status::Accounts accounts(names_of(seeds));
  policies::TrapWatch traps(job.traps, clock.now());
  Admission admission({*scope, traps, *frontier, report.stats, accounts, *skipped, clock,
                       job.allow_private || !job.proxy.empty(), names_in(job.resolve)});
  policies::BudgetBook book(budgets_of(job), limits_of(seeds));
  const std::set<std::string> seed_origins = origins_of(seeds);
  const std::vector<std::string> secrets = secret_names(fetch_options);
  auto known_robots =
      RobotsStore::open(disk, paths.state(), clock.now(), job.robots_times.max_stale);
  if (!known_robots) return known_robots.error();
  RobotsCache robots(std::move(*known_robots));
  policies::ScriptMining mining;
  net::NameLookup names(io, job.resolve);
  LiveSettings live{job.politeness, bounded.concurrency, job.budget.crawl.pages, false};
  Services services{io,      bounded,      live,      clock,        **fetcher, names,
                    archive, *frontier,    admission, robots,       mining,    traps,
                    book,    report.stats, accounts,  seed_origins, secrets};
  status::Progress progress(job.quiet);
  Engine engine(services, *log, *pages, progress);
  Control control(
      services, paths.control(), [&engine] { engine.wake(); },
      [&engine] { engine.request_stop("stopped by control/stop"); });

  Signals signals{asio::signal_set(io, SIGINT, SIGTERM)};
  listen(signals, engine);
  const auto on_failure = [&](std::exception_ptr failure) {
    note_failure(report, failure);
    control.end();
    signals.end();
  };
  // It reads the folder before it waits for anything: what lies there holds from the first URL on.
  spawn(io.get_executor(), control.watch(),
        [&engine](std::exception_ptr failure) { engine.fail(failure); });
  spawn(io.get_executor(), crawl_all(services, engine, control, seeds, signals), on_failure);
  io.run();
  pool.join();

  if (report.exit_code == ExitCode::ok) report.exit_code = engine.exit_code();
  if (report.message.empty()) report.message = engine.message();
  report.left = frontier->counts();
  if (pages->first() != nullptr) report.main_page = pages->first()->url;
  seal(archive, report);
  if (const auto closed = clocks->close(); !closed) note(report, ExitCode::error, closed.error());
  const auto told = write_accounts(disk, paths, accounts, *frontier, *skipped, report);
  if (!told) note(report, ExitCode::error, told.error());
  close_collection(disk, clock, paths, engine.first_seed_failure(), report);
  // Until here signals were caught, so that nothing could part the files from their index. A
  // package can take long and can be made again: from now on a signal ends the program.
  boost::system::error_code ignored;
  signals.set.clear(ignored);
  if (job.wacz && !was_cut_short(report.exit_code)) pack(disk, clock, job, paths, report);
  return report;
}

}  // namespace crawler::engine
