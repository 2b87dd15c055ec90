#include "crawler/frontier/host_queue.h"

#include <algorithm>
#include <utility>

namespace crawler::frontier {
namespace {

using std::chrono::milliseconds;

// How long the queue holds back for somebody outside it, who asks again well within this.
constexpr milliseconds kYield{500};

void keep_earlier(std::optional<TimePoint>& best, TimePoint moment) {
  if (!best || moment < *best) best = moment;
}

Task taken_from(std::list<Task>& queue) {
  Task task = std::move(queue.front());
  queue.pop_front();
  return task;
}

}  // namespace

void HostQueue::push(Task task, bool urgent) {
  auto& queue = counts_as_page(task) ? pages_ : requisites_;
  if (urgent && task.candidate.kind == policies::LinkKind::page) {
    queue.push_front(std::move(task));
  } else {
    // Requisites are first anyway and stay in document order; sitemaps let the pages before them
    // go.
    queue.push_back(std::move(task));
  }
}

void HostQueue::park(Task task, policies::Verdict why) {
  auto& list = task.was_parked ? left_ : parked_;
  list.push_back({std::move(task), std::move(why)});
}

void HostQueue::park_queued(const policies::Verdict& why) {
  wake_due(TimePoint::max());
  requisites_.splice(requisites_.end(), pages_);
  for (Task& task : requisites_) left_.push_back({std::move(task), why});
  requisites_.clear();
  if (!fetch_parked_) return;
  for (Parked& parked : parked_) left_.push_back(std::move(parked));
  parked_.clear();
}

bool HostQueue::may_start_requisite() const {
  if (counts_each_as_page()) return in_flight() == 0;
  return pages_in_flight_ < politeness_.per_host &&
         in_flight() < std::max(politeness_.requisites_in_flight, politeness_.per_host);
}

bool HostQueue::may_start_page() const {
  if (counts_each_as_page()) return in_flight() == 0;
  // The page before is made whole first.
  return in_flight() < politeness_.per_host && requisites_.empty();
}

// Only when there is nothing else, and nothing in flight that could lead to something else.
bool HostQueue::may_start_parked(bool with_pages) const {
  return fetch_parked_ && with_pages && !parked_.empty() && in_flight() == 0 && queued(true) == 0;
}

TimePoint HostQueue::page_moment() const {
  return std::max({next_page_, paused_until_, yields_until_});
}

TimePoint HostQueue::requisite_moment() const {
  return std::max({crawl_delay_ ? next_page_ : next_requisite_, paused_until_, yields_until_});
}

std::optional<TimePoint> HostQueue::ready_at(bool with_pages) const {
  if (is_given_up() && queued(with_pages) > 0) return TimePoint::min();
  std::optional<TimePoint> best;
  if (may_start_requisite()) {
    if (!requisites_.empty()) keep_earlier(best, requisite_moment());
  }
  if (with_pages && !pages_.empty() && may_start_page()) keep_earlier(best, page_moment());
  if (may_start_parked(with_pages)) keep_earlier(best, page_moment());
  if (in_flight() > 0) return best;
  if (!later_requisites_.empty()) {
    keep_earlier(best, std::max(later_requisites_.begin()->first, requisite_moment()));
  }
  if (with_pages && !later_pages_.empty()) {
    keep_earlier(best, std::max(later_pages_.begin()->first, page_moment()));
  }
  return best;
}

void HostQueue::wake_due(TimePoint now) {
  const auto wake = [now](Later& later, std::list<Task>& queue) {
    while (!later.empty() && later.begin()->first <= now) {
      queue.push_front(std::move(later.begin()->second));
      later.erase(later.begin());
    }
  };
  wake(later_requisites_, requisites_);
  wake(later_pages_, pages_);
}

std::optional<Turn> HostQueue::turn_at(TimePoint now, bool with_pages) {
  wake_due(now);
  if (!requisites_.empty() && may_start_requisite() && requisite_moment() <= now) {
    return counts_each_as_page() ? Turn::page : Turn::requisite;
  }
  const bool has_page = with_pages && !pages_.empty() && may_start_page();
  const bool may_start = has_page || may_start_parked(with_pages);
  return may_start && page_moment() <= now ? std::optional(Turn::page) : std::nullopt;
}

Task HostQueue::pop_requisite(TimePoint now) {
  ++requisites_in_flight_;
  ++burst_;
  before_requisite_ = next_requisite_;
  next_requisite_ = now + policies::requisite_gap(politeness_, crawl_delay_);
  return taken_from(requisites_);
}

std::optional<Task> HostQueue::pop(TimePoint now, bool with_pages) {
  if (is_given_up() && queued(with_pages) > 0) {
    wake_due(TimePoint::max());
    const bool is_requisite = !requisites_.empty();
    Task task = taken_from(is_requisite ? requisites_ : pages_);
    ++(is_requisite ? requisites_in_flight_ : pages_in_flight_);
    task.doom = {policies::Reason::host_unreachable, "nobody answers at this host"};
    return task;
  }
  if (!turn_at(now, with_pages)) return std::nullopt;
  if (!requisites_.empty() && may_start_requisite() && requisite_moment() <= now) {
    return pop_requisite(now);
  }
  burst_ = 0;
  if (!pages_.empty()) {
    ++pages_in_flight_;
    return taken_from(pages_);
  }
  Task task = std::move(parked_.front().task);
  parked_.pop_front();
  ++(counts_as_page(task) ? pages_in_flight_ : requisites_in_flight_);
  task.was_parked = true;
  return task;
}

// How long the host is left alone for its answer. Of several requests under way at once, which all
// meet the same trouble, the first to come back counts.
milliseconds HostQueue::pause_for(const Release& release, TimePoint started, TimePoint now) {
  const bool says_nothing_new = pause_given_at_ > TimePoint{} && started < pause_given_at_;
  milliseconds pause{0};
  if (release.answer == Answer::busy) {
    policies::Backoff spare;
    pause = (says_nothing_new ? spare : backoff_).busy(release.retry_after);
    if (says_nothing_new && !release.retry_after) return {};
  } else if (release.answer == Answer::forbidden) {
    pause = backoff_.forbidden();
  } else if (release.answer == Answer::no_connection && !says_nothing_new) {
    pause = backoff_.no_connection(politeness_.error_pause);
  } else if (release.answer == Answer::good && !says_nothing_new) {
    backoff_.good();
  }
  if (pause.count() > 0) pause_given_at_ = now;
  return pause;
}

void HostQueue::rest_for(bool was_requisite, const Release& release, TimePoint now) {
  milliseconds rest = release.page_delay;
  if (rest.count() > 0 && crawl_delay_) {
    rest = std::max(rest, std::min(*crawl_delay_, politeness_.crawl_delay_cap));
  }
  if (was_requisite && !counts_each_as_page()) rest = policies::burst_delay(rest, burst_);
  const double chance = static_cast<double>(random_()) / static_cast<double>(random_.max());
  // Moments only move on: a late finish can push the host's next request out, never pull it in.
  next_page_ = std::max(next_page_, now + policies::jittered(politeness_, rest, chance));
  const milliseconds gap =
      was_requisite ? milliseconds{0} : policies::requisite_gap(politeness_, crawl_delay_);
  next_requisite_ = std::max(next_requisite_, now + gap);
}

// Nothing was asked: the next may go at once, unless another turn has been taken since.
void HostQueue::give_back_requisite(TimePoint started) {
  if (burst_ > 0) --burst_;
  const TimePoint paid_until = started + policies::requisite_gap(politeness_, crawl_delay_);
  if (next_requisite_ == paid_until) next_requisite_ = before_requisite_;
}

void HostQueue::finish(bool was_requisite, TimePoint started, const Release& release,
                       std::optional<Task> again, TimePoint now) {
  --(was_requisite ? requisites_in_flight_ : pages_in_flight_);
  if (was_requisite && !release.was_asked()) give_back_requisite(started);
  rest_for(was_requisite, release, now);
  const milliseconds pause = std::max(pause_for(release, started, now), release.host_pause);
  longest_pause_ = std::max(longest_pause_, pause);
  bytes_paid_until_ = std::max(bytes_paid_until_, started) +
                      policies::time_for(release.bytes, politeness_.host_bandwidth);
  paused_until_ = std::max({paused_until_, now + pause, bytes_paid_until_});
  if (!again) return;
  (was_requisite ? later_requisites_ : later_pages_)
      .emplace(now + *release.again_in, std::move(*again));
}

void HostQueue::set_crawl_delay(std::optional<milliseconds> crawl_delay) {
  robots_known_ = true;
  // http and https of a host share this clock but not their robots.txt: the more patient one holds.
  if (crawl_delay && (!crawl_delay_ || *crawl_delay > *crawl_delay_)) crawl_delay_ = crawl_delay;
}

bool HostQueue::try_reserve(TimePoint now) {
  if (in_flight() > 0 || free_at() > now) {
    yields_until_ = now + kYield;
    return false;
  }
  yields_until_ = {};
  ++pages_in_flight_;
  return true;
}

void HostQueue::rest_until(TimePoint moment) { paused_until_ = std::max(paused_until_, moment); }

std::size_t HostQueue::queued(bool with_pages) const {
  const std::size_t requisites = requisites_.size() + later_requisites_.size();
  return with_pages ? requisites + pages_.size() + later_pages_.size() : requisites;
}

void HostQueue::list(const Listener& listener) const {
  for (const auto* queue : {&requisites_, &pages_}) {
    for (const Task& task : *queue) listener(task.candidate, {});
  }
  for (const auto* later : {&later_requisites_, &later_pages_}) {
    for (const auto& [moment, task] : *later) listener(task.candidate, {});
  }
  for (const auto* list : {&parked_, &left_}) {
    for (const Parked& parked : *list) listener(parked.task.candidate, parked.why);
  }
}

}  // namespace crawler::frontier
