// Keeps a crawl busy: takes tasks from the frontier, runs a visit for each, gives them back, and
// knows when to stop. Owns no files; what to do before and after is crawl.h's.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "base/error.h"
#include "crawler/engine/gate.h"
#include "crawler/engine/services.h"
#include "crawler/status/crawl_log.h"
#include "crawler/status/page_list.h"
#include "crawler/status/progress.h"
#include "crawler/status/report.h"

namespace crawler::engine {

class Engine {
 public:
  // All arguments outlive the engine. Loop thread only, like every method.
  Engine(Services& services, status::CrawlLog& log, status::PageList& pages,
         status::Progress& progress);

  // Returns when the frontier is exhausted, a limit is reached or a stop was asked for, and nothing
  // is in flight any more.
  boost::asio::awaitable<void> run();

  // Something that the engine looks at has changed (control.h).
  void wake() { gate_.open(); }

  // First call: no new URLs, and what is in flight gets 30 s. Second call: it is cut off now.
  void request_stop(std::string why = "stopped by a signal");

  // Something beside the visits has failed: keeps what is whole, stops at once.
  void fail(std::exception_ptr failure);

  status::ExitCode exit_code() const { return exit_code_; }
  const std::string& message() const { return message_; }
  // "http://a.test/: the server answered 404"; empty when no seed failed.
  const std::string& first_seed_failure() const { return first_seed_failure_; }

 private:
  boost::asio::awaitable<void> visit_one(frontier::Task task);
  boost::asio::awaitable<void> sync_regularly();
  boost::asio::awaitable<void> show_progress();
  bool start_ready(frontier::TimePoint now);
  bool is_open();
  void note_resting();
  void hand_out_pages();
  void give_up_resting(frontier::TimePoint now);
  bool may_start_more() const;
  void put_task_aside(const frontier::Task& task, policies::Verdict verdict,
                      frontier::TimePoint now);
  void settle(const frontier::Task& task, const status::Outcome& outcome);
  void settle_budget(const frontier::Task& task, const status::Outcome& outcome);
  std::chrono::seconds until_open() const;
  void check_limits();
  void wind_down(status::ExitCode why, std::string message);
  void cut_off();
  bool is_finished() const;
  std::chrono::milliseconds elapsed() const;

  Services& services_;
  status::CrawlLog& log_;
  status::PageList& pages_;
  status::Progress& progress_;
  Gate gate_;
  boost::asio::steady_timer ticker_, sync_timer_, grace_;
  const std::chrono::steady_clock::time_point begun_;
  std::set<std::string> seed_hosts_;  // by frontier::host_key(); empty: saved articles alone

  std::size_t in_flight_ = 0;
  std::uint64_t pages_in_flight_ = 0;
  std::uint64_t urls_ = 0, errors_ = 0;  // that were asked for, and of these
  std::size_t helpers_ = 0;              // coroutines beside the visits
  bool winding_down_ = false;
  bool was_open_ = true;
  bool over_ = false;
  int stops_asked_ = 0;
  frontier::TimePoint wake_at_{};
  status::ExitCode exit_code_ = status::ExitCode::ok;
  std::string message_, first_seed_failure_;
  std::string resting_seed_;  // why a seed's host was given up for this run; empty: none was
};

}  // namespace crawler::engine
