#include "crawler/engine/robots_cache.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "crawler/extract/content_coding.h"
#include "policies/retry.h"

namespace crawler::engine {
namespace asio = boost::asio;
namespace {

constexpr int kMaxRedirects = 5;              // RFC 9309 2.3.1.2
constexpr std::uint64_t kMaxBytes = 512'000;  // policies 1.4; the RFC asks for 500 KiB at least
constexpr std::chrono::hours kMaxAge{24};     // RFC 9309 2.4
constexpr std::chrono::milliseconds kWhileFetching{500};
constexpr std::chrono::milliseconds kNap{200};

std::string body_text(const net::Capture& capture) {
  const auto bytes = capture.body.to_string(kMaxBytes);
  if (!bytes) return {};
  const auto coding = capture.response->headers.find("Content-Encoding");
  return extract::decode_content(*bytes, coding ? *coding : std::string_view()).bytes;
}

std::optional<base::Url> redirect_of(const net::Capture& capture) {
  if (capture.status() < 300 || capture.status() > 399) return std::nullopt;
  const auto location = capture.response->headers.find("Location");
  if (!location) return std::nullopt;
  auto target = capture.url.join(*location);
  if (!target || !target->is_http()) return std::nullopt;
  return target->without_fragment();
}

// One request for a robots.txt, stored like any other.
asio::awaitable<net::Capture> fetch_one(Services& services, const base::Url& url,
                                        const policies::Candidate& cause, std::string hops) {
  const std::string host = frontier::host_key(url);
  if (host != frontier::host_key(cause.url) || hops.ends_with('R')) {
    // Outside the queue of the host whose slot we hold: wait for that host's own moment.
    const auto moment = services.frontier.reserve(host, std::chrono::steady_clock::now());
    // In short sleeps, so that a crawl told to stop does not wait for it.
    while (std::chrono::steady_clock::now() < moment && !services.is_cut_off) {
      asio::steady_timer timer(services.io,
                               std::min(moment, std::chrono::steady_clock::now() + kNap));
      co_await timer.async_wait(asio::use_awaitable);
    }
  }
  net::FetchRequest request;
  request.url = url;
  request.may_carry_secrets = may_carry_secrets(services, url);
  const std::vector<std::string> withheld =
      request.may_carry_secrets ? services.secret_header_names : std::vector<std::string>();
  net::Capture capture = co_await services.fetcher.fetch(std::move(request));
  if (!capture.has_response()) co_return capture;

  Provenance provenance;
  provenance.candidate.url = url;
  provenance.candidate.kind = policies::LinkKind::prerequisite;
  provenance.candidate.via = std::string(cause.url.href());
  provenance.candidate.hop_path = std::move(hops);
  provenance.withheld_headers = withheld;
  const Stored stored = co_await services.archive.store(capture, provenance);
  services.stats.count_robots(capture.wire_bytes, stored.warc_bytes);
  co_return capture;
}

}  // namespace

// An answer that needs no request, or nothing.
std::optional<RobotsLookup> RobotsCache::known(const Origin& origin, unsigned tries,
                                               frontier::TimePoint now) {
  RobotsLookup answer;
  if (origin.rules && now - origin.fetched_at < kMaxAge) {
    answer.rules = &*origin.rules;
    return answer;
  }
  if (origin.is_being_fetched) {
    answer.again_in = kWhileFetching;
    return answer;
  }
  if (origin.failures < tries) return std::nullopt;
  answer.error = origin.error;
  return answer;
}

asio::awaitable<RobotsLookup> RobotsCache::lookup(Services& services,
                                                  const policies::Candidate& candidate) {
  const policies::RetryOptions& retry = services.job.retry;
  Origin& origin = origins_[candidate.url.origin()];
  const auto begun = std::chrono::steady_clock::now();
  if (auto answer = known(origin, retry.tries, begun)) co_return std::move(*answer);

  origin.is_being_fetched = true;
  co_await fetch(services, origin, candidate);
  origin.is_being_fetched = false;

  RobotsLookup answer;
  const auto now = std::chrono::steady_clock::now();
  answer.fetched_in = std::chrono::duration_cast<std::chrono::milliseconds>(now - begun);
  if (origin.rules) {
    answer.rules = &*origin.rules;
  } else if (origin.failures < retry.tries) {
    const auto wait = policies::retry_after_error(retry, origin.error->code, origin.failures);
    if (wait) {
      answer.again_in = *wait;
    } else {
      origin.failures = retry.tries;
    }
  }
  if (!answer.rules && !answer.again_in) answer.error = origin.error;
  co_return answer;
}

// Fetches, follows redirects, and leaves rules or an error in `origin`.
asio::awaitable<void> RobotsCache::fetch(Services& services, Origin& origin,
                                         const policies::Candidate& candidate) {
  origin.rules.reset();
  auto first = candidate.url.join("/robots.txt");
  base::Url url = std::move(*first);
  std::string hops = candidate.hop_path + "P";
  for (int redirects = 0;; ++redirects) {
    const net::Capture capture = co_await fetch_one(services, url, candidate, hops);
    if (!capture.has_response() || !capture.truncated.empty()) {
      ++origin.failures;
      origin.error = capture.error
                         ? *capture.error
                         : base::fail(base::Errc::truncated, "robots.txt ended too early");
      // A body cut at our own limit is no failure: the first 500 KiB count.
      if (capture.truncated != "length") co_return;
    }
    auto next = redirect_of(capture);
    if (next && redirects < kMaxRedirects) {
      url = std::move(*next);
      hops += 'R';
      continue;
    }
    const auto kind = policies::classify_robots_status(next ? 404 : capture.status());
    if (kind == policies::RobotsAnswer::unreachable) {
      ++origin.failures;
      origin.error = base::fail(base::Errc::protocol,
                                "robots.txt answered " + std::to_string(capture.status()));
      co_return;
    }
    origin.rules = kind == policies::RobotsAnswer::use_body
                       ? policies::RobotsRules::parse(body_text(capture), job::kProductToken)
                       : policies::RobotsRules::allow_all();
    origin.fetched_at = std::chrono::steady_clock::now();
    origin.failures = 0;
    co_return;
  }
}

}  // namespace crawler::engine
