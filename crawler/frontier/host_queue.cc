#include "crawler/frontier/host_queue.h"

#include <algorithm>
#include <utility>

namespace crawler::frontier {
namespace {

// How long the queue holds back for somebody outside it, who asks again well within this.
constexpr std::chrono::milliseconds kYield{500};

void keep_earlier(std::optional<TimePoint>& best, TimePoint moment) {
  if (!best || moment < *best) best = moment;
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

bool HostQueue::may_start_requisite() const {
  const unsigned in_flight = pages_in_flight_ + requisites_in_flight_;
  if (crawl_delay_ || !robots_known_) return in_flight == 0;
  return pages_in_flight_ < politeness_.per_host &&
         in_flight < std::max(politeness_.requisites_in_flight, politeness_.per_host);
}

bool HostQueue::may_start_page() const {
  const unsigned in_flight = pages_in_flight_ + requisites_in_flight_;
  if (crawl_delay_ || !robots_known_) return in_flight == 0;
  // The page before is made whole first.
  return in_flight < politeness_.per_host && requisites_.empty();
}

TimePoint HostQueue::page_moment() const {
  return std::max({next_page_, paused_until_, yields_until_});
}

TimePoint HostQueue::requisite_moment() const {
  return std::max({crawl_delay_ ? next_page_ : next_requisite_, paused_until_, yields_until_});
}

std::optional<TimePoint> HostQueue::ready_at(bool with_pages) const {
  std::optional<TimePoint> best;
  if (may_start_requisite()) {
    if (!requisites_.empty()) keep_earlier(best, requisite_moment());
  }
  if (with_pages && !pages_.empty() && may_start_page()) keep_earlier(best, page_moment());
  if (pages_in_flight_ + requisites_in_flight_ > 0) return best;
  if (!later_requisites_.empty()) {
    keep_earlier(best, std::max(later_requisites_.top().at, requisite_moment()));
  }
  if (with_pages && !later_pages_.empty()) {
    keep_earlier(best, std::max(later_pages_.top().at, page_moment()));
  }
  return best;
}

void HostQueue::wake_due(TimePoint now) {
  for (; !later_requisites_.empty() && later_requisites_.top().at <= now; later_requisites_.pop()) {
    requisites_.push_front(later_requisites_.top().task);
  }
  for (; !later_pages_.empty() && later_pages_.top().at <= now; later_pages_.pop()) {
    pages_.push_front(later_pages_.top().task);
  }
}

std::optional<Task> HostQueue::pop(TimePoint now, bool with_pages) {
  wake_due(now);
  if (!requisites_.empty() && may_start_requisite() && requisite_moment() <= now) {
    Task task = std::move(requisites_.front());
    requisites_.pop_front();
    ++requisites_in_flight_;
    next_requisite_ = now + policies::requisite_gap(politeness_, crawl_delay_);
    return task;
  }
  if (with_pages && !pages_.empty() && may_start_page() && page_moment() <= now) {
    Task task = std::move(pages_.front());
    pages_.pop_front();
    ++pages_in_flight_;
    return task;
  }
  return std::nullopt;
}

void HostQueue::finish(bool was_requisite, const Release& release, std::optional<Task> again,
                       TimePoint now) {
  --(was_requisite ? requisites_in_flight_ : pages_in_flight_);
  // Moments only move on: a late finish can push the host's next request out, never pull it in.
  auto rest = release.page_delay;
  if (rest.count() > 0 && crawl_delay_) {
    rest = std::max(rest, std::min(*crawl_delay_, politeness_.crawl_delay_cap));
  }
  next_page_ = std::max(next_page_, now + rest);
  next_requisite_ = std::max(
      next_requisite_, now + (was_requisite ? std::chrono::milliseconds{0}
                                            : policies::requisite_gap(politeness_, crawl_delay_)));
  paused_until_ = std::max(paused_until_, now + release.host_pause);
  if (!again) return;
  (was_requisite ? later_requisites_ : later_pages_)
      .push({now + *release.again_in, std::move(*again)});
}

void HostQueue::set_crawl_delay(std::optional<std::chrono::milliseconds> crawl_delay) {
  robots_known_ = true;
  // http and https of a host share this clock but not their robots.txt: the more patient one holds.
  if (crawl_delay && (!crawl_delay_ || *crawl_delay > *crawl_delay_)) crawl_delay_ = crawl_delay;
}

bool HostQueue::try_reserve(TimePoint now) {
  const bool is_idle = pages_in_flight_ + requisites_in_flight_ == 0;
  if (!is_idle || std::max(next_page_, paused_until_) > now) {
    yields_until_ = now + kYield;
    return false;
  }
  yields_until_ = {};
  ++pages_in_flight_;
  return true;
}

void HostQueue::release_reserved(std::chrono::milliseconds page_delay, TimePoint now) {
  Release release;
  release.page_delay = page_delay;
  finish(false, release, std::nullopt, now);
}

std::size_t HostQueue::queued(bool with_pages) const {
  const std::size_t requisites = requisites_.size() + later_requisites_.size();
  return with_pages ? requisites + pages_.size() + later_pages_.size() : requisites;
}

}  // namespace crawler::frontier
