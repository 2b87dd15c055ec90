#include "crawler/engine/robots_cache.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "crawler/engine/follow.h"
#include "policies/politeness.h"
#include "policies/retry.h"
#include "warc/content_coding.h"

namespace crawler::engine {
namespace asio = boost::asio;
namespace {

constexpr int kMaxRedirects = 5;              // RFC 9309 2.3.1.2
constexpr std::uint64_t kMaxBytes = 512'000;  // policies 1.4; the RFC asks for 500 KiB at least
constexpr std::chrono::hours kMaxAge{24};     // RFC 9309 2.4
constexpr std::chrono::milliseconds kWhileFetching{500};
constexpr std::chrono::milliseconds kNap{200};  // below the half second a host holds back for us

std::string body_text(const net::Capture& capture) {
  const auto bytes = net::read_payload(capture, kMaxBytes);
  if (!bytes) return {};
  const auto coding = capture.response->headers.find("Content-Encoding");
  return warc::decode_content(*bytes, coding ? *coding : std::string_view()).bytes;
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

// One request for a robots.txt, stored like any other.
asio::awaitable<net::Capture> fetch_one(Services& services, const base::Url& url,
                                        const policies::Candidate& cause, std::string hops) {
  net::FetchRequest request;
  request.url = url;
  request.may_carry_secrets = may_carry_secrets(services, url);
  // Twice what is read, so that a file a little too long is still archived whole.
  request.max_body_bytes = 2 * kMaxBytes;
  request.total_time = services.job.timeout;
  const std::vector<std::string> withheld =
      request.may_carry_secrets ? services.secret_header_names : std::vector<std::string>();
  net::Capture capture = co_await services.fetcher.fetch(std::move(request));
  const bool cancelled = capture.error && capture.error->code == base::Errc::cancelled;
  if (!capture.has_response() || cancelled) co_return capture;

  Provenance provenance;
  provenance.candidate.url = url;
  provenance.candidate.kind = policies::LinkKind::prerequisite;
  provenance.candidate.via = std::string(cause.url.href());
  provenance.candidate.hop_path = std::move(hops);
  provenance.withheld_headers = withheld;
  const bool no_text = false;
  const Reading reading = co_await services.archive.read(capture, provenance.candidate, no_text);
  const Stored stored = co_await services.archive.store(capture, provenance, reading);
  services.stats.count_robots(capture.wire_bytes, stored.warc_bytes);
  co_return capture;
}

// The target of a redirected robots.txt, asked for when its own host has a turn to give. The slot
// of the host that redirects is ours already.
asio::awaitable<net::Capture> fetch_redirected(Services& services, const base::Url& url,
                                               const policies::Candidate& cause, std::string hops) {
  const std::string host = frontier::host_key(url);
  const auto rest =
      policies::page_delay(services.live.politeness, std::chrono::milliseconds(0), std::nullopt);
  if (host == frontier::host_key(cause.url)) {
    co_await nap(services, rest);
    net::Capture own = co_await fetch_one(services, url, cause, std::move(hops));
    co_return own;
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
  net::Capture capture = co_await fetch_one(services, url, cause, std::move(hops));
  const auto delay = policies::page_delay(services.live.politeness, capture.duration, std::nullopt);
  services.frontier.release_reserved(host, delay, std::chrono::steady_clock::now());
  co_return capture;
}

}  // namespace

// An answer that needs no request, or nothing.
std::optional<RobotsLookup> RobotsCache::known(const Origin& origin, frontier::TimePoint now) {
  RobotsLookup answer;
  if (origin.rules && now - origin.fetched_at < kMaxAge) {
    answer.rules = &*origin.rules;
    return answer;
  }
  if (origin.is_being_fetched) {
    answer.again_in = kWhileFetching;
    return answer;
  }
  if (!origin.has_given_up) return std::nullopt;
  answer.error = origin.error;
  return answer;
}

asio::awaitable<RobotsLookup> RobotsCache::lookup(Services& services,
                                                  const policies::Candidate& candidate) {
  Origin& origin = origins_[candidate.url.origin()];
  const auto begun = std::chrono::steady_clock::now();
  if (auto answer = known(origin, begun)) {
    if (answer->rules) offer_sitemaps(services, origin, candidate);
    co_return std::move(*answer);
  }

  origin.is_being_fetched = true;
  co_await fetch(services, origin, candidate);
  origin.is_being_fetched = false;

  RobotsLookup answer;
  const auto now = std::chrono::steady_clock::now();
  answer.fetched_in = std::chrono::duration_cast<std::chrono::milliseconds>(now - begun);
  if (origin.rules) {
    answer.rules = &*origin.rules;
  } else if (origin.has_given_up) {
    answer.error = origin.error;
  } else {
    answer.again_in = origin.wait;
  }
  co_return answer;
}

// Lines that are no absolute http(s) URL are passed over. Any host will do: robots.txt vouches for
// it (sitemaps.org, "Sitemaps and cross submits"); its pages are judged like all others.
void RobotsCache::offer_sitemaps(Services& services, Origin& origin,
                                 const policies::Candidate& candidate) {
  if (!wants_sitemaps(services.job) || origin.has_offered_sitemaps) return;
  if (candidate.kind != policies::LinkKind::page) return;
  origin.has_offered_sitemaps = true;
  std::size_t offered = 0;
  for (const std::string& line : origin.rules->sitemaps()) {
    if (offered == kMaxSitemapLines) break;
    const base::Result<base::Url> url = base::Url::parse(line);
    if (!url || !url->is_http()) continue;
    ++offered;
    offer(services, sitemap_named(origin.robots, *url), frontier::Place::urgent);
  }
}

// Takes down a failure; `wait` is when to try again, nothing for never.
void RobotsCache::Origin::fail(base::Error why, std::optional<std::chrono::seconds> again) {
  error = std::move(why);
  error->detail = "robots.txt: " + error->detail;
  wait = again.value_or(std::chrono::seconds(0));
  has_given_up = !again;
}

// Fetches, follows redirects, and leaves rules or an error in `origin`.
asio::awaitable<void> RobotsCache::fetch(Services& services, Origin& origin,
                                         const policies::Candidate& candidate) {
  const policies::RetryOptions& retry = services.job.retry;
  origin.rules.reset();
  auto first = candidate.url.join("/robots.txt");
  base::Url url = first->without_credentials();
  std::string hops = candidate.hop_path + "P";
  net::Capture capture = co_await fetch_one(services, url, candidate, hops);
  std::optional<base::Url> next;
  for (int redirects = 0; redirects <= kMaxRedirects && capture.has_response(); ++redirects) {
    next = redirect_target(capture);
    if (!next || redirects == kMaxRedirects) break;
    hops += 'R';
    net::Capture target = co_await fetch_redirected(services, *next, candidate, hops);
    capture = std::move(target);
  }

  if (capture.error && capture.error->code == base::Errc::cancelled) {
    origin.fail(stopping(), std::chrono::seconds(0));
    co_return;
  }
  // A body cut at our own limit is no failure: the first 500 KiB count.
  const bool is_cut = !capture.truncated.empty() && capture.truncated != "length";
  if (!capture.has_response() || is_cut) {
    ++origin.failures;
    base::Error why = capture.error.value_or(base::fail(base::Errc::truncated, "ended too early"));
    const auto again = policies::retry_after_error(retry, why.code, origin.failures);
    origin.fail(std::move(why), again);
    co_return;
  }
  // Too many redirects count as no robots.txt (RFC 9309 2.3.1.2).
  const auto kind = policies::classify_robots_status(next ? 404 : capture.status());
  if (kind == policies::RobotsAnswer::unreachable) {
    ++origin.failures;
    const auto header = capture.response->headers.find("Retry-After");
    auto again = policies::retry_after_status(retry, capture.status(), header, services.clock.now(),
                                              origin.failures);
    // Statuses the retry policy knows nothing of are no reason to give up sooner.
    if (!again) again = policies::retry_after_error(retry, base::Errc::protocol, origin.failures);
    origin.fail(
        base::fail(base::Errc::protocol, "the server answered " + std::to_string(capture.status())),
        again);
    co_return;
  }
  origin.robots = candidate;
  origin.robots.url = capture.url;
  origin.robots.hop_path = hops;
  origin.has_offered_sitemaps = false;
  origin.rules = kind == policies::RobotsAnswer::use_body
                     ? policies::RobotsRules::parse(body_text(capture), job::kProductToken)
                     : policies::RobotsRules::allow_all();
  origin.fetched_at = std::chrono::steady_clock::now();
  origin.failures = 0;
}

}  // namespace crawler::engine
