#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "base/disk.h"
#include "base/log.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/crawl_line.h"
#include "crawler/cli/explain.h"
#include "crawler/cli/explain_collection.h"
#include "crawler/cli/explain_history.h"
#include "crawler/cli/explain_policies.h"
#include "crawler/cli/explain_robots.h"
#include "crawler/cli/explain_url.h"
#include "crawler/cli/tool_line.h"
#include "crawler/engine/collection.h"
#include "crawler/job/seeds.h"

namespace crawler::cli {
namespace {

constexpr const char* kHelp =
    "usage: varve explain URL [-c JOB.yaml | --collection NAME] [--output DIR] [--json]\n"
    "                     [SEED...] [options of varve crawl]\n\n"
    "Tells why a crawl would fetch URL or not, and what one has done with it. Asks nothing of the\n"
    "network and writes nothing.\n\n"
    "  -c, --config FILE    judge by this job file\n"
    "  --collection NAME    look into this collection; without -c its own job is the measure\n"
    "  --output DIR         where collections lie (default: collections)\n"
    "  --json               one JSON object (docs/explain.md)\n\n"
    "Without both, URL is taken for the only seed of a job with the options given.\n";

// Everything explained is explained from these.
struct Case {
  std::string given;
  base::Url url;
  job::Job job;
  job::Seeds seeds;
  std::optional<engine::CollectionPaths> paths;  // of a collection that is there
  std::vector<std::string> notes;
  bool has_job_file = false;
};

// What keeps a case from being made, and the exit code that says so.
using Refusal = LineError;

Refusal usage(std::string message) { return {kToolUsage, std::move(message)}; }
Refusal failed(const base::Error& error) { return {kToolFailed, error.detail}; }

bool is_collection(const engine::CollectionPaths& paths) {
  std::error_code error;
  return std::filesystem::is_directory(paths.archive(), error);
}

// Parsed a second time when the collection has a job, so that flags beat it.
std::variant<CrawlLine, LineError> parse(base::Disk& disk,
                                         const std::vector<std::string>& arguments, Case& found) {
  auto parsed = parse_crawl_line(disk, arguments);
  auto* line = std::get_if<CrawlLine>(&parsed);
  if (line == nullptr || line->job.collection.empty()) return parsed;
  const engine::CollectionPaths paths{job::directory_of(line->job)};
  if (!is_collection(paths)) {
    const std::string why = fmt::format("no collection {}", paths.root.string());
    if (!line->has_job_file) return LineError{kToolFailed, why};
    found.notes.push_back(why + " yet");
    return parsed;
  }
  found.paths = paths;
  if (line->has_job_file) return parsed;
  auto stored = stored_job(disk, paths);
  if (!stored) return failed(stored.error());
  if (!stored->note.empty()) found.notes.push_back(std::move(stored->note));
  return parse_crawl_line(disk, arguments, stored->job);
}

// Seeds of the job, and those on the line behind the URL.
std::optional<Refusal> load(base::Disk& disk, const CrawlLine& line, Case& found) {
  job::Job& job = found.job;
  const bool is_stored = found.paths && !line.has_job_file;
  auto loaded =
      is_stored ? stored_seeds(disk, *found.paths, job) : job::load_seeds(disk, job.seeds);
  if (!loaded) return is_stored ? failed(loaded.error()) : usage(loaded.error().detail);
  found.seeds = std::move(*loaded);
  if (is_stored && found.seeds.empty()) {
    found.notes.emplace_back("the collection does not tell its seeds: the URL is taken for one");
  }
  if (found.seeds.empty()) found.seeds.urls.push_back(found.url);
  return std::nullopt;
}

std::variant<Case, Refusal> make_case(base::Disk& disk, const std::vector<std::string>& arguments) {
  Case found;
  auto parsed = parse(disk, arguments, found);
  if (const auto* wrong = std::get_if<LineError>(&parsed)) return *wrong;
  CrawlLine& line = std::get<CrawlLine>(parsed);
  found.job = std::move(line.job);
  found.has_job_file = line.has_job_file;
  if (line.own_seeds == 0) return usage("expected a URL; see varve explain --help");
  auto& seeds = found.job.seeds;
  const auto own = seeds.end() - static_cast<std::ptrdiff_t>(line.own_seeds);
  found.given = own->text;
  seeds.erase(own);
  auto url = url_of(found.given);
  if (!url) return usage(url.error().detail);
  found.url = std::move(*url).without_fragment();
  if (const auto refused = load(disk, line, found)) return *refused;
  return found;
}

std::string would_be(const Judged& judged, const RobotsSaid& robots) {
  if (!judged.verdict) {
    std::string text = fmt::format("not fetched{}: {}", judged.verdict.parks ? ", but parked" : "",
                                   policies::name_of(judged.verdict.reason));
    return judged.verdict.detail.empty() ? text : text + ": " + judged.verdict.detail;
  }
  if (!robots.allowed) return "not fetched: robots: " + robots.detail;
  return judged.only_as_requisite
             ? "would be fetched where a page needs it to be shown, not as a page"
             : "would be fetched";
}

std::string verdict_of(const Case& asked, const std::string& outcome, const std::string& would) {
  if (outcome.empty()) return asked.paths ? would + "; no crawl has come across it" : would;
  // The job in hand may not be the one that crawled.
  return asked.has_job_file ? outcome + "; by this job: " + would : outcome;
}

base::Result<Explanation> explain(base::Disk& disk, const Case& asked) {
  Explanation told;
  explain_url(asked.given, asked.url, asked.job, told);
  told.add_list("note", asked.notes);
  if (!asked.url.is_http()) {
    told.add("verdict",
             fmt::format("not fetched: scheme: {} is neither http nor https", asked.url.scheme()));
    return told;
  }
  const engine::CollectionPaths* paths = asked.paths ? &*asked.paths : nullptr;
  History history;
  if (paths != nullptr) {
    auto read = history_of(disk, *paths, asked.url, policies::KeyMaker(asked.job.keys));
    if (!read) return read.error();
    history = std::move(*read);
  }
  const auto judged = explain_policies(asked.url, asked.job, asked.seeds,
                                       candidate_of(asked.url, history.found()), paths, told);
  if (!judged) return judged.error();
  const auto robots = robots_said(disk, paths, asked.url, asked.job);
  if (!robots) return robots.error();
  told.add("robots", robots->text);
  explain_history(history, told);
  told.add("verdict", verdict_of(asked, outcome_of(history), would_be(*judged, *robots)));
  return told;
}

}  // namespace

int run_explain_command(std::vector<std::string> arguments) {
  const bool is_json = std::erase(arguments, "--json") > 0;
  const auto is_help = [](const std::string& word) { return word == "--help" || word == "-h"; };
  if (std::any_of(arguments.begin(), arguments.end(), is_help)) {
    std::fputs(kHelp, stdout);
    return kToolOk;
  }
  base::Disk& disk = base::real_disk();
  const auto made = make_case(disk, arguments);
  if (const auto* refused = std::get_if<Refusal>(&made)) {
    base::log(base::LogLevel::error, refused->message);
    return refused->exit_code;
  }
  const auto told = explain(disk, std::get<Case>(made));
  if (!told) {
    const bool is_usage = told.error().code == base::Errc::invalid;
    return is_usage ? tool_usage(told.error().detail) : tool_failed(told.error());
  }
  Stdout out;
  out.write(is_json ? told->to_json() : told->to_text());
  return out.finish(kToolOk);
}

}  // namespace crawler::cli
