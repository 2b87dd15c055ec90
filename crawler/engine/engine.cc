#include "crawler/engine/engine.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include <fmt/format.h>

#include "base/log.h"
#include "crawler/engine/spawn.h"
#include "crawler/engine/visit.h"
#include "policies/budget.h"

namespace crawler::engine {
namespace asio = boost::asio;
using status::ExitCode;
namespace {

constexpr std::chrono::seconds kGrace{30};            // promise 14: a stop is over by then
constexpr std::chrono::milliseconds kSyncEvery{200};  // DESIGN section 3, "commit"
// What a crawl waits for hosts that no seed is on, when nothing else is left.
constexpr std::chrono::milliseconds kWaitForOthers{120'000};
constexpr std::chrono::milliseconds kLongestSleep{
    1000};  // limits of time and size are checked at least this often

// A budget that may be spent by what is in flight is asked again this soon.
constexpr std::chrono::milliseconds kLookAgain{200};
// URLs over a budget that are put aside before the loop sees to something else: 1 ms or so.
constexpr unsigned kMostPutAside = 200;
constexpr unsigned kMostStarted = 16;

status::PageEntry page_entry(const frontier::Task& task, const status::Outcome& outcome) {
  status::PageEntry page;
  page.url = std::string(task.candidate.url.href());
  page.time = outcome.started;
  page.title = outcome.facts.title;
  page.headline = outcome.facts.headline;
  page.description = outcome.facts.description;
  page.byline = outcome.facts.byline;
  page.published = outcome.facts.published;
  page.modified = outcome.facts.modified;
  page.image = outcome.facts.image;
  page.canonical = outcome.facts.canonical;
  page.language = outcome.facts.language;
  page.site_name = outcome.facts.site_name;
  page.text = outcome.text;
  page.is_seed = task.candidate.depth == 0;
  page.depth = task.candidate.depth;
  page.status = outcome.status;
  page.mime = outcome.mime;
  return page;
}

}  // namespace

Engine::Engine(Services& services, status::CrawlLog& log, status::PageList& pages,
               status::Progress& progress)
    : services_(services),
      log_(log),
      pages_(pages),
      progress_(progress),
      gate_(services.io),
      ticker_(services.io),
      sync_timer_(services.io),
      grace_(services.io),
      begun_(std::chrono::steady_clock::now()) {
  for (const std::string& origin : services.seed_origins) {
    if (const auto url = base::Url::parse(origin)) seed_hosts_.insert(frontier::host_key(*url));
  }
}

std::chrono::milliseconds Engine::elapsed() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               begun_);
}

bool Engine::is_finished() const {
  if (in_flight_ > 0) return false;
  return winding_down_ || services_.frontier.is_exhausted();
}

asio::awaitable<void> Engine::run() {
  const auto on_failure = [this](std::exception_ptr failure) { fail(failure); };
  const auto executor = services_.io.get_executor();
  helpers_ = 2;
  spawn(services_.io.get_executor(), sync_regularly(), on_failure);
  spawn(services_.io.get_executor(), show_progress(), on_failure);
  while (true) {
    check_limits();
    const auto now = std::chrono::steady_clock::now();
    wake_at_ = now + kLongestSleep;
    bool more = false;
    hand_out_pages();
    if (!winding_down_ && !services_.live.is_paused) more = start_ready(now);
    if (is_finished()) break;
    if (more) {
      // What was started gets on its way before the next: a gap between requests is counted from
      // the hand-out, and must not shrink because the first one waited for the others.
      co_await asio::post(executor, asio::use_awaitable);
    } else {
      co_await gate_.wait_until(wake_at_);
    }
  }
  over_ = true;
  grace_.cancel();
  ticker_.cancel();
  sync_timer_.cancel();
  while (helpers_ > 0) {
    const auto soon = std::chrono::steady_clock::now() + kSyncEvery;
    co_await gate_.wait_until(soon);
  }
  progress_.end();
  if (exit_code_ == ExitCode::ok && !resting_seed_.empty()) {
    exit_code_ = ExitCode::interrupted;
    message_ = resting_seed_;
  }
  if (exit_code_ == ExitCode::ok && services_.frontier.counts().queued > 0) {
    exit_code_ = ExitCode::page_limit;
    message_ = "the page limit was reached";
  }
}

// How long until the job's hours begin; zero while they last.
std::chrono::seconds Engine::until_open() const {
  const std::time_t now = std::chrono::system_clock::to_time_t(
      std::chrono::time_point_cast<std::chrono::system_clock::duration>(services_.clock.now()));
  std::tm local{};
  ::localtime_r(&now, &local);
  return services_.job.hours.until_open(std::chrono::hours(local.tm_hour) +
                                        std::chrono::minutes(local.tm_min) +
                                        std::chrono::seconds(local.tm_sec));
}

// Only hosts are left that want to be left alone for longer than the crawl waits: what is queued
// for them is for the next run. That matters to who asked for one of them; for a picture of some
// other host nobody waits an hour.
void Engine::give_up_resting(frontier::TimePoint now) {
  const auto longest = services_.live.politeness.max_wait;
  const auto patience = [this, longest](const std::string& host) {
    return seed_hosts_.empty() || seed_hosts_.contains(host) ? longest
                                                             : std::min(longest, kWaitForOthers);
  };
  const std::vector<std::string> hosts = services_.frontier.park_resting(now, patience);
  if (!hosts.empty()) note_resting();
  for (const std::string& host : hosts) {
    if (!seed_hosts_.contains(host) || !resting_seed_.empty()) continue;
    resting_seed_ =
        fmt::format("{} asks to be left alone for more than {} s", host, longest.count() / 1000);
  }
}

// What is left to hosts that rest too long has not been turned away by anybody yet.
void Engine::note_resting() {
  services_.frontier.list_waiting(
      [this](const policies::Candidate& candidate, const policies::Verdict& why) {
        const bool rests = why.reason == policies::Reason::host_busy ||
                           why.reason == policies::Reason::host_unreachable;
        if (rests) services_.admission.note(candidate, why);
      });
}

// The job's hours. What is in flight when they end is let finish.
bool Engine::is_open() {
  const std::chrono::seconds wait = until_open();
  const bool open = wait.count() == 0;
  if (open != was_open_) {
    base::log(base::LogLevel::info,
              open ? "the hours of the job have begun"
                   : fmt::format("outside the hours of the job ({}): asking for nothing for {} s",
                                 services_.job.hours.text(), wait.count()));
  }
  was_open_ = open;
  return open;
}

// No page beyond the limit is begun; what the pages taken need still is.
void Engine::hand_out_pages() {
  const auto& limit = services_.live.page_limit;
  services_.frontier.hand_out_pages(!limit || services_.stats.pages + pages_in_flight_ < *limit);
}

// Starts visits for tasks that are ready, up to the job's concurrency, and notes when the next will
// be. True when there may be more to start at once.
bool Engine::start_ready(frontier::TimePoint now) {
  if (!is_open()) return false;
  unsigned put_aside = 0, started = 0;
  while (may_start_more()) {
    hand_out_pages();
    frontier::Next next = services_.frontier.next(now);
    if (next.not_before) wake_at_ = std::min(wake_at_, *next.not_before);
    const auto soon = std::min(services_.live.politeness.max_wait, kWaitForOthers);
    if (next.not_before && in_flight_ == 0 && *next.not_before - now > soon) give_up_resting(now);
    if (!next.task) return false;
    policies::Verdict affordable = services_.book.begin(next.task->candidate, now);
    if (!affordable) {
      put_task_aside(*next.task, std::move(affordable), now);
      if (++put_aside < kMostPutAside) continue;
      return true;
    }
    ++in_flight_;
    pages_in_flight_ += next.task->candidate.kind == policies::LinkKind::page ? 1 : 0;
    const auto on_failure = [this](std::exception_ptr failure) {
      --in_flight_;
      fail(failure);
    };
    spawn(services_.io.get_executor(), visit_one(std::move(*next.task)), on_failure);
    if (++started == kMostStarted) return true;
  }
  return false;
}

// What is in flight counts as asked, so that no limit is overrun.
bool Engine::may_start_more() const {
  const auto& limit = services_.job.budget.crawl.urls;
  return in_flight_ < services_.live.concurrency && (!limit || urls_ + in_flight_ < *limit);
}

// A budget says no: for good, and the URL is parked, or until what is in flight has ended.
void Engine::put_task_aside(const frontier::Task& task, policies::Verdict verdict,
                            frontier::TimePoint now) {
  frontier::Release release;
  release.counts_as_attempt = false;
  if (verdict.parks) {
    services_.admission.note(task.candidate, verdict);
    release.parks = std::move(verdict);
  } else {
    // The whole host waits, or each of its URLs would be looked at in turn.
    release.again_in = kLookAgain;
    release.host_pause = kLookAgain;
  }
  services_.frontier.finish(task.id, release, now);
}

asio::awaitable<void> Engine::visit_one(frontier::Task task) {
  const status::Outcome outcome = co_await visit(services_, task);
  settle(task, outcome);
  --in_flight_;
  gate_.open();
}

// The one place where a visit becomes counters, log lines and the host's next moment.
void Engine::settle(const frontier::Task& task, const status::Outcome& outcome) {
  pages_in_flight_ -= task.candidate.kind == policies::LinkKind::page ? 1 : 0;
  services_.stats.count(task, outcome);
  services_.accounts.settled(task, outcome);
  settle_budget(task, outcome);
  if (outcome.kind == status::OutcomeKind::refused || outcome.kind == status::OutcomeKind::parked) {
    services_.admission.note(task.candidate, outcome.verdict);
  }
  log_.write(task, outcome);
  if (status::is_page(task, outcome)) pages_.add(page_entry(task, outcome));
  services_.frontier.finish(task.id, outcome.release, std::chrono::steady_clock::now());
  const bool seed_failed =
      outcome.is_final() && status::is_seed_chain(task) && !outcome.has_success_status();
  if (!seed_failed) return;
  std::string why = outcome.error ? base::describe(*outcome.error) : outcome.verdict.detail;
  if (outcome.status >= 400) why = fmt::format("the server answered {}", outcome.status);
  if (!outcome.verdict && !outcome.error) {
    why = fmt::format("{}: {}", policies::name_of(outcome.verdict.reason), outcome.verdict.detail);
  }
  const std::string_view seed = task.candidate.url.href();
  if (first_seed_failure_.empty()) first_seed_failure_ = fmt::format("{}: {}", seed, why);
  base::log(base::LogLevel::warning, fmt::format("seed {} failed: {}", seed, why));
}

void Engine::settle_budget(const frontier::Task& task, const status::Outcome& outcome) {
  policies::BudgetBook::Result result;
  result.was_asked = status::was_asked(outcome);
  result.is_page = status::is_page(task, outcome);
  result.is_error = status::is_error(outcome);
  result.bytes = outcome.warc_bytes;
  errors_ += result.was_asked && result.is_error ? 1 : 0;
  urls_ += result.was_asked ? 1 : 0;
  services_.book.end(task.candidate, result);
}

void Engine::check_limits() {
  // A limit that is reached with the last URL has stopped nothing.
  if (winding_down_ || is_finished()) return;
  policies::Spent spent;
  spent.pages = services_.stats.pages;
  spent.bytes = services_.stats.warc_bytes;
  spent.time = std::chrono::duration_cast<std::chrono::seconds>(elapsed());
  spent.urls = urls_;
  spent.errors = errors_;
  const policies::Verdict verdict = policies::within(services_.job.budget.crawl, spent);
  switch (verdict.reason) {
    case policies::Reason::size_limit: return wind_down(ExitCode::size_limit, verdict.detail);
    case policies::Reason::time_limit: return wind_down(ExitCode::time_limit, verdict.detail);
    case policies::Reason::url_limit: return wind_down(ExitCode::url_limit, verdict.detail);
    case policies::Reason::error_limit: return wind_down(ExitCode::error_limit, verdict.detail);
    default: return;  // pages: start_ready() lets them be made whole
  }
}

void Engine::request_stop(std::string why) {
  ++stops_asked_;
  if (stops_asked_ == 1) {
    progress_.end();
    base::log(base::LogLevel::info,
              fmt::format("stopping: {} in flight get {} s; again to stop at once", in_flight_,
                          kGrace.count()));
    wind_down(ExitCode::interrupted, std::move(why));
    return;
  }
  exit_code_ = ExitCode::interrupted_twice;
  cut_off();
}

// No new work; what runs may finish, for a while.
void Engine::wind_down(ExitCode why, std::string message) {
  if (exit_code_ == ExitCode::ok) {
    exit_code_ = why;
    message_ = std::move(message);
  }
  // A last sync can fail when all is over already: a timer begun then would hold the loop for
  // nothing.
  if (!winding_down_ && !over_) {
    grace_.expires_after(kGrace);
    grace_.async_wait([this](boost::system::error_code error) {
      if (!error) cut_off();
    });
  }
  winding_down_ = true;
  gate_.open();
}

void Engine::cut_off() {
  winding_down_ = true;
  services_.is_cut_off = true;
  services_.fetcher.cancel_all();
  services_.names.cancel_all();
  gate_.open();
}

// The machine failed, or we did: keep what is whole, stop at once.
void Engine::fail(std::exception_ptr failure) {
  ExitCode why = ExitCode::fatal;
  std::string message = "unknown failure";
  try {
    std::rethrow_exception(failure);
  } catch (const base::FatalError& error) {
    message = error.error().detail;
    if (error.error().code == base::Errc::disk_full) {
      why = ExitCode::disk_full;
      message += "; what was stored is whole, free some space before the next crawl";
    }
  } catch (const std::exception& error) {
    message = error.what();
  }
  wind_down(why, message);
  cut_off();
}

asio::awaitable<void> Engine::sync_regularly() {
  while (!over_) {
    sync_timer_.expires_after(kSyncEvery);
    const auto quietly = asio::as_tuple(asio::use_awaitable);
    co_await sync_timer_.async_wait(quietly);
    try {
      co_await services_.archive.sync();
    } catch (...) {
      fail(std::current_exception());
      break;
    }
  }
  --helpers_;
  gate_.open();
}

asio::awaitable<void> Engine::show_progress() {
  while (!over_) {
    ticker_.expires_after(progress_.interval());
    const auto quietly = asio::as_tuple(asio::use_awaitable);
    co_await ticker_.async_wait(quietly);
    if (over_) break;
    progress_.show(services_.stats, services_.frontier.counts(), elapsed(),
                   services_.live.is_paused);
  }
  --helpers_;
  gate_.open();
}

}  // namespace crawler::engine
