#include "policies/scope.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/encoding.h"
#include "base/url_host.h"

namespace policies {
namespace {

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

std::size_t trailing(std::string_view hop_path, std::string_view hops) {
  const std::size_t last = hop_path.find_last_not_of(hops);
  return last == std::string_view::npos ? hop_path.size() : hop_path.size() - last - 1;
}

// Guesses in a row, redirects between them not counted.
std::size_t trailing_guesses(std::string_view hop_path) {
  hop_path.remove_prefix(hop_path.size() - trailing(hop_path, "XR"));
  return static_cast<std::size_t>(std::count(hop_path.begin(), hop_path.end(), 'X'));
}

Verdict too_many_hops(std::string_view hop_path) {
  const std::size_t from = hop_path.size() - std::min<std::size_t>(hop_path.size(), 20);
  return {Reason::hops, fmt::format("hop path ends in \"{}\"", hop_path.substr(from))};
}

// Limits no rule lifts: without them a crawl need not end.
Verdict within_limits(const Candidate& candidate) {
  const base::Url& url = candidate.url;
  if (!url.is_http()) return {Reason::scheme, std::string(url.scheme())};
  if (url.href().size() > kMaxCandidateBytes) {
    return {Reason::too_long, fmt::format("{} bytes", url.href().size())};
  }
  const std::string_view path = candidate.hop_path;
  const bool is_requisite = candidate.kind == LinkKind::requisite;
  // Guesses do not count as generations, so a chain of them has a limit of its own.
  if (trailing(path, "R") > kMaxRedirectsInARow ||
      (is_requisite && candidate.generation > kMaxRequisiteHops) ||
      (is_requisite && trailing_guesses(path) > kMaxRequisiteHops) ||
      (is_requisite && trailing_sitemaps(path) > kMaxSitemapHops)) {
    return too_many_hops(path);
  }
  return {};
}

bool is_seed(const Candidate& candidate) {
  return trailing(candidate.hop_path, "R") == candidate.hop_path.size();
}

base::Result<std::vector<ScopeRule>> parse_rules(const ScopeOptions& options) {
  std::vector<ScopeRule> rules;
  for (const std::string& text : options.rules) {
    auto rule = ScopeRule::parse(text);
    if (!rule) {
      return base::fail(base::Errc::invalid,
                        fmt::format("rule {}: {}", rules.size() + 1, rule.error().detail));
    }
    rules.push_back(std::move(*rule));
  }
  return rules;
}

}  // namespace

// The rules for the seeds of one scope.
struct Scope::List {
  ScopeOptions options;
  ScopeSeeds seeds;
  Patterns include, exclude;
  std::vector<ScopeRule> rules;
  bool asks_answers = false;

  static base::Result<std::unique_ptr<List>> create(const ScopeOptions& options);

  ScopeDecision judge(const Candidate& candidate) const;
  Verdict judge_answer(const Candidate& candidate, std::string_view mime,
                       std::optional<std::uint64_t> length) const;

 private:
  ScopeDecision judge_page(const Candidate& candidate) const;
  ScopeDecision judge_requisite(const Candidate& candidate) const;
  ScopeDecision judge_sitemap(const Candidate& candidate) const;
  std::optional<ScopeDecision> judge_by_rules(const Candidate& candidate) const;
  bool may_leave_scope(const Candidate& candidate) const;
  bool is_near(const Candidate& candidate) const;
  std::string name_of_rule(std::size_t index) const;
  std::string origin_of(const char* option, const std::string& text) const;
};

base::Result<std::unique_ptr<Scope::List>> Scope::List::create(const ScopeOptions& options) {
  auto include = compile_patterns(options.include, "include");
  if (!include) return include.error();
  auto exclude = compile_patterns(options.exclude, "exclude");
  if (!exclude) return exclude.error();
  auto rules = parse_rules(options);
  if (!rules) return rules.error();
  const bool asks_answers = std::any_of(rules->begin(), rules->end(),
                                        [](const ScopeRule& rule) { return rule.asks_answer(); });
  return std::unique_ptr<List>(new List{options, ScopeSeeds(options.kind), std::move(*include),
                                        std::move(*exclude), std::move(*rules), asks_answers});
}

// From the last rule to the first: the first that says anything has the last word.
ScopeDecision Scope::List::judge(const Candidate& candidate) const {
  if (const re2::RE2* pattern = first_match(exclude, candidate.url.href())) {
    return {{Reason::excluded, pattern->pattern()},
            false,
            "exclude " + origin_of("exclude", pattern->pattern()) + pattern->pattern()};
  }
  const bool is_page = candidate.kind == LinkKind::page;
  ScopeDecision decision;
  if (is_page && options.depth && candidate.depth > *options.depth) {
    decision = {{Reason::depth, fmt::format("depth {}", candidate.depth)},
                false,
                fmt::format("depth {}", *options.depth)};
  } else if (auto decided = judge_by_rules(candidate)) {
    return std::move(*decided);
  } else if (is_page) {
    decision = judge_page(candidate);
  } else if (is_sitemap(candidate)) {
    decision = judge_sitemap(candidate);
  } else {
    decision = judge_requisite(candidate);
  }
  if (decision.verdict || !may_leave_scope(candidate)) return decision;
  // What an extra page redirects to is no further click.
  const bool is_click = !candidate.hop_path.ends_with('R') || candidate.extra_hops == 0;
  return {{}, is_click, fmt::format("extra-hops {}", options.extra_hops)};
}

ScopeDecision Scope::List::judge_page(const Candidate& candidate) const {
  if (is_seed(candidate)) return {{Reason::accepted, "seed"}, false, "seed"};
  std::string rule = fmt::format("scope {}", name_of(options.kind));
  // Both accept, so the cheaper one is asked first.
  if (seeds.contains(candidate.url)) return {{}, false, std::move(rule)};
  if (const re2::RE2* pattern = first_match(include, candidate.url.href())) {
    return {{Reason::accepted, pattern->pattern()},
            false,
            "include " + origin_of("include", pattern->pattern()) + pattern->pattern()};
  }
  return {{Reason::scope, scope_host(candidate.url)}, false, std::move(rule)};
}

ScopeDecision Scope::List::judge_requisite(const Candidate& candidate) const {
  switch (options.requisites) {
    case ScopeOptions::Requisites::all: return {{}, false, "requisites all"};
    case ScopeOptions::Requisites::none:
      return {{Reason::scope, "no requisites wanted"}, false, "requisites none"};
    case ScopeOptions::Requisites::same_domain: break;
  }
  Verdict verdict;
  if (!is_near(candidate)) verdict = {Reason::scope, "requisite of another domain"};
  return {std::move(verdict), false, "requisites same-domain"};
}

// A way to pages, not a part of one. robots.txt vouches for those it names; an index only for its
// own domain (sitemaps.org, "Sitemap file location").
ScopeDecision Scope::List::judge_sitemap(const Candidate& candidate) const {
  Verdict verdict;
  if (!is_named_by_robots(candidate.hop_path) && !is_near(candidate)) {
    verdict = {Reason::scope, "sitemap of another domain"};
  }
  return {std::move(verdict), false, "sitemap"};
}

std::optional<ScopeDecision> Scope::List::judge_by_rules(const Candidate& candidate) const {
  for (std::size_t i = rules.size(); i-- > 0;) {
    if (rules[i].asks_answer() || !rules[i].matches(candidate)) continue;
    std::string name = name_of_rule(i);
    if (rules[i].accepts()) return ScopeDecision{{}, false, std::move(name)};
    return ScopeDecision{{Reason::scope, name}, false, name};
  }
  return std::nullopt;
}

// A click on a link, from a page or from a feed: no guess, nothing a sitemap lists.
bool Scope::List::may_leave_scope(const Candidate& candidate) const {
  if (candidate.kind != LinkKind::page || options.extra_hops == 0) return false;
  const std::size_t redirects = trailing(candidate.hop_path, "R");
  const std::size_t clicks = candidate.hop_path.size() - redirects;
  if (clicks == 0) return false;
  const char last = candidate.hop_path[clicks - 1];
  if (last != static_cast<char>(Hop::link) && last != static_cast<char>(Hop::feed)) return false;
  if (redirects > 0 && candidate.extra_hops > 0) return candidate.extra_hops <= options.extra_hops;
  return candidate.extra_hops < options.extra_hops;
}

// Of the domain of a seed, or of the document that names it.
bool Scope::List::is_near(const Candidate& candidate) const {
  const std::string domain = base::registrable_domain(candidate.url.host());
  if (seeds.has_domain(domain)) return true;
  const base::Result<base::Url> via = base::Url::parse(candidate.via);
  return via && base::registrable_domain(via->host()) == domain;
}

Verdict Scope::List::judge_answer(const Candidate& candidate, std::string_view mime,
                                  std::optional<std::uint64_t> length) const {
  if (!asks_answers) return {};
  for (std::size_t i = rules.size(); i-- > 0;) {
    const ScopeRule& rule = rules[i];
    if (!rule.matches(candidate)) continue;
    // What was asked for was taken without an answer: the rule that took it has had its say.
    if (!rule.asks_answer()) return {};
    if (!rule.matches_answer(mime, length)) continue;
    if (rule.accepts()) return {};
    return {rule.asks_mime() ? Reason::mime : Reason::body_size, name_of_rule(i)};
  }
  return {};
}

// "(job.yaml:17) ", or nothing where that is not known.
std::string Scope::List::origin_of(const char* option, const std::string& text) const {
  const auto found = options.origins.find(std::string(option) + " " + text);
  return found == options.origins.end() ? "" : "(" + found->second + ") ";
}

std::string Scope::List::name_of_rule(std::size_t index) const {
  const std::string& text = rules[index].text();
  std::string origin = origin_of("rule", options.rules[index]);
  if (!origin.empty()) origin = " " + origin.substr(0, origin.size() - 1);
  return fmt::format("rule {}{}: {}", index + 1, origin, text);
}

Scope::Scope() = default;
Scope::Scope(Scope&&) noexcept = default;
Scope& Scope::operator=(Scope&&) noexcept = default;
Scope::~Scope() = default;

base::Result<Scope> Scope::create(ScopeOptions options, const std::vector<ScopeSeed>& seeds) {
  Scope scope;
  auto shared = List::create(options);
  if (!shared) return shared.error();
  scope.lists_.push_back(std::move(*shared));
  std::unordered_map<const ScopeOptions*, std::uint32_t> known = {{nullptr, 0}};
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    const auto [entry, is_new] =
        known.emplace(seeds[i].own.get(), static_cast<std::uint32_t>(scope.lists_.size()));
    if (is_new) {
      auto own = List::create(*seeds[i].own);
      if (!own) return own.error();
      scope.lists_.push_back(std::move(*own));
    }
    if (entry->second != 0) {
      scope.list_of_seed_.resize(i + 1);
      scope.list_of_seed_[i] = entry->second;
    }
    if (seeds[i].url.is_http()) scope.lists_[entry->second]->seeds.add(seeds[i].url);
  }
  return scope;
}

Scope::List& Scope::list_of(std::size_t seed) const {
  return *lists_[seed < list_of_seed_.size() ? list_of_seed_[seed] : 0];
}

void Scope::add_host(const base::Url& url, std::size_t seed) { list_of(seed).seeds.add_host(url); }

ScopeDecision Scope::judge(const Candidate& candidate) const {
  if (Verdict verdict = within_limits(candidate); !verdict) return {std::move(verdict), false, {}};
  if (candidate.kind == LinkKind::prerequisite) return {};
  return list_of(candidate.seed).judge(candidate);
}

Verdict Scope::judge_answer(const Candidate& candidate, std::string_view mime,
                            std::optional<std::uint64_t> length) const {
  if (candidate.kind == LinkKind::prerequisite) return {};
  return list_of(candidate.seed).judge_answer(candidate, mime, length);
}

}  // namespace policies
