#include "crawler/engine/robots_cache.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/log.h"
#include "crawler/engine/follow.h"

namespace crawler::engine {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::milliseconds kWhileFetching{500};
// What was fetched just now counts for the turn it was fetched for, however short its life.
constexpr std::chrono::milliseconds kLeastLife{500};

std::size_t bytes_of(const std::optional<policies::RobotsRules>& rules) {
  return rules ? rules->memory_bytes() : 0;
}

// The wait after that many failures: what the server says, or ever longer.
std::chrono::milliseconds wait_after(const policies::RobotsTimes& times, unsigned failures,
                                     std::optional<std::chrono::seconds> retry_after) {
  if (retry_after) return *retry_after;
  const std::size_t last = times.waits.size() - 1;
  return times.waits[std::min<std::size_t>(failures - 1, last)];
}

}  // namespace

RobotsCache::Origin& RobotsCache::origin_of(const std::string& name) {
  const auto known = by_name_.find(name);
  if (known != by_name_.end()) {
    origins_.splice(origins_.begin(), origins_, known->second);
    return origins_.front();
  }
  origins_.emplace_front().name = name;
  by_name_.emplace(name, origins_.begin());
  return origins_.front();
}

// What is known of origins that fail or are being fetched is nowhere else: they stay, and are
// looked at again when all others have been.
void RobotsCache::make_room() {
  constexpr int kMostLooks = 100;
  for (int looks = 0; looks < kMostLooks; ++looks) {
    if (with_rules_ <= kMaxOrigins && rules_bytes_ <= kMaxRulesBytes) return;
    const auto last = std::prev(origins_.end());
    if (last == origins_.begin()) return;
    if (last->is_being_fetched || !last->rules || last->failures > 0) {
      origins_.splice(std::next(origins_.begin()), origins_, last);
      continue;
    }
    set_rules(*last, std::nullopt);
    by_name_.erase(last->name);
    origins_.erase(last);
  }
}

void RobotsCache::set_rules(Origin& origin, std::optional<policies::RobotsRules> rules) {
  rules_bytes_ -= bytes_of(origin.rules);
  with_rules_ -= origin.rules ? 1 : 0;
  origin.rules = std::move(rules);
  rules_bytes_ += bytes_of(origin.rules);
  with_rules_ += origin.rules ? 1 : 0;
}

void RobotsCache::take(Services& services, Origin& origin, const StoredRobots& robots) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(robots.expires - services.clock.now());
  set_rules(origin, policies::RobotsRules::of_answer(robots.status, robots.body, job::kProductToken,
                                                     services.job.robots_forbidden_denies));
  origin.fresh_until =
      std::chrono::steady_clock::now() +
      std::clamp(left, std::chrono::milliseconds(0), services.job.robots_times.max_age);
  origin.url = robots.url;
  make_room();
}

// An answer that needs no request, or nothing.
std::optional<RobotsLookup> RobotsCache::known(const Origin& origin, frontier::TimePoint now) {
  RobotsLookup answer;
  if (origin.rules && now < origin.fresh_until) {
    answer.rules = &*origin.rules;
    return answer;
  }
  if (origin.is_being_fetched) {
    answer.again_in = kWhileFetching;
    return answer;
  }
  if (origin.has_given_up) {
    answer.error = origin.error;
    answer.asked_rest = origin.retry_after;
    return answer;
  }
  if (origin.failures == 0 || now >= origin.retry_at) return std::nullopt;
  answer.again_in = std::chrono::ceil<std::chrono::milliseconds>(origin.retry_at - now);
  return answer;
}

asio::awaitable<RobotsLookup> RobotsCache::lookup(Services& services,
                                                  const policies::Candidate& candidate) {
  Origin& origin = origin_of(candidate.url.origin());
  const auto begun = std::chrono::steady_clock::now();
  // Read from the store once: what an earlier run, or this one before it made room, has left.
  if (!origin.rules && !origin.is_being_fetched && origin.failures == 0) {
    const auto stored = store_.find(origin.name, services.clock.now());
    if (stored && stored->expires > services.clock.now()) take(services, origin, *stored);
  }
  if (auto answer = known(origin, begun)) {
    if (answer->rules) offer_sitemaps(services, origin, candidate);
    co_return std::move(*answer);
  }

  origin.is_being_fetched = true;
  co_await refresh(services, origin, candidate);
  origin.is_being_fetched = false;

  const auto now = std::chrono::steady_clock::now();
  std::optional<RobotsLookup> answer = known(origin, now);
  if (!answer) {
    answer.emplace();
    answer->again_in = std::chrono::milliseconds(0);
  }
  answer->fetched_in = std::chrono::duration_cast<std::chrono::milliseconds>(now - begun);
  co_return std::move(*answer);
}

// Lines that are no absolute http(s) URL are passed over. Any host will do: robots.txt vouches for
// it (sitemaps.org, "Sitemaps and cross submits"); its pages are judged like all others.
void RobotsCache::offer_sitemaps(Services& services, Origin& origin,
                                 const policies::Candidate& candidate) {
  if (!wants_sitemaps(services.job) || origin.has_offered_sitemaps) return;
  const auto url = base::Url::parse(origin.url);
  if (candidate.kind != policies::LinkKind::page || !url) return;
  origin.has_offered_sitemaps = true;
  policies::Candidate robots = candidate;
  robots.url = *url;
  robots.hop_path += 'P';
  std::size_t offered = 0;
  for (const std::string& line : origin.rules->sitemaps()) {
    if (offered == kMaxSitemapLines) break;
    const base::Result<base::Url> sitemap = base::Url::parse(line);
    if (!sitemap || !sitemap->is_http()) continue;
    ++offered;
    offer(services, sitemap_named(robots, *sitemap), frontier::Place::urgent);
  }
}

// An old copy stands in until the next try. Otherwise the host waits; or, where it would wait
// longer than the crawl does, is given up.
void RobotsCache::note_failure(Services& services, Origin& origin, const RobotsAnswer& answer,
                               const std::optional<StoredRobots>& old) {
  const policies::RobotsTimes& times = services.job.robots_times;
  const auto now = std::chrono::steady_clock::now();
  origin.error = answer.error;
  origin.retry_after = answer.retry_after;
  if (origin.failures++ == 0) origin.failing_since = now;
  const auto wait = wait_after(times, origin.failures, answer.retry_after);
  origin.retry_at = now + wait;
  if (old && old->fetched + times.max_stale > services.clock.now()) {
    take(services, origin, *old);
    origin.fresh_until = origin.retry_at;
    return;
  }
  set_rules(origin, std::nullopt);
  origin.has_given_up = answer.is_lasting || origin.failures >= services.job.retry.tries ||
                        wait > services.live.politeness.max_wait ||
                        now - origin.failing_since > times.max_stale;
  if (origin.has_given_up) return;
  base::log(base::LogLevel::info,
            origin.name + " waits " +
                std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count()) +
                " s: " + answer.error->detail);
}

// Leaves rules or an error in `origin`.
asio::awaitable<void> RobotsCache::refresh(Services& services, Origin& origin,
                                           const policies::Candidate& candidate) {
  const std::optional<StoredRobots> old = store_.find(origin.name, services.clock.now());
  const RobotsAnswer answer = co_await fetch_robots(services, candidate, old);
  const bool cancelled = answer.error && answer.error->code == base::Errc::cancelled;
  if (cancelled) co_return;  // the crawl stops, and knows nothing new
  if (!answer.robots) {
    note_failure(services, origin, answer, old);
    co_return;
  }
  store_.put(*answer.robots);
  origin.failures = 0;
  origin.error.reset();
  origin.retry_after.reset();
  origin.has_offered_sitemaps = false;
  take(services, origin, *answer.robots);
  origin.fresh_until = std::max(origin.fresh_until, std::chrono::steady_clock::now() + kLeastLife);
}

}  // namespace crawler::engine
