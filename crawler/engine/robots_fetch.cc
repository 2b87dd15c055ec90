#include "crawler/engine/robots_fetch.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/encoding.h"
#include "crawler/engine/follow.h"
#include "policies/politeness.h"
#include "policies/retry.h"
#include "policies/robots.h"
#include "policies/robots_text.h"
#include "warc/content_coding.h"

namespace crawler::engine {
namespace asio = boost::asio;
namespace {

constexpr int kMaxRedirects = 5;  // RFC 9309 2.3.1.2
// Twice what counts, so that a file a little too long is still archived whole.
constexpr std::uint64_t kMaxBytes = 2 * policies::kMaxRobotsBytes;
constexpr std::size_t kMaxValidatorBytes = 1000;
constexpr std::chrono::milliseconds kNap{200};  // below the half second a host holds back for us

// A file whose coding cannot be undone says nothing about what is allowed: that is as if it could
// not be had (RFC 9309 2.3.1.4). `is_cut`: the coded bytes end early because we wanted no more.
base::Result<std::string> decoded(std::string_view bytes, std::string_view coding, bool is_cut) {
  using warc::CodingOutcome;
  std::string text;
  const auto keep = [&text](std::string_view piece) -> base::Result<void> {
    text += piece;
    return {};
  };
  warc::ContentDecoder decoder(coding, kMaxBytes);
  if (auto given = decoder.append(bytes, keep); !given) return given.error();
  if (auto given = decoder.finish(keep); !given) return given.error();
  const CodingOutcome outcome = decoder.outcome();
  const bool has_all_that_counts = text.size() > policies::kMaxRobotsBytes ||
                                   (is_cut && outcome == CodingOutcome::cut) ||
                                   outcome == CodingOutcome::limited;
  const bool is_fault = outcome != CodingOutcome::complete && outcome != CodingOutcome::mislabelled;
  if (!is_fault || has_all_that_counts) return text;
  const std::vector<std::string> notes = decoder.notes();
  return base::fail(base::Errc::protocol, notes.empty() ? "cannot be decoded" : notes.front());
}

// Decoded, and cut behind its last whole line where it is too long.
base::Result<std::string> body_text(const net::Capture& capture) {
  constexpr std::string_view kGzipMagic = "\x1f\x8b";
  const auto bytes = net::read_payload(capture, kMaxBytes);
  if (!bytes) return bytes.error();
  const bool is_cut = capture.truncated == "length";
  auto read = decoded(*bytes, net::combined_header(capture, "Content-Encoding"), is_cut);
  // A robots.txt.gz put there under the wrong name.
  if (read && read->starts_with(kGzipMagic)) read = decoded(*read, "gzip", is_cut);
  if (!read) return read;
  std::string body = std::move(*read);
  if (body.size() <= policies::kMaxRobotsBytes) return body;
  body.resize(policies::kMaxRobotsBytes);
  body.resize(body.find_last_of("\r\n") + 1);  // nothing of what is a single line
  return body;
}

// A validator as it may go into a request.
std::string validator_in(const net::Capture& capture, std::string_view name) {
  const auto value = capture.response->headers.find(name);
  if (!value || value->size() > kMaxValidatorBytes) return {};
  const auto is_odd = [](char c) { return c < ' ' || c > '~'; };
  return std::any_of(value->begin(), value->end(), is_odd) ? std::string() : std::string(*value);
}

// Only what answered without a redirect is asked for again under its own address.
std::vector<std::string> conditions_of(const base::Url& url,
                                       const std::optional<StoredRobots>& old) {
  std::vector<std::string> headers;
  if (!old || old->url != url.href() || old->status < 200 || old->status > 299) return headers;
  if (!old->etag.empty()) headers.push_back("If-None-Match: " + old->etag);
  if (!old->modified.empty()) headers.push_back("If-Modified-Since: " + old->modified);
  return headers;
}

base::Error stopping() { return base::fail(base::Errc::cancelled, "the crawl is stopping"); }

// In short sleeps, so that a crawl told to stop does not wait for it.
asio::awaitable<void> nap(Services& services, std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end && !services.is_cut_off) {
    asio::steady_timer timer(services.io, std::min(end, std::chrono::steady_clock::now() + kNap));
    co_await timer.async_wait(asio::use_awaitable);
  }
}

// One of the requests that lead to a robots.txt.
struct Step {
  base::Url url;
  std::string hops;
  std::vector<std::string> headers;
};

// Stored like any other exchange.
asio::awaitable<net::Capture> fetch_one(Services& services, const Step& step,
                                        const policies::Candidate& cause) {
  net::FetchRequest request;
  request.url = step.url;
  request.headers = step.headers;
  request.may_carry_secrets = may_carry_secrets(services, step.url);
  request.max_body_bytes = kMaxBytes;
  request.total_time = services.job.timeout;
  const std::vector<std::string> withheld =
      request.may_carry_secrets ? services.secret_header_names : std::vector<std::string>();
  net::Capture capture = co_await services.fetcher.fetch(std::move(request));
  const bool cancelled = capture.error && capture.error->code == base::Errc::cancelled;
  if (!capture.has_response() || cancelled) co_return capture;

  Provenance provenance;
  provenance.candidate.url = step.url;
  provenance.candidate.kind = policies::LinkKind::prerequisite;
  provenance.candidate.via = std::string(cause.url.href());
  provenance.candidate.hop_path = step.hops;
  provenance.withheld_headers = withheld;
  const bool no_text = false;
  const Reading reading = co_await services.archive.read(capture, provenance.candidate, no_text);
  const Stored stored = co_await services.archive.store(capture, provenance, reading);
  services.stats.count_robots(capture.wire_bytes, stored.warc_bytes);
  co_return capture;
}

std::optional<std::chrono::seconds> retry_after_of(const Services& services,
                                                   const net::Capture& capture) {
  if (!capture.has_response()) return std::nullopt;
  const auto field = capture.response->headers.find("Retry-After");
  return field ? policies::parse_retry_after(*field, services.clock.now()) : std::nullopt;
}

// What the clock of the host that gave this answer is told.
frontier::Release release_of(const Services& services, const net::Capture& capture) {
  frontier::Release release;
  release.page_delay =
      policies::page_delay(services.live.politeness, capture.duration, std::nullopt);
  release.bytes = capture.wire_bytes;
  // Behind a proxy all hosts would seem to share its address.
  if (services.job.proxy.empty()) release.address = capture.ip;
  if (!capture.has_response()) {
    const bool broke = capture.error && policies::is_passing(capture.error->code);
    if (broke) release.answer = frontier::Answer::no_connection;
    return release;
  }
  release.answer = frontier::Answer::good;
  if (policies::may_ask_for_rest(capture.status())) {
    release.retry_after = retry_after_of(services, capture);
    const bool is_busy = capture.status() == 429 || capture.status() == 503;
    if (is_busy || release.retry_after) release.answer = frontier::Answer::busy;
  }
  return release;
}

// The target of a redirected robots.txt, asked for when its own host has a turn to give. The slot
// of the host that redirects is ours already.
asio::awaitable<net::Capture> fetch_redirected(Services& services, const Step& step,
                                               const policies::Candidate& cause) {
  const std::string host = frontier::host_key(step.url);
  const auto rest =
      policies::page_delay(services.live.politeness, std::chrono::milliseconds(0), std::nullopt);
  if (host == frontier::host_key(cause.url)) {
    co_await nap(services, rest);
    net::Capture own = co_await fetch_one(services, step, cause);
    co_return own;
  }
  if (services.job.proxy.empty() && !services.frontier.knows_address(host)) {
    const auto address = co_await services.names.address_of(step.url);
    if (address) services.frontier.set_address(host, *address);
  }
  const auto begun = std::chrono::steady_clock::now();
  while (!services.frontier.try_reserve(host, std::chrono::steady_clock::now())) {
    // Two hosts that redirect to each other must not wait for each other for ever.
    const bool too_long = std::chrono::steady_clock::now() - begun > services.job.timeout;
    if (too_long || services.is_cut_off) {
      net::Capture none;
      none.error = services.is_cut_off ? stopping()
                                       : base::fail(base::Errc::timeout,
                                                    "redirects to " + host + ", which is busy");
      co_return none;
    }
    co_await nap(services, kNap);
  }
  net::Capture capture = co_await fetch_one(services, step, cause);
  const frontier::Release release = release_of(services, capture);
  services.frontier.release_reserved(host, release, std::chrono::steady_clock::now());
  co_return capture;
}

RobotsAnswer failed(base::Error error) {
  RobotsAnswer answer;
  // A name that does not exist, a certificate, an address that may not be connected to: asking
  // again in some minutes would not help.
  answer.is_lasting = !policies::is_passing(error.code) && error.code != base::Errc::cancelled;
  error.detail = "robots.txt: " + error.detail;
  answer.error = std::move(error);
  return answer;
}

RobotsAnswer unwilling(const Services& services, const net::Capture& capture) {
  RobotsAnswer answer = failed(
      base::fail(base::Errc::protocol, "the server answered " + std::to_string(capture.status())));
  answer.retry_after = retry_after_of(services, capture);
  return answer;
}

// What the last answer says; `redirects_on`: it is a redirect too many.
RobotsAnswer answer_of(const Services& services, const net::Capture& capture, bool redirects_on,
                       const std::optional<StoredRobots>& old) {
  if (capture.error && capture.error->code == base::Errc::cancelled) return failed(stopping());
  // A body cut at our own limit is no failure: the first 500 KiB count.
  const bool is_cut = !capture.truncated.empty() && capture.truncated != "length";
  if (!capture.has_response() || is_cut) {
    return failed(capture.error.value_or(base::fail(base::Errc::truncated, "ended too early")));
  }
  const int status = capture.status();
  const auto kind = policies::classify_robots_status(status, services.job.robots_forbidden_denies);
  if (kind == policies::RobotsAnswer::unreachable) return unwilling(services, capture);
  const bool still_holds = old && !redirects_on && status == 304;
  StoredRobots robots = still_holds ? *old : StoredRobots{};
  robots.fetched = services.clock.now();
  robots.expires = robots_expiry(services.job.robots_times,
                                 net::combined_header(capture, "Cache-Control"), robots.fetched);
  if (!still_holds) {
    robots.status = status;
    robots.url = std::string(capture.url.href());
    robots.etag = validator_in(capture, "ETag");
    robots.modified = validator_in(capture, "Last-Modified");
  }
  if (!still_holds && kind == policies::RobotsAnswer::use_body) {
    base::Result<std::string> body = body_text(capture);
    if (!body) return failed(body.error());
    robots.body = std::move(*body);
  }
  RobotsAnswer answer;
  answer.robots = std::move(robots);
  return answer;
}

}  // namespace

asio::awaitable<RobotsAnswer> fetch_robots(Services& services, const policies::Candidate& candidate,
                                           const std::optional<StoredRobots>& old) {
  Step step;
  step.url = candidate.url.join("/robots.txt")->without_credentials();
  step.hops = candidate.hop_path + "P";
  step.headers = conditions_of(step.url, old);
  const bool is_conditional = !step.headers.empty();
  net::Capture capture = co_await fetch_one(services, step, candidate);
  std::optional<base::Url> next;
  bool is_redirected = false;
  for (int redirects = 0; redirects <= kMaxRedirects && capture.has_response(); ++redirects) {
    next = redirect_target(capture);
    if (!next || redirects == kMaxRedirects) break;
    is_redirected = true;
    step.url = *next;
    step.hops += 'R';
    step.headers.clear();
    net::Capture target = co_await fetch_redirected(services, step, candidate);
    capture = std::move(target);
  }
  const bool may_hold = is_conditional && !is_redirected;
  RobotsAnswer answer =
      answer_of(services, capture, next.has_value(), may_hold ? old : std::nullopt);
  if (answer.robots) answer.robots->origin = candidate.url.origin();
  co_return answer;
}

base::Timestamp robots_expiry(const policies::RobotsTimes& times, std::string_view cache_control,
                              base::Timestamp now) {
  std::chrono::milliseconds age = times.max_age;
  for (std::string_view rest = cache_control; !rest.empty();) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::string_view part = base::trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (base::equals_ignoring_case(part, "no-cache") ||
        base::equals_ignoring_case(part, "no-store")) {
      age = times.min_age;
    }
    if (!base::starts_with_ignoring_case(part, "max-age=")) continue;
    std::uint32_t seconds = 0;
    const std::string_view digits = part.substr(8);
    const auto [last, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    if (error == std::errc() && last == digits.data() + digits.size()) {
      age = std::min<std::chrono::milliseconds>(age, std::chrono::seconds(seconds));
    }
  }
  return now + std::clamp(age, std::min(times.min_age, times.max_age), times.max_age);
}

}  // namespace crawler::engine
