#include "crawler/engine/follow.h"

#include <utility>

#include "crawler/engine/guesses.h"
#include "policies/referrer.h"

namespace crawler::engine {
namespace {

// Room for the longest honest chain; the end of the path is what policies look at.
constexpr std::size_t kMaxHopPath = 50;

std::string longer(const std::string& hop_path, policies::Hop hop) {
  std::string path = hop_path + static_cast<char>(hop);
  if (path.size() > kMaxHopPath) path.erase(0, path.size() - kMaxHopPath);
  return path;
}

// A page, as which a seed or link leads to a sitemap, or a sitemap: not a picture that turns out to
// be an index.
bool may_name_sitemaps(const Services& services, const policies::Candidate& from) {
  if (!wants_sitemaps(services.job)) return false;
  const std::size_t last = from.hop_path.find_last_not_of('R');
  return from.kind == policies::LinkKind::page ||
         (last != std::string::npos && from.hop_path[last] == 'S');
}

// What the page asks of robots.
policies::Verdict may_follow(const Services& services, const extract::Link& link,
                             const Reading& reading) {
  if (services.job.obey_nofollow && reading.tags.nofollow) {
    return {policies::Reason::nofollow, "the page says " + reading.tags.text};
  }
  if (services.job.obey_rel_nofollow && link.is_nofollow) {
    return {policies::Reason::nofollow, "rel=nofollow"};
  }
  return {};
}

}  // namespace

std::optional<base::Url> redirect_target(const net::Capture& capture) {
  const int status = capture.status();
  const bool redirects = (status >= 301 && status <= 303) || status == 307 || status == 308;
  if (!redirects) return std::nullopt;
  const auto location = capture.response->headers.find("Location");
  if (!location) return std::nullopt;
  auto target = capture.url.join(*location);
  if (!target || !target->is_http()) return std::nullopt;
  return target->without_fragment().without_credentials();
}

policies::Candidate redirected(const policies::Candidate& from, const net::Capture& capture,
                               const base::Url& target) {
  policies::Candidate candidate = from;
  candidate.url = target;
  candidate.hop_path = longer(from.hop_path, policies::Hop::redirect);
  candidate.via = std::string(from.url.href());
  candidate.after_cookie =
      from.after_cookie || capture.response->headers.find("Set-Cookie").has_value();
  // Fetch, HTTP-redirect fetch: a redirect may change the policy, never the document that asks.
  // What the first request kept back stays untold: the referrer sent is where the next is made
  // from.
  const auto policy =
      policies::parse_referrer_policy_header(net::combined_header(capture, "Referrer-Policy"));
  candidate.referrer_policy = policy.value_or(from.referrer_policy);
  if (const auto source = base::Url::parse(from.referer)) {
    candidate.referer = policies::referer_for(*source, target, candidate.referrer_policy);
  }
  return candidate;
}

policies::Candidate linked(const policies::Candidate& from, const extract::Link& link,
                           const std::string& charset) {
  const bool is_page = link.kind == policies::LinkKind::page;
  policies::Candidate candidate;
  candidate.url = link.url;
  candidate.kind = link.kind;
  candidate.hop_path = longer(from.hop_path, link.hop);
  if (!is_page && charset != "utf-8") candidate.parent_charset = charset;
  candidate.via = std::string(from.url.href());
  candidate.referer = policies::referer_for(from.url, link.url, link.referrer_policy);
  candidate.referrer_policy = link.referrer_policy;
  candidate.depth = from.depth + (is_page ? 1 : 0);
  candidate.extra_hops = from.extra_hops;
  const bool is_guess = link.hop == policies::Hop::script;
  if (!is_page)
    candidate.generation = static_cast<std::uint8_t>(from.generation + (is_guess ? 0 : 1));
  candidate.seed = from.seed;
  return candidate;
}

bool wants_sitemaps(const job::Job& job) {
  return job.sitemaps && job.scope.kind != policies::ScopeOptions::Kind::page &&
         job.scope.depth.value_or(1) > 0;
}

policies::Candidate sitemap_named(const policies::Candidate& robots, const base::Url& sitemap) {
  policies::Candidate candidate;
  candidate.url = sitemap.without_fragment();
  candidate.kind = policies::LinkKind::requisite;
  candidate.hop_path = longer(robots.hop_path, policies::Hop::sitemap);
  candidate.via = std::string(robots.url.href());
  candidate.seed = robots.seed;
  return candidate;
}

policies::Candidate probe_of(const policies::Candidate& page, const base::Url& url) {
  policies::Candidate candidate;
  candidate.url = url;
  candidate.kind = policies::LinkKind::prerequisite;
  candidate.hop_path = longer(page.hop_path, policies::Hop::prerequisite);
  candidate.via = std::string(page.url.href());
  candidate.depth = page.depth;
  candidate.seed = page.seed;
  return candidate;
}

void offer(Services& services, policies::Candidate candidate, frontier::Place place) {
  // A password in a link is nobody's business: it is neither sent nor stored.
  if (candidate.url.has_credentials()) candidate.url = candidate.url.without_credentials();
  services.admission.offer(std::move(candidate), place);
}

void follow(Services& services, const policies::Candidate& from, const net::Capture& capture,
            const Reading& reading) {
  if (const auto target = redirect_target(capture)) {
    if (services.job.cookies) services.frontier.note_redirect(from.url);
    offer(services, redirected(from, capture, *target), frontier::Place::urgent);
    return;
  }
  const bool is_error = capture.status() >= 400 || reading.is_soft_404;
  const std::string& charset = reading.extraction.facts.charset;
  for (const extract::Link& link : reading.extraction.links) {
    const bool is_requisite = link.kind == policies::LinkKind::requisite;
    if (is_error && !is_requisite) continue;
    const bool is_sitemap = is_requisite && link.hop == policies::Hop::sitemap;
    if (is_sitemap && !may_name_sitemaps(services, from)) continue;
    policies::Candidate candidate = linked(from, link, charset);
    policies::Verdict verdict;
    if (!is_requisite) verdict = may_follow(services, link, reading);
    if (verdict && link.hop == policies::Hop::script) {
      verdict = may_queue_guess(services, from, link.url);
    }
    if (!verdict) {
      services.admission.note(candidate, verdict);
      continue;
    }
    offer(services, std::move(candidate),
          is_requisite ? frontier::Place::urgent : frontier::Place::last);
  }
}

}  // namespace crawler::engine
