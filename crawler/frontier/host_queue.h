// One host's order and next allowed moment.
//
//   pages       one at a time (per_host), each after the rest its predecessor earned; sitemaps too
//   requisites  right after their page, up to 6 in flight, 250 ms between starts; the next page
//               waits the longer for them (policies::burst_delay)
//   Crawl-delay when declared, every request counts as a page: the site asked for it
//   parked      when there is nothing else, and only where the crawl fetches parked URLs
//   back-off    nothing at all while the host rests for what it answered (policies/backoff.h)
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <random>

#include "crawler/frontier/task.h"
#include "policies/backoff.h"
#include "policies/politeness.h"

namespace crawler::frontier {

// What a request counts as where hosts share an address: all that waits like a page is one.
enum class Turn { page, requisite };

class HostQueue {
 public:
  // `politeness` outlives the queue and may change.
  explicit HostQueue(const policies::PolitenessOptions& politeness, bool fetch_parked = false,
                     std::uint32_t jitter_seed = 1)
      : politeness_(politeness), fetch_parked_(fetch_parked), random_(jitter_seed) {}

  void push(Task task, bool urgent);
  // A task that was parked before is parked for good.
  void park(Task task, policies::Verdict why);
  // Parks all that is queued, for good.
  void park_queued(const policies::Verdict& why);

  // The moment pop() may hand something out; nothing when only finish() or push() can change that.
  std::optional<TimePoint> ready_at(bool with_pages) const;

  // What pop() would give at that moment.
  std::optional<Turn> turn_at(TimePoint now, bool with_pages);

  // The next task if ready_at() has come. Of a host that has given up: doomed, and at any time.
  std::optional<Task> pop(TimePoint now, bool with_pages);

  // A task of this host, handed out at `started`, came back. One to be tried again is passed in
  // `again`.
  void finish(bool was_requisite, TimePoint started, const Release& release,
              std::optional<Task> again, TimePoint now);

  void set_crawl_delay(std::optional<std::chrono::milliseconds> crawl_delay);
  std::optional<std::chrono::milliseconds> crawl_delay() const { return crawl_delay_; }
  // A turn outside the queue; finish() ends it like that of a page.
  bool try_reserve(TimePoint now);
  void rest_until(TimePoint moment);

  std::size_t queued(bool with_pages) const;
  std::size_t parked() const { return parked_.size() + left_.size(); }
  bool has_work() const { return queued(true) > 0 || (fetch_parked_ && !parked_.empty()); }
  unsigned in_flight() const { return pages_in_flight_ + requisites_in_flight_; }
  // The end of the rest it earned, and that of its pauses too.
  TimePoint rest_end() const { return next_page_; }
  TimePoint free_at() const { return std::max(next_page_, paused_until_); }
  std::chrono::milliseconds longest_pause() const { return longest_pause_; }
  bool is_given_up() const { return backoff_.has_given_up(); }
  bool is_unreachable() const { return backoff_.is_unreachable(); }

  // All that waits, with the reason of what is parked and "accepted" for the rest.
  using Listener = std::function<void(const policies::Candidate&, const policies::Verdict&)>;
  void list(const Listener& listener) const;

 private:
  struct Parked {
    Task task;
    policies::Verdict why;
  };
  // To be tried again, the earliest first.
  using Later = std::multimap<TimePoint, Task>;

  bool counts_each_as_page() const { return crawl_delay_ || !robots_known_; }
  bool may_start_page() const;
  bool may_start_requisite() const;
  bool may_start_parked(bool with_pages) const;
  TimePoint page_moment() const;
  TimePoint requisite_moment() const;
  void wake_due(TimePoint now);
  Task pop_requisite(TimePoint now);
  void give_back_requisite(TimePoint started);
  std::chrono::milliseconds pause_for(const Release& release, TimePoint started, TimePoint now);
  void rest_for(bool was_requisite, const Release& release, TimePoint now);

  const policies::PolitenessOptions& politeness_;
  const bool fetch_parked_;
  std::minstd_rand random_;
  policies::Backoff backoff_;
  // Lists, because an empty one takes no memory and most hosts have little to fetch.
  std::list<Task> requisites_, pages_;
  std::list<Parked> parked_, left_;  // left_ is never handed out
  // Two, because pages may have stopped while requisites have not.
  Later later_requisites_, later_pages_;
  unsigned pages_in_flight_ = 0, requisites_in_flight_ = 0;
  unsigned burst_ = 0;  // requisites since the last page
  bool robots_known_ = false;
  std::optional<std::chrono::milliseconds> crawl_delay_;
  TimePoint next_page_{}, next_requisite_{}, paused_until_{};
  TimePoint before_requisite_{};  // what next_requisite_ was before the last one was handed out
  TimePoint pause_given_at_{};    // answers to requests from before it say nothing new
  TimePoint bytes_paid_until_{};  // at host_bandwidth
  TimePoint yields_until_{};      // somebody outside the queue wants the next turn
  std::chrono::milliseconds longest_pause_{0};
};

}  // namespace crawler::frontier
