#include "crawler/engine/crawl.h"

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <array>
#include <csignal>
#include <set>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/encoding.h"
#include "base/log.h"
#include "base/version.h"
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
#include "crawler/engine/spawn.h"
#include "crawler/job/job_options.h"
#include "crawler/status/accounts.h"
#include "crawler/status/skipped_list.h"
#include "warc/wacz.h"

namespace crawler::engine {
namespace asio = boost::asio;
using status::ExitCode;
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

// What somebody who checks a digest has to know.
std::string how_stored(const job::Job& job) {
  const bool sha1 = job.digest == warc::DigestAlgorithm::sha1;
  return fmt::format(
      "transfer-coding {} bodies, content-coding kept; digests are {}, payload digests of the body "
      "without transfer-coding, with content-coding",
      job.keep_transfer_encoding ? "kept in" : "removed from",
      sha1 ? "SHA-1 in Base32" : "SHA-256 in hexadecimal");
}

std::string_view name_of(job::RobotsMode mode) {
  switch (mode) {
    case job::RobotsMode::obey: return "obey";
    case job::RobotsMode::obey_pages: return "obey-pages";
    case job::RobotsMode::annotate: return "annotate";
    case job::RobotsMode::ignore: return "ignore";
  }
  return "unknown";
}

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

std::string robots_field(const job::Job& job) {
  std::string field(name_of(job.robots));
  if (!job.robots_reason.empty()) field += " (" + job.robots_reason + ")";
  return field;
}

// Which addresses may be connected to, for who reads the archive later.
std::string address_field(const job::Job& job) {
  if (!job.proxy.empty()) return "not enforced (a proxy looks up names and connects)";
  if (!job.allow_private) return "public addresses only";
  return "private addresses allowed" +
         (job.private_networks.empty()
              ? std::string()
              : fmt::format(": {}", fmt::join(job.private_networks, ", ")));
}

// What the first record of every file tells of the crawl (formats section 2.3).
warc::Fields warcinfo_of(const job::Job& job) {
  warc::Fields fields;
  fields.add("software", std::string("Varve/") + base::kVersion);
  fields.add("hostname", host_name());
  fields.add_if("operator", job.contact);
  fields.add("robots", robots_field(job));
  fields.add("varve-addresses", address_field(job));
  if (job.insecure) fields.add("varve-certificates", "not checked");
  fields.add("http-header-user-agent", job::user_agent_of(job));
  fields.add("isPartOf", job.collection);
  fields.add("description", how_stored(job));
  fields.add("varve-job", job::to_json(job));
  return fields;
}

warc::FileSetOptions file_options_of(const job::Job& job, const CollectionPaths& paths) {
  warc::FileSetOptions options;
  options.directory = paths.archive();
  options.prefix = job.warc_prefix;
  options.hostname = host_name();
  options.max_bytes = job.warc_max_bytes;
  options.level = static_cast<int>(job.gzip_level);
  options.digest = job.digest;
  options.warcinfo = warcinfo_of(job);
  return options;
}

net::FetchOptions fetch_options_of(const job::Job& job, const CollectionPaths& paths) {
  net::FetchOptions options;
  options.user_agent = job::user_agent_of(job);
  for (const std::string& line : job.headers) {
    (job::is_secret_header(line) ? options.secret_headers : options.headers).push_back(line);
  }
  options.cookies = job.cookies;
  options.cookie_file = job.cookie_file;
  options.resolve = job.resolve;
  options.ca_file = job.ca_file;
  options.allow_private = job.allow_private;
  options.private_networks = job.private_networks;
  options.proxy = job.proxy;
  options.insecure = job.insecure;
  options.host_bandwidth = job.politeness.host_bandwidth;
  options.stream_bytes = job.traps.stream_bytes;
  options.stream_time = std::chrono::seconds(job.traps.stream_seconds);
  options.max_body_bytes = job.max_body_bytes;
  options.keep_transfer_encoding = job.keep_transfer_encoding;
  options.timeout = job.timeout;
  options.spool_directory = paths.state();
  options.max_connections = static_cast<long>(job.concurrency) + 64;
  return options;
}

// Whatever keeps it from being made is an option of the job.
base::Result<std::unique_ptr<net::Fetcher>> fetcher_of(asio::io_context& io, base::Disk& disk,
                                                       const base::Clock& clock,
                                                       const net::FetchOptions& options) {
  auto fetcher = net::make_curl_fetcher(io, disk, clock, options);
  if (!fetcher) return base::fail(base::Errc::invalid, fetcher.error().detail);
  return fetcher;
}

std::vector<std::string> secret_names(const net::FetchOptions& options) {
  std::vector<std::string> names;
  for (const std::string& line : options.secret_headers) {
    names.push_back(base::to_lower_ascii(base::trimmed(line.substr(0, line.find(':')))));
  }
  return names;
}

std::set<std::string> origins_of(const job::Seeds& seeds) {
  std::set<std::string> origins;
  for (const base::Url& url : seeds.urls) origins.insert(url.origin());
  return origins;
}

// The names of "HOST:PORT:ADDRESS" entries.
std::set<std::string> names_in(const std::vector<std::string>& resolve) {
  std::set<std::string> names;
  for (const std::string& entry : resolve) {
    const std::size_t from = entry.starts_with('+') ? 1 : 0;
    names.insert(base::to_lower_ascii(entry.substr(from, entry.find(':') - from)));
  }
  return names;
}

std::vector<std::string> names_of(const job::Seeds& seeds) {
  std::vector<std::string> names;
  for (const base::Url& url : seeds.urls) names.emplace_back(url.href());
  for (const job::ArticleSeed& article : seeds.articles) names.push_back(article.name);
  return names;
}

// The crawl's own limits are the engine's business.
policies::BudgetOptions budgets_of(const job::Job& job) {
  policies::BudgetOptions options = job.budget;
  options.crawl = {};
  return options;
}

std::vector<policies::Limits> limits_of(const job::Seeds& seeds) {
  std::vector<policies::Limits> limits;
  for (const auto& own : seeds.own) limits.push_back(own ? own->limits : policies::Limits{});
  limits.resize(seeds.urls.size());
  for (const job::ArticleSeed& article : seeds.articles) {
    limits.push_back(article.own ? article.own->limits : policies::Limits{});
  }
  return limits;
}

frontier::FrontierOptions frontier_options_of(const job::Job& job, ClockJournal& clocks) {
  frontier::FrontierOptions options;
  options.politeness = job.politeness;
  options.keys = job.keys;
  options.fetch_parked = job.fetch_parked;
  options.on_rest = [&clocks](const std::string& host, std::chrono::milliseconds rest) {
    clocks.note(host, rest);
  };
  return options;
}

// The seeds in order, then the engine until it is done.
asio::awaitable<void> crawl_all(Services& services, Engine& engine, Control& control,
                                const job::Seeds& seeds, asio::signal_set& signals) {
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
  signals.cancel();
}

// A signal each time it comes, until cancelled.
void listen(asio::signal_set& signals, Engine& engine) {
  signals.async_wait([&signals, &engine](boost::system::error_code error, int) {
    if (error) return;
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
  policies::TrapWatch traps(job.traps);
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

  asio::signal_set signals(io, SIGINT, SIGTERM);
  listen(signals, engine);
  const auto on_failure = [&](std::exception_ptr failure) {
    note_failure(report, failure);
    control.end();
    signals.cancel();
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
  signals.clear(ignored);
  if (job.wacz && !was_cut_short(report.exit_code)) pack(disk, clock, job, paths, report);
  return report;
}

}  // namespace crawler::engine
