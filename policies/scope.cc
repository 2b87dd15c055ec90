#include "policies/scope.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/encoding.h"
#include "base/url_host.h"
#include "policies/patterns.h"

namespace policies {
namespace {

// "example.cn" for "www2.example.cn".
std::string_view without_www(std::string_view host) {
  if (!host.starts_with("www")) return host;
  const std::size_t dot = std::min(host.find_first_not_of("0123456789", 3), host.size());
  const bool is_www = dot < host.size() && host[dot] == '.';
  // "www.cn" is a name of its own.
  if (!is_www || host.find('.', dot + 1) == std::string_view::npos) return host;
  return host.substr(dot + 1);
}

// Host and explicit port, alike for http and https and with or without "www.".
std::string host_key(const base::Url& url) {
  const bool is_default = url.port() == (url.scheme() == "https" ? 443 : 80);
  const std::string_view host = without_www(url.host());
  return is_default ? std::string(host) : fmt::format("{}:{}", host, url.port());
}

std::string page_key(const base::Url& url) {
  return host_key(url) + std::string(url.request_target());
}

std::string_view folder_of(const base::Url& url) {
  return url.path().substr(0, url.path().rfind('/') + 1);
}

// Hops behind the last page, or behind the sitemap or feed that stands in for one: S and F are
// letters of those and of the pages they list.
std::size_t requisite_hops(std::string_view hop_path) {
  const std::size_t last = hop_path.find_last_of("LSF");
  return last == std::string_view::npos ? hop_path.size() : hop_path.size() - last - 1;
}

// How many sitemaps in a row end the path; redirects between them do not count. 0 for what is none.
std::size_t trailing_sitemaps(std::string_view hop_path) {
  std::size_t count = 0;
  for (; !hop_path.empty(); hop_path.remove_suffix(1)) {
    if (hop_path.back() == static_cast<char>(Hop::sitemap)) {
      ++count;
    } else if (hop_path.back() != static_cast<char>(Hop::redirect)) {
      break;
    }
  }
  return count;
}

bool is_named_by_robots(std::string_view hop_path) {
  while (hop_path.ends_with('R')) hop_path.remove_suffix(1);
  if (!hop_path.ends_with('S')) return false;
  hop_path.remove_suffix(1);
  while (hop_path.ends_with('R')) hop_path.remove_suffix(1);
  return hop_path.ends_with(static_cast<char>(Hop::prerequisite));
}

std::size_t trailing_redirects(std::string_view hop_path) {
  const std::size_t last = hop_path.find_last_not_of('R');
  return last == std::string_view::npos ? hop_path.size() : hop_path.size() - last - 1;
}

Verdict too_many_hops(std::string_view hop_path) {
  const std::size_t from = hop_path.size() - std::min<std::size_t>(hop_path.size(), 20);
  return {Reason::hops, fmt::format("hop path ends in \"{}\"", hop_path.substr(from))};
}

}  // namespace

Scope::Scope(ScopeOptions options) : options_(std::move(options)) {}
Scope::Scope(Scope&&) noexcept = default;
Scope& Scope::operator=(Scope&&) noexcept = default;
Scope::~Scope() = default;

base::Result<Scope> Scope::create(ScopeOptions options, const std::vector<ScopeSeed>& seeds) {
  base::Result<Patterns> include = compile_patterns(options.include, "include");
  if (!include) return include.error();
  base::Result<Patterns> exclude = compile_patterns(options.exclude, "exclude");
  if (!exclude) return exclude.error();

  Scope scope(std::move(options));
  scope.include_ = std::move(*include);
  scope.exclude_ = std::move(*exclude);
  for (const ScopeSeed& seed : seeds) scope.add_seed(seed.url);
  return scope;
}

void Scope::add_seed(const base::Url& seed) {
  domains_.insert(base::registrable_domain(seed.host()));
  pages_.insert(page_key(seed));
  if (options_.kind == ScopeOptions::Kind::host) hosts_.insert(host_key(seed));
  if (options_.kind == ScopeOptions::Kind::prefix) {
    std::vector<std::string>& folders = prefixes_[host_key(seed)];
    const std::string_view folder = folder_of(seed);
    if (std::find(folders.begin(), folders.end(), folder) == folders.end()) {
      folders.emplace_back(folder);
    }
  }
}

void Scope::add_host(const base::Url& url) {
  domains_.insert(base::registrable_domain(url.host()));
  hosts_.insert(host_key(url));
}

bool Scope::is_within(const base::Url& url) const {
  using Kind = ScopeOptions::Kind;
  switch (options_.kind) {
    case Kind::any: return true;
    case Kind::custom: return false;
    case Kind::page: return pages_.contains(page_key(url));
    case Kind::domain: return domains_.contains(base::registrable_domain(url.host()));
    case Kind::host: return hosts_.contains(host_key(url));
    case Kind::prefix: break;
  }
  const std::string host = host_key(url);
  if (hosts_.contains(host)) return true;
  const auto found = prefixes_.find(host);
  if (found == prefixes_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](const std::string& folder) { return url.path().starts_with(folder); });
}

ScopeDecision Scope::judge(const Candidate& candidate) const {
  return {verdict_of(candidate), false, {}};
}

Verdict Scope::judge_answer(const Candidate&, std::string_view,
                            std::optional<std::uint64_t>) const {
  return {};
}

Verdict Scope::verdict_of(const Candidate& candidate) const {
  const base::Url& url = candidate.url;
  if (!url.is_http()) return {Reason::scheme, std::string(url.scheme())};
  if (url.href().size() > kMaxCandidateBytes) {
    return {Reason::too_long, fmt::format("{} bytes", url.href().size())};
  }
  if (trailing_redirects(candidate.hop_path) > kMaxRedirectsInARow) {
    return too_many_hops(candidate.hop_path);
  }
  if (candidate.kind == LinkKind::prerequisite) return {};
  if (const re2::RE2* pattern = first_match(exclude_, url.href())) {
    return {Reason::excluded, pattern->pattern()};
  }
  return candidate.kind == LinkKind::page ? judge_page(candidate) : judge_requisite(candidate);
}

Verdict Scope::judge_page(const Candidate& candidate) const {
  if (options_.depth && candidate.depth > *options_.depth) {
    return {Reason::depth, fmt::format("depth {}", candidate.depth)};
  }
  const bool is_seed = trailing_redirects(candidate.hop_path) == candidate.hop_path.size();
  if (is_seed) return {Reason::accepted, "seed"};
  if (is_within(candidate.url)) return {};
  if (const re2::RE2* pattern = first_match(include_, candidate.url.href())) {
    return {Reason::accepted, pattern->pattern()};
  }
  return {Reason::scope, host_key(candidate.url)};
}

Verdict Scope::judge_requisite(const Candidate& candidate) const {
  const std::size_t sitemaps = trailing_sitemaps(candidate.hop_path);
  if (requisite_hops(candidate.hop_path) > kMaxRequisiteHops || sitemaps > kMaxSitemapHops) {
    return too_many_hops(candidate.hop_path);
  }
  // A way to pages, not a part of one. robots.txt vouches for those it names; an index only for its
  // own domain (sitemaps.org, "Sitemap file location").
  if (sitemaps > 0) {
    if (is_named_by_robots(candidate.hop_path) || is_near(candidate)) return {};
    return {Reason::scope, "sitemap of another domain"};
  }
  if (options_.requisites == ScopeOptions::Requisites::all) return {};
  if (options_.requisites == ScopeOptions::Requisites::none) {
    return {Reason::scope, "no requisites wanted"};
  }
  if (is_near(candidate)) return {};
  return {Reason::scope, "requisite of another domain"};
}

// Of the domain of a seed, or of the document that names it.
bool Scope::is_near(const Candidate& candidate) const {
  const std::string domain = base::registrable_domain(candidate.url.host());
  if (domains_.contains(domain)) return true;
  const base::Result<base::Url> via = base::Url::parse(candidate.via);
  return via && base::registrable_domain(via->host()) == domain;
}

}  // namespace policies
