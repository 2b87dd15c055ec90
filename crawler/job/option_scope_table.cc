// What belongs to a crawl, what robots are asked of, and how much may be taken.
#include "crawler/job/job_options.h"

#include "crawler/job/budget_options.h"
#include "crawler/job/option_values.h"

namespace crawler::job {
namespace {

using policies::ScopeOptions;

const std::initializer_list<std::pair<std::string_view, ScopeOptions::Kind>> kScopes = {
    {"page", ScopeOptions::Kind::page},     {"prefix", ScopeOptions::Kind::prefix},
    {"host", ScopeOptions::Kind::host},     {"host+sub", ScopeOptions::Kind::host_and_below},
    {"domain", ScopeOptions::Kind::domain}, {"any", ScopeOptions::Kind::any},
    {"custom", ScopeOptions::Kind::custom}};
const std::initializer_list<std::pair<std::string_view, ScopeOptions::Requisites>> kRequisites = {
    {"all", ScopeOptions::Requisites::all},
    {"same-domain", ScopeOptions::Requisites::same_domain},
    {"none", ScopeOptions::Requisites::none}};
const std::initializer_list<std::pair<std::string_view, RobotsMode>> kRobots = {
    {"obey", RobotsMode::obey},
    {"obey-pages", RobotsMode::obey_pages},
    {"annotate", RobotsMode::annotate},
    {"ignore", RobotsMode::ignore}};

base::Result<void> append_rule(std::vector<std::string>& rules, const std::string& text) {
  if (const auto rule = policies::ScopeRule::parse(text); !rule) return rule.error();
  return append(rules, text);
}

const Option kOptions[] = {
    {"scope", "scope-type", "KIND",
     "page, prefix, host, host+sub, domain, any or custom (default: host; docs/scope.md)", false,
     [](Job& job, const std::string& v) { return assign_name(job.scope.kind, v, kScopes); },
     [](const Job& job) { return Values{name_in(job.scope.kind, kScopes)}; }},
    {"include", "", "RE", "RE2 pattern: pages whose URL matches are in scope too", true,
     [](Job& job, const std::string& v) -> base::Result<void> {
       job.scope.include.push_back(v);
       return {};
     },
     [](const Job& job) { return job.scope.include; }},
    {"exclude", "", "RE", "RE2 pattern: URLs that match are never fetched", true,
     [](Job& job, const std::string& v) -> base::Result<void> {
       job.scope.exclude.push_back(v);
       return {};
     },
     [](const Job& job) { return job.scope.exclude; }},
    {"rule", "rules", "RULE",
     "scope rule behind the others, the last that matches decides: \"reject host=ads.example.com\" "
     "(docs/scope.md)",
     true, [](Job& job, const std::string& v) { return append_rule(job.scope.rules, v); },
     [](const Job& job) { return job.scope.rules; }},
    {"depth", "", "N", "clicks from a seed at most (default: no limit)", false,
     [](Job& job, const std::string& v) -> base::Result<void> {
       unsigned depth = 0;
       if (const auto set = assign_count(depth, v, 0, kNoLimit); !set) return set;
       job.scope.depth = depth;
       return {};
     },
     [](const Job& job) { return if_set(job.scope.depth); }},
    {"extra-hops", "", "N", "clicks out of scope that are still taken (default: 0)", false,
     [](Job& job, const std::string& v) { return assign_count(job.scope.extra_hops, v, 0, 100); },
     [](const Job& job) { return Values{std::to_string(job.scope.extra_hops)}; }},
    {"requisites", "", "WHICH",
     "all, same-domain or none of what pages need to be shown (default: all)", false,
     [](Job& job, const std::string& v) {
       return assign_name(job.scope.requisites, v, kRequisites);
     },
     [](const Job& job) { return Values{name_in(job.scope.requisites, kRequisites)}; }},
    {"strip-sessions", "", "",
     "URLs that differ in session ids and trackers alone are one (default: yes; "
     "--no-strip-sessions)",
     false, [](Job& job, const std::string& v) { return assign(job.keys.strip, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.keys.strip); }},
    {"no-strip", "", "HOST", "but not on this host and those below it", true,
     [](Job& job, const std::string& v) { return append(job.keys.no_strip, v); },
     [](const Job& job) { return job.keys.no_strip; }},
    {"trap", "", "RULE=WHAT",
     "a rule against endless sites: its threshold, off, park or drop, e.g. calendar=1000 or "
     "all=off "
     "(docs/traps.md)",
     true, [](Job& job, const std::string& v) { return policies::set_trap(job.traps, v); },
     [](const Job& job) { return policies::trap_settings(job.traps); }},
    {"fetch-parked", "", "",
     "fetch what the trap rules have parked, after all else (default: list it)", false,
     [](Job& job, const std::string& v) { return assign(job.fetch_parked, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.fetch_parked); }},
    {"robots", "", "MODE",
     "obey, obey-pages (what an allowed page needs is exempt), annotate (fetch, but record what "
     "was "
     "disallowed) or ignore (default: obey); the last two need --robots-reason",
     false, [](Job& job, const std::string& v) { return assign_name(job.robots, v, kRobots); },
     [](const Job& job) { return Values{name_in(job.robots, kRobots)}; }},
    {"robots-reason", "", "TEXT", "why robots.txt is not obeyed; stands in every WARC file", false,
     [](Job& job, const std::string& v) { return assign_header_text(job.robots_reason, v); },
     [](const Job& job) { return if_set(job.robots_reason); }},
    {"robots-forbidden-denies", "", "",
     "a robots.txt answered with 401 or 403 keeps us out (default: no, RFC 9309)", false,
     [](Job& job, const std::string& v) {
       return assign(job.robots_forbidden_denies, parse_flag(v));
     },
     [](const Job& job) { return yes_no(job.robots_forbidden_denies); }},
    {"obey-nofollow", "", "",
     "leave the links of pages alone that ask for it (default: yes; --no-obey-nofollow)", false,
     [](Job& job, const std::string& v) { return assign(job.obey_nofollow, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.obey_nofollow); }},
    {"obey-rel-nofollow", "", "", "leave single links with rel=nofollow alone too (default: no)",
     false,
     [](Job& job, const std::string& v) { return assign(job.obey_rel_nofollow, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.obey_rel_nofollow); }},
    {"obey-noarchive", "", "", "do not store pages that ask for it (default: no, it is recorded)",
     false,
     [](Job& job, const std::string& v) { return assign(job.obey_noarchive, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.obey_noarchive); }},
    {"sitemaps", "", "",
     "find pages by the sitemaps robots.txt names (default: yes; --no-sitemaps). Not with robots: "
     "ignore, scope: page or depth: 0",
     false, [](Job& job, const std::string& v) { return assign(job.sitemaps, parse_flag(v)); },
     [](const Job& job) { return yes_no(job.sitemaps); }},
    {"limit", "", "N", "stop after N pages; what they need to be shown is still fetched", false,
     [](Job& job, const std::string& v) {
       return assign_optional_count(job.budget.crawl.pages, v);
     },
     [](const Job& job) { return if_set(job.budget.crawl.pages); }},
    {"size-limit", "", "BYTES", "stop once this much has been written, e.g. 2GB", false,
     [](Job& job, const std::string& v) { return assign(job.budget.crawl.bytes, parse_bytes(v)); },
     [](const Job& job) { return if_set(job.budget.crawl.bytes); }},
    {"time-limit", "", "TIME", "stop after this long, e.g. 90m", false,
     [](Job& job, const std::string& v) -> base::Result<void> {
       const auto time = parse_duration(v);
       if (!time) return time.error();
       job.budget.crawl.time = std::chrono::ceil<std::chrono::seconds>(*time);
       return {};
     },
     [](const Job& job) {
       return job.budget.crawl.time ? Values{std::to_string(job.budget.crawl.time->count())}
                                    : Values{};
     }},
    {"url-limit", "", "N", "stop after asking for N URLs", false,
     [](Job& job, const std::string& v) { return assign_optional_count(job.budget.crawl.urls, v); },
     [](const Job& job) { return if_set(job.budget.crawl.urls); }},
    {"error-limit", "", "N", "stop after N failures and answers from 400 on", false,
     [](Job& job, const std::string& v) {
       return assign_optional_count(job.budget.crawl.errors, v);
     },
     [](const Job& job) { return if_set(job.budget.crawl.errors); }},
    {"seed-limit", "", "N", "pages of each seed", false,
     [](Job& job, const std::string& v) { return assign_optional_count(job.budget.seed.pages, v); },
     [](const Job& job) { return if_set(job.budget.seed.pages); }},
    {"host-limit", "", "N", "pages of each host", false,
     [](Job& job, const std::string& v) { return assign_optional_count(job.budget.host.pages, v); },
     [](const Job& job) { return if_set(job.budget.host.pages); }},
    {"domain-limit", "", "N", "pages of each registrable domain", false,
     [](Job& job, const std::string& v) {
       return assign_optional_count(job.budget.domain.pages, v);
     },
     [](const Job& job) { return if_set(job.budget.domain.pages); }},
    {"budget", "", "WHO.WHAT=N",
     "other limits: WHO is crawl, seed, host or domain, WHAT is pages, urls, bytes, errors or "
     "time, "
     "e.g. host.bytes=2GB",
     true, [](Job& job, const std::string& v) { return set_budget(job.budget, v); },
     [](const Job& job) { return budget_settings(job.budget); }},
};

}  // namespace

std::span<const Option> scope_options() { return kOptions; }

}  // namespace crawler::job
