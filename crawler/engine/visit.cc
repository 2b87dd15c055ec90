#include "crawler/engine/visit.h"

#include <utility>

#include "base/encoding.h"
#include "crawler/engine/follow.h"
#include "crawler/engine/guesses.h"
#include "crawler/engine/robots_cache.h"
#include "crawler/extract/mime_type.h"
#include "policies/politeness.h"
#include "policies/retry.h"

namespace crawler::engine {
namespace asio = boost::asio;
using status::Outcome;
using status::OutcomeKind;
namespace {

Outcome postponed(const Services& services, const RobotsLookup& robots) {
  Outcome outcome;
  outcome.started = services.clock.now();
  outcome.kind = OutcomeKind::postponed;
  outcome.release.counts_as_attempt = false;
  outcome.release.again_in = robots.again_in.value_or(std::chrono::milliseconds(0));
  if (robots.fetched_in) {
    const auto crawl_delay = robots.rules ? robots.rules->crawl_delay() : std::nullopt;
    outcome.release.page_delay =
        policies::page_delay(services.job.politeness, *robots.fetched_in, crawl_delay);
    // An unreachable robots.txt rests the whole host, not this URL alone.
    if (robots.again_in) outcome.release.host_pause = *robots.again_in;
  }
  return outcome;
}

Outcome unreachable(const Services& services, const RobotsLookup& robots) {
  Outcome outcome;
  outcome.started = services.clock.now();
  if (robots.fetched_in) {
    outcome.release.page_delay =
        policies::page_delay(services.job.politeness, *robots.fetched_in, std::nullopt);
  }
  outcome.kind = OutcomeKind::failed;
  outcome.verdict = {policies::Reason::robots_unreachable, "robots.txt could not be fetched"};
  outcome.error = robots.error;
  return outcome;
}

Outcome refused(const Services& services, policies::Verdict verdict) {
  Outcome outcome;
  outcome.started = services.clock.now();
  outcome.kind = OutcomeKind::refused;
  outcome.verdict = std::move(verdict);
  return outcome;
}

std::string mime_of(const net::Capture& capture) {
  const auto type = extract::extract_mime_type(net::combined_header(capture, "Content-Type"));
  return type ? type->essence.substr(0, 100) : std::string();
}

// Does the server, or the network, suggest trying again? And when?
std::optional<std::chrono::seconds> try_again_after(const policies::RetryOptions& options,
                                                    const Services& services,
                                                    const net::Capture& capture, unsigned attempt) {
  if (capture.error) return policies::retry_after_error(options, capture.error->code, attempt);
  if (!capture.has_response()) return std::nullopt;
  return policies::retry_after_status(options, capture.status(),
                                      capture.response->headers.find("Retry-After"),
                                      services.clock.now(), attempt);
}

// When the URL is asked for again, if it is, and how long its host is left alone.
void plan_retry(const Services& services, const net::Capture& capture, unsigned attempt,
                Outcome& outcome) {
  const policies::RetryOptions& options = services.job.retry;
  const auto again = try_again_after(options, services, capture, attempt);
  if (again) {
    outcome.kind = OutcomeKind::retry;
    outcome.release.again_in = *again;
  }
  // "Too many requests" and "unavailable" concern the whole host, also when this URL is given up.
  const bool host_is_busy = capture.status() == 429 || capture.status() == 503;
  const policies::RetryOptions one_more{.tries = attempt + 1};
  const auto pause =
      host_is_busy ? try_again_after(one_more, services, capture, attempt) : std::nullopt;
  if (pause) outcome.release.host_pause = *pause;
  if (capture.error && again) outcome.release.host_pause = *again;
}

// What the exchange comes to, records aside.
Outcome outcome_of(const Services& services, const frontier::Task& task,
                   const net::Capture& capture,
                   std::optional<std::chrono::milliseconds> crawl_delay) {
  Outcome outcome;
  outcome.started = capture.started;
  outcome.duration = capture.duration;
  outcome.error = capture.error;
  outcome.wire_bytes = capture.wire_bytes;
  outcome.ip = capture.ip;
  outcome.truncated = capture.truncated;
  outcome.notes = capture.faults;
  outcome.kind = capture.has_response() ? OutcomeKind::fetched : OutcomeKind::failed;
  outcome.release.page_delay =
      policies::page_delay(services.job.politeness, capture.duration, crawl_delay);
  if (capture.has_response()) {
    outcome.status = capture.status();
    outcome.mime = mime_of(capture);
    outcome.is_redirect = redirect_target(capture).has_value();
  }
  plan_retry(services, capture, task.attempt, outcome);
  return outcome;
}

net::FetchRequest request_for(const Services& services, const policies::Candidate& candidate) {
  net::FetchRequest request;
  request.url = candidate.url;
  request.referer = candidate.referer;
  request.may_carry_secrets = may_carry_secrets(services, candidate.url);
  return request;
}

Provenance provenance_of(const Services& services, const frontier::Task& task) {
  Provenance provenance;
  provenance.candidate = task.candidate;
  provenance.robots = services.job.robots == job::RobotsMode::obey ? "allowed" : "ignored";
  if (may_carry_secrets(services, task.candidate.url)) {
    provenance.withheld_headers = services.secret_header_names;
  }
  return provenance;
}

}  // namespace

asio::awaitable<Outcome> visit(Services& services, frontier::Task task) {
  const std::string host = frontier::host_key(task.candidate.url);
  std::optional<std::chrono::milliseconds> crawl_delay;
  if (services.job.robots == job::RobotsMode::obey) {
    const RobotsLookup robots = co_await services.robots.lookup(services, task.candidate);
    if (robots.rules) {
      crawl_delay = robots.rules->crawl_delay();
      services.frontier.set_crawl_delay(host, crawl_delay);
    }
    if (robots.error) co_return unreachable(services, robots);
    // robots.txt was this turn's request; the URL itself waits for the next one.
    if (robots.again_in || robots.fetched_in) co_return postponed(services, robots);
    policies::Verdict verdict = robots.rules->allows(task.candidate.url);
    if (!verdict) co_return refused(services, std::move(verdict));
  } else {
    services.frontier.set_crawl_delay(host, std::nullopt);
  }

  policies::Verdict worth_asking = may_fetch_guess(services, task.candidate);
  if (!worth_asking) co_return refused(services, std::move(worth_asking));

  net::FetchRequest request = request_for(services, task.candidate);
  const net::Capture capture = co_await services.fetcher.fetch(std::move(request));
  Outcome outcome = outcome_of(services, task, capture, crawl_delay);
  // Cut off because the crawl stops: the URL stays in the queue, as if it had not been asked for.
  const bool cancelled = capture.error && capture.error->code == base::Errc::cancelled;
  if (!capture.has_response() || cancelled) {
    if (cancelled) outcome.kind = OutcomeKind::postponed;
    if (cancelled) outcome.release.again_in = std::chrono::milliseconds(0);
    co_return outcome;
  }

  Provenance provenance = provenance_of(services, task);
  provenance.wants_text = services.job.text && capture.status() == 200 &&
                          task.candidate.kind == policies::LinkKind::page;
  Stored stored = co_await services.archive.store(capture, provenance);
  outcome.location = stored.location;
  outcome.digest = stored.payload_digest;
  outcome.warc_bytes = stored.warc_bytes;
  outcome.facts = stored.extraction.facts;
  outcome.text = std::move(stored.extraction.text);
  outcome.links = stored.extraction.links.size();
  outcome.notes.insert(outcome.notes.end(), stored.extraction.notes.begin(),
                       stored.extraction.notes.end());
  learn_from(services, task.candidate, capture, outcome.mime, stored.payload_digest);
  // Links count only once the page that names them is on disk, and only from a page worth keeping.
  if (outcome.kind == OutcomeKind::fetched) {
    follow(services, task.candidate, capture, stored.extraction);
  }
  co_return outcome;
}

}  // namespace crawler::engine
