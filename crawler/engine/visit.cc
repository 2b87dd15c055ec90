#include "crawler/engine/visit.h"

#include <charconv>
#include <utility>

#include "base/encoding.h"
#include "crawler/engine/follow.h"
#include "crawler/engine/guesses.h"
#include "crawler/engine/permission.h"
#include "crawler/extract/mime_type.h"
#include "policies/politeness.h"
#include "policies/retry.h"

namespace crawler::engine {
namespace asio = boost::asio;
using status::Outcome;
using status::OutcomeKind;
namespace {

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

// When the URL is asked for again, if it is. How long its host is left alone is the frontier's
// business (policies/backoff.h), which is told what the host asks for.
void plan_retry(const Services& services, const net::Capture& capture, unsigned attempt,
                Outcome& outcome) {
  const auto again = try_again_after(services.job.retry, services, capture, attempt);
  if (again) {
    outcome.kind = OutcomeKind::retry;
    outcome.release.again_in = *again;
  }
  if (!capture.has_response()) return;
  const auto field = capture.response->headers.find("Retry-After");
  if (field)
    outcome.release.retry_after = policies::parse_retry_after(*field, services.clock.now());
  if (outcome.release.retry_after && policies::may_ask_for_rest(capture.status())) {
    outcome.release.answer = frontier::Answer::busy;
  }
}

// What the host's clock is told.
frontier::Answer answer_of(const net::Capture& capture) {
  if (!capture.has_response()) {
    // What our own policies refuse, or a certificate, is no sign of a host in trouble.
    const bool broke = capture.error && policies::is_passing(capture.error->code);
    return broke ? frontier::Answer::no_connection : frontier::Answer::none;
  }
  if (capture.status() == 429 || capture.status() == 503) return frontier::Answer::busy;
  return capture.status() == 403 ? frontier::Answer::forbidden : frontier::Answer::good;
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
      policies::page_delay(services.live.politeness, capture.duration, crawl_delay);
  if (capture.has_response()) {
    outcome.status = capture.status();
    outcome.mime = mime_of(capture);
    outcome.is_redirect = redirect_target(capture).has_value();
  }
  outcome.release.answer = answer_of(capture);
  // Behind a proxy all hosts would seem to share its address.
  if (services.job.proxy.empty()) outcome.release.address = capture.ip;
  outcome.release.bytes = capture.wire_bytes;
  plan_retry(services, capture, task.attempt, outcome);
  return outcome;
}

// Rules with a type or a size look at the head of the answer, as far as it tells.
policies::Verdict judge_head(const Admission& admission, const policies::Candidate& candidate,
                             const warc::ResponseHead& head) {
  // A redirect or an error is not what was asked for, whatever its type.
  if (head.status < 200 || head.status > 299) return {};
  const auto type = head.headers.find("Content-Type");
  const auto mime = extract::extract_mime_type(type ? *type : std::string_view());
  std::optional<std::uint64_t> length;
  if (const auto field = head.headers.find("Content-Length")) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(field->begin(), field->end(), value);
    if (error == std::errc() && end == field->end()) length = value;
  }
  return admission.judge_answer(candidate, mime ? mime->essence : std::string_view(), length);
}

net::FetchRequest request_for(const Services& services, const policies::Candidate& candidate) {
  net::FetchRequest request;
  request.url = candidate.url;
  request.referer = candidate.referer;
  request.may_carry_secrets = may_carry_secrets(services, candidate.url);
  const Admission& admission = services.admission;
  request.accepts_head = [&admission, &candidate](const warc::ResponseHead& head) {
    return judge_head(admission, candidate, head);
  };
  return request;
}

Provenance provenance_of(const Services& services, const frontier::Task& task,
                         const std::string& robots) {
  Provenance provenance;
  provenance.candidate = task.candidate;
  provenance.robots = robots;
  if (may_carry_secrets(services, task.candidate.url)) {
    provenance.withheld_headers = services.secret_header_names;
  }
  return provenance;
}

bool is_probe(const policies::Candidate& candidate) {
  return candidate.kind == policies::LinkKind::prerequisite;
}

// What the host's other pages say about this one: an error in disguise, or a trap.
void compare(Services& services, const frontier::Task& task, const net::Capture& capture,
             Reading& reading) {
  const auto target = redirect_target(capture);
  const policies::PageSeen seen{.candidate = task.candidate,
                                .status = capture.status(),
                                .simhash = reading.extraction.facts.simhash,
                                .title = reading.extraction.facts.title,
                                .redirect = target ? target->href() : std::string_view()};
  if (is_probe(task.candidate)) return services.traps.learn_probe(seen);
  if (task.candidate.kind != policies::LinkKind::page) return;
  reading.is_soft_404 = services.traps.learn(seen) == policies::PageVerdict::soft_404;
  if (const auto probe = services.traps.probe_due(task.candidate)) {
    offer(services, probe_of(task.candidate, *probe), frontier::Place::urgent);
  }
}

// Stores the response and follows what it names; completes `outcome`.
asio::awaitable<void> keep(Services& services, const frontier::Task& task,
                           const net::Capture& capture, const std::string& robots,
                           Outcome& outcome) {
  const bool wants_text = services.job.text && capture.status() == 200 &&
                          task.candidate.kind == policies::LinkKind::page;
  Reading reading = co_await services.archive.read(capture, task.candidate, wants_text);
  outcome.robots_tags = reading.tags.text;
  outcome.bot_wall = reading.bot_wall;
  if (!reading.bot_wall.empty()) {
    // Asking again would only be knocking louder. What it says of a moment to come back counts.
    if (outcome.release.answer == frontier::Answer::good) {
      outcome.release.answer = frontier::Answer::forbidden;
    }
    outcome.release.again_in.reset();
    outcome.kind = OutcomeKind::fetched;
  }
  if (reading.tags.noarchive && services.job.obey_noarchive) {
    outcome.kind = OutcomeKind::refused;
    outcome.verdict = {policies::Reason::noarchive, reading.tags.text};
    outcome.release.again_in.reset();
    co_return;
  }
  // Walls all look alike, whatever is behind them.
  if (reading.bot_wall.empty()) compare(services, task, capture, reading);
  outcome.is_soft_404 = reading.is_soft_404;
  const Provenance provenance = provenance_of(services, task, robots);
  const Stored stored = co_await services.archive.store(capture, provenance, reading);
  const extract::Extraction& extraction = reading.extraction;
  outcome.location = stored.location;
  outcome.digest = stored.payload_digest;
  outcome.warc_bytes = stored.warc_bytes;
  outcome.facts = extraction.facts;
  outcome.text = extraction.text;
  outcome.links = extraction.links.size();
  outcome.notes.insert(outcome.notes.end(), extraction.notes.begin(), extraction.notes.end());
  learn_from(services, task.candidate, capture, outcome.mime, stored.payload_digest);
  if (capture.status() == 200 && !reading.is_soft_404) {
    if (reading.bot_wall.empty()) {
      services.traps.learn_payload(task.candidate, stored.payload_digest);
    }
  }
  // Links count only once the page that names them is on disk, and only from a page worth keeping.
  const bool leads_on = outcome.bot_wall.empty() && !is_probe(task.candidate);
  if (outcome.kind == OutcomeKind::fetched && leads_on) {
    follow(services, task.candidate, capture, reading);
  }
}

}  // namespace

asio::awaitable<Outcome> visit(Services& services, frontier::Task task) {
  Permission permission = co_await may_fetch(services, task);
  if (permission.ends) co_return std::move(*permission.ends);

  net::FetchRequest request = request_for(services, task.candidate);
  const net::Capture capture = co_await services.fetcher.fetch(std::move(request));
  Outcome outcome = outcome_of(services, task, capture, permission.crawl_delay);
  outcome.robots = permission.robots;
  outcome.is_probe = is_probe(task.candidate);
  if (capture.refused) {
    outcome.kind = OutcomeKind::refused;
    outcome.verdict = *capture.refused;
    outcome.error.reset();
    outcome.release.again_in.reset();
    co_return outcome;
  }
  // Cut off because the crawl stops: the URL stays in the queue, as if it had not been asked for.
  const bool cancelled = capture.error && capture.error->code == base::Errc::cancelled;
  if (cancelled) {
    outcome.kind = OutcomeKind::postponed;
    outcome.release.again_in = std::chrono::milliseconds(0);
  }
  if (capture.has_response() && !cancelled) {
    co_await keep(services, task, capture, permission.robots, outcome);
  }
  co_return outcome;
}

}  // namespace crawler::engine
