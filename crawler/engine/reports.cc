#include "crawler/engine/reports.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "base/json.h"
#include "crawler/status/leftovers.h"

namespace crawler::engine {
namespace fs = std::filesystem;
using status::ExitCode;
namespace {

// Lines into a temporary neighbour of `path`, renamed by commit(). What goes wrong is told there.
class Lines {
 public:
  Lines(base::Disk& disk, fs::path path)
      : disk_(disk), path_(std::move(path)), temporary_(path_.string() + ".tmp") {
    auto file = disk_.open(temporary_, base::OpenMode::replace);
    if (file) {
      file_ = std::move(*file);
    } else {
      outcome_ = file.error();
    }
  }

  void add(const std::string& line) {
    waiting_ += line;
    waiting_ += '\n';
    if (waiting_.size() >= kFull) flush();
  }

  base::Result<void> commit() {
    flush();
    if (outcome_) outcome_ = file_->sync();
    if (outcome_) outcome_ = disk_.rename(temporary_, path_);
    if (outcome_) return disk_.sync_directory(path_.parent_path());
    const auto removed = disk_.remove(temporary_);
    static_cast<void>(removed);
    return outcome_;
  }

 private:
  static constexpr std::size_t kFull = 256 * 1024;

  void flush() {
    if (outcome_) outcome_ = file_->append(waiting_);
    waiting_.clear();
  }

  base::Disk& disk_;
  fs::path path_, temporary_;
  std::unique_ptr<base::File> file_;
  std::string waiting_;
  base::Result<void> outcome_;
};

// Why the crawl as a whole ended early, in the words of its policies.
policies::Reason stopped_by(ExitCode code) {
  switch (code) {
    case ExitCode::page_limit: return policies::Reason::page_limit;
    case ExitCode::size_limit: return policies::Reason::size_limit;
    case ExitCode::time_limit: return policies::Reason::time_limit;
    case ExitCode::url_limit: return policies::Reason::url_limit;
    case ExitCode::error_limit: return policies::Reason::error_limit;
    default: return policies::Reason::accepted;
  }
}

std::string left_line(const policies::Candidate& candidate, const policies::Verdict& why) {
  base::JsonWriter json;
  json.begin_object().field("url", candidate.url.href());
  json.field("state", why ? "queued" : "parked");
  if (!why) json.field("reason", policies::name_of(why.reason)).field_if("detail", why.detail);
  json.field("hops", std::string_view(candidate.hop_path)).field_if("via", candidate.via);
  json.field("depth", candidate.depth);
  json.field("seed", static_cast<std::uint64_t>(candidate.seed));
  return json.end_object().take();
}

}  // namespace

base::Result<void> write_accounts(base::Disk& disk, const CollectionPaths& paths,
                                  const status::Accounts& accounts,
                                  const frontier::Frontier& frontier, status::SkippedList& skipped,
                                  status::CrawlReport& report) {
  Lines left(disk, paths.reports() / "left.jsonl");
  Lines seeds(disk, paths.reports() / "seeds.jsonl");
  Lines hosts(disk, paths.reports() / "hosts.jsonl");
  status::Leftovers leftovers;
  frontier.list_waiting([&](const policies::Candidate& candidate, const policies::Verdict& why) {
    leftovers.add(candidate, why);
    left.add(left_line(candidate, why));
  });
  report.parked = leftovers.parked();
  accounts.write_seeds(leftovers, stopped_by(report.exit_code),
                       [&seeds](const std::string& line) { seeds.add(line); });
  accounts.write_hosts(frontier, std::chrono::steady_clock::now(),
                       [&hosts](const std::string& line) { hosts.add(line); });
  base::Result<void> first = skipped.close();
  for (Lines* lines : {&left, &seeds, &hosts}) {
    const auto written = lines->commit();
    if (first && !written) first = written;
  }
  return first;
}

}  // namespace crawler::engine
