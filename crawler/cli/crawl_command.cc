#include <cstdio>
#include <filesystem>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "base/disk.h"
#include "base/log.h"
#include "base/time.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/crawl_line.h"
#include "crawler/engine/crawl.h"
#include "crawler/job/job_options.h"
#include "crawler/job/seeds.h"
#include "crawler/status/progress.h"

namespace crawler::cli {
namespace {

using status::ExitCode;
using status::human_bytes;

int fail(ExitCode code, const std::string& message) {
  base::log(base::LogLevel::error, message);
  return static_cast<int>(code);
}

void print(const std::string& text) { std::fputs(text.c_str(), stdout); }

// `scripts/replay` when the program runs from a checkout, where it lies.
std::string replay_command(const status::CrawlReport& report) {
  const std::filesystem::path& what = report.wacz.empty() ? report.directory : report.wacz;
  return "scripts/replay " + what.string();
}

// "page_limit 10, calendar 2".
std::string listed(const status::ReasonCounts& counts) {
  std::string text;
  for (const auto& entry : counts.entries()) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", policies::name_of(entry.reason),
                        entry.count);
  }
  return text;
}

std::string told_of_obstacles(const status::CrawlReport& report) {
  std::string text;
  if (report.left.parked > 0) {
    text += fmt::format("parked    {} URLs ({}), see reports/left.jsonl\n", report.left.parked,
                        listed(report.parked));
  }
  std::uint64_t walls = 0;
  for (const auto& [vendor, count] : report.stats.bot_walls()) walls += count;
  if (walls > 0) {
    text +=
        fmt::format("walls     {} pages that keep crawlers out, see reports/hosts.jsonl\n", walls);
  }
  return text;
}

void print_summary(const status::CrawlReport& report) {
  const status::Stats& stats = report.stats;
  std::string text = fmt::format("archive   {}\n", report.directory.string());
  text += fmt::format("pages     {}\nimages    {}\n", stats.pages, stats.images);
  if (stats.articles > 0) text += fmt::format("articles  {}\n", stats.articles);
  text += fmt::format("responses {} ({} redirects), {} failed, {} refused\n", stats.fetched,
                      stats.redirects, stats.failed, stats.refused);
  text += fmt::format("bytes     {} received, {} in {} WARC file{}\n",
                      human_bytes(stats.wire_bytes), human_bytes(stats.warc_bytes),
                      report.warcs.size(), report.warcs.size() == 1 ? "" : "s");
  if (!report.wacz.empty()) text += fmt::format("package   {}\n", report.wacz.string());
  const std::size_t left = report.left.queued + report.left.in_flight;
  if (left > 0) text += fmt::format("left      {} URLs known but not fetched\n", left);
  text += told_of_obstacles(report);
  if (report.left.dropped > 0) {
    text += fmt::format("dropped   {} URLs, because too many were waiting\n", report.left.dropped);
  }
  if (!report.warcs.empty()) text += fmt::format("replay    {}\n", replay_command(report));
  print(text);
}

// A contact is what lets a site owner complain to you instead of blocking you.
void advise(const job::Job& job) {
  if (job.contact.empty() && job.user_agent.empty() && !job.allow_private && !job.quiet) {
    base::log(base::LogLevel::warning,
              "no --contact: site owners cannot tell whom to ask; give a URL or mail address");
  }
  if (!job.proxy.empty()) {
    base::log(base::LogLevel::warning,
              "a proxy is used: that no private address is connected to is not enforced");
  }
  if (job.insecure) {
    base::log(base::LogLevel::warning, "certificates are not checked: any server may pose as any");
  }
}

}  // namespace

int run_crawl_command(std::vector<std::string> arguments) {
  base::Disk& disk = base::real_disk();
  auto parsed = parse_crawl_line(disk, std::move(arguments));
  if (const auto* wrong = std::get_if<LineError>(&parsed)) {
    return fail(static_cast<ExitCode>(wrong->exit_code), wrong->message);
  }
  CrawlLine& line = std::get<CrawlLine>(parsed);
  if (!line.help.empty()) {
    print(line.help);
    return 0;
  }
  job::Job& job = line.job;
  if (job.collection.empty()) {
    job.collection = "crawl-" + base::to_timestamp14(base::system_clock().now());
  }
  if (line.dry_run) {
    const auto checked = engine::check_job(job, disk, base::system_clock());
    if (!checked) return fail(ExitCode::usage, checked.error().detail);
    print(job::to_yaml(job));
    return 0;
  }
  const auto seeds = job::load_seeds(disk, job.seeds);
  if (!seeds) return fail(ExitCode::usage, seeds.error().detail);
  if (seeds->empty())
    return fail(ExitCode::usage, "no seeds: give a URL, a list or a saved article");
  if (job.quiet) base::set_log_level(base::LogLevel::error);
  advise(job);

  const auto report = engine::run_crawl(job, *seeds, disk, base::system_clock());
  if (!report) {
    const bool usage = report.error().code == base::Errc::invalid;
    const bool full = report.error().code == base::Errc::disk_full;
    return fail(usage  ? ExitCode::usage
                : full ? ExitCode::disk_full
                       : ExitCode::error,
                report.error().detail);
  }
  if (!job.quiet) print_summary(*report);
  if (report->exit_code != ExitCode::ok) {
    base::log(
        base::LogLevel::error,
        fmt::format("ended with {}: {}", status::name_of(report->exit_code), report->message));
  }
  return static_cast<int>(report->exit_code);
}

}  // namespace crawler::cli
