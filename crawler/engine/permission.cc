#include "crawler/engine/permission.h"

#include <utility>

#include "crawler/engine/guesses.h"
#include "crawler/engine/robots_cache.h"
#include "policies/politeness.h"

namespace crawler::engine {
namespace asio = boost::asio;
using status::Outcome;
using status::OutcomeKind;
namespace {

Outcome outcome_as(const Services& services, OutcomeKind kind) {
  Outcome outcome;
  outcome.started = services.clock.now();
  outcome.kind = kind;
  return outcome;
}

Permission ended(Outcome outcome) { return {std::move(outcome), {}, {}}; }

Permission granted(std::string robots,
                   std::optional<std::chrono::milliseconds> crawl_delay = std::nullopt) {
  return {std::nullopt, std::move(robots), crawl_delay};
}

Permission refused(const Services& services, policies::Verdict verdict) {
  Outcome outcome = outcome_as(services, OutcomeKind::refused);
  if (verdict.parks) {
    outcome.kind = OutcomeKind::parked;
    outcome.release.parks = verdict;
  }
  outcome.verdict = std::move(verdict);
  return ended(std::move(outcome));
}

Permission later(const Services& services, std::chrono::milliseconds wait) {
  Outcome outcome = outcome_as(services, OutcomeKind::postponed);
  outcome.release.counts_as_attempt = false;
  outcome.release.again_in = wait;
  return ended(std::move(outcome));
}

Permission postponed(const Services& services, const RobotsLookup& robots) {
  Permission permission = later(services, robots.again_in.value_or(std::chrono::milliseconds(0)));
  frontier::Release& release = permission.ends->release;
  if (robots.fetched_in) {
    const auto crawl_delay = robots.rules ? robots.rules->crawl_delay() : std::nullopt;
    release.page_delay =
        policies::page_delay(services.live.politeness, *robots.fetched_in, crawl_delay);
    if (robots.rules) release.answer = frontier::Answer::good;
    // An unreachable robots.txt rests the whole host, not this URL alone.
    if (robots.again_in) release.host_pause = *robots.again_in;
  }
  return permission;
}

Permission unreachable(const Services& services, const RobotsLookup& robots) {
  Outcome outcome = outcome_as(services, OutcomeKind::failed);
  if (robots.fetched_in) {
    outcome.release.page_delay =
        policies::page_delay(services.live.politeness, *robots.fetched_in, std::nullopt);
    // It does not matter to the host that this run has given it up: the next one may not ask at
    // once either.
    if (robots.asked_rest) {
      outcome.release.answer = frontier::Answer::busy;
      outcome.release.retry_after = robots.asked_rest;
      outcome.release.host_pause = *robots.asked_rest;
    }
  }
  outcome.verdict = {policies::Reason::robots_unreachable, "robots.txt could not be fetched"};
  outcome.error = robots.error;
  return ended(std::move(outcome));
}

// Is this URL fetched whatever robots.txt says?
bool is_exempt(const Services& services, const policies::Candidate& candidate) {
  switch (services.job.robots) {
    case job::RobotsMode::obey: return false;
    case job::RobotsMode::obey_pages: return candidate.kind == policies::LinkKind::requisite;
    case job::RobotsMode::annotate:
    case job::RobotsMode::ignore: return true;
  }
  return false;
}

asio::awaitable<Permission> ask_robots(Services& services, const frontier::Task& task) {
  const std::string host = frontier::host_key(task.candidate.url);
  if (services.job.robots == job::RobotsMode::ignore) {
    services.frontier.set_crawl_delay(host, std::nullopt);
    co_return granted("ignored");
  }
  const RobotsLookup robots = co_await services.robots.lookup(services, task.candidate);
  if (robots.rules) services.frontier.set_crawl_delay(host, robots.rules->crawl_delay());
  const bool exempt = is_exempt(services, task.candidate);
  if (robots.error && exempt) {
    services.frontier.set_crawl_delay(host, std::nullopt);
    co_return granted("unreachable");
  }
  if (robots.error) co_return unreachable(services, robots);
  // robots.txt was this turn's request; the URL itself waits for the next one.
  if (robots.again_in || robots.fetched_in) co_return postponed(services, robots);
  policies::Verdict verdict = robots.rules->allows(task.candidate.url);
  if (!verdict && !exempt) co_return refused(services, std::move(verdict));
  std::string said = verdict ? "allowed" : "disallowed: " + verdict.detail;
  co_return granted(std::move(said), robots.rules->crawl_delay());
}

// The address behind the host, so that its clock is known before it is asked for anything. A proxy
// looks names up itself.
asio::awaitable<std::optional<Permission>> find_address(Services& services,
                                                        const frontier::Task& task) {
  const std::string host = frontier::host_key(task.candidate.url);
  if (!services.job.proxy.empty() || services.frontier.knows_address(host)) co_return std::nullopt;
  const auto address = co_await services.names.address_of(task.candidate.url);
  if (!address) {
    // No answer for now: whether and when it is tried again is decided by the request, which fails
    // alike. A name that does not exist fails for good.
    if (address.error().code != base::Errc::not_found) co_return std::nullopt;
    Outcome outcome = outcome_as(services, OutcomeKind::failed);
    outcome.error = address.error();
    co_return ended(std::move(outcome));
  }
  services.frontier.set_address(host, *address);
  const std::chrono::milliseconds at_once{0};
  co_return later(services, at_once);
}

}  // namespace

asio::awaitable<Permission> may_fetch(Services& services, const frontier::Task& task) {
  if (task.doom) {
    Outcome outcome = outcome_as(services, OutcomeKind::failed);
    outcome.verdict = *task.doom;
    co_return ended(std::move(outcome));
  }
  policies::Verdict excluded = services.admission.judge_again(task.candidate);
  // Parked URLs that are fetched after all are not parked once more.
  const bool may_stay = excluded.parks && services.job.fetch_parked;
  if (!excluded && !may_stay) co_return refused(services, std::move(excluded));
  std::optional<Permission> first_look = co_await find_address(services, task);
  if (first_look) co_return std::move(*first_look);
  Permission permission = co_await ask_robots(services, task);
  if (permission.ends) co_return permission;
  policies::Verdict worth_asking = may_fetch_guess(services, task.candidate);
  if (!worth_asking) co_return refused(services, std::move(worth_asking));
  co_return permission;
}

}  // namespace crawler::engine
