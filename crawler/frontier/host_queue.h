// One host's order and next allowed moment.
//
//   pages       one at a time (per_host), each after the rest its predecessor earned; sitemaps too
//   requisites  right after their page, up to 6 in flight, 250 ms between starts
//   Crawl-delay when declared, every request counts as a page: the site asked for it
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <queue>
#include <vector>

#include "crawler/frontier/task.h"
#include "policies/politeness.h"

namespace crawler::frontier {

class HostQueue {
 public:
  explicit HostQueue(const policies::PolitenessOptions& politeness) : politeness_(politeness) {}

  void push(Task task, bool urgent);

  // The moment pop() may hand something out; nothing when only finish() or push() can change that.
  std::optional<TimePoint> ready_at(bool with_pages) const;

  // The next task if ready_at() has come.
  std::optional<Task> pop(TimePoint now, bool with_pages);

  // A task of this host came back. One to be tried again is passed in `again`.
  void finish(bool was_requisite, const Release& release, std::optional<Task> again, TimePoint now);

  void set_crawl_delay(std::optional<std::chrono::milliseconds> crawl_delay);
  bool try_reserve(TimePoint now);
  void release_reserved(std::chrono::milliseconds page_delay, TimePoint now);

  std::size_t queued(bool with_pages) const;

 private:
  struct Later {
    TimePoint at;
    Task task;
    bool operator<(const Later& other) const { return at > other.at; }  // earliest on top
  };

  bool may_start_page() const;
  bool may_start_requisite() const;
  TimePoint page_moment() const;
  TimePoint requisite_moment() const;
  void wake_due(TimePoint now);

  const policies::PolitenessOptions& politeness_;
  std::deque<Task> requisites_, pages_;
  // To be tried again. Two queues, because pages may have stopped while requisites have not.
  std::priority_queue<Later> later_requisites_, later_pages_;
  unsigned pages_in_flight_ = 0, requisites_in_flight_ = 0;
  bool robots_known_ = false;
  std::optional<std::chrono::milliseconds> crawl_delay_;
  TimePoint next_page_{}, next_requisite_{}, paused_until_{};
  TimePoint yields_until_{};  // somebody outside the queue wants the next turn
};

}  // namespace crawler::frontier
