// How the parts of a scope go together: order, rules, seeds of their own, extra hops, answers.
#include "policies/scope.h"

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/policies/scoping.h"

using policies::Candidate;
using policies::Scope;
using policies::ScopeDecision;
using policies::ScopeOptions;
using policies::ScopeSeed;
using Kind = policies::ScopeKind;
using scope_test::page;
using scope_test::reason;
using scope_test::requisite;
using scope_test::scope_of;
using scope_test::url;

namespace {

std::string rule_for(const Scope& scope, const Candidate& candidate) {
  return scope.judge(candidate).rule;
}

Candidate of_seed(Candidate candidate, std::size_t seed) {
  candidate.seed = seed;
  return candidate;
}

Candidate after(Candidate candidate, std::uint8_t extra_hops) {
  candidate.extra_hops = extra_hops;
  return candidate;
}

ScopeSeed seed_with(std::string_view text, ScopeOptions own) {
  return {url(text), std::make_shared<const ScopeOptions>(std::move(own))};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scope_list)

BOOST_AUTO_TEST_CASE(the_last_rule_that_matches_decides) {
  const Scope scope = scope_of(
      {.rules = {"reject domain=a.test", "accept host=b.a.test", "reject regex=/private/"}},
      {"http://www.a.test/"});

  BOOST_TEST(reason(scope, page("http://a.test/x")) == "scope");
  BOOST_TEST(reason(scope, page("http://b.a.test/x")) == "accepted");
  BOOST_TEST(reason(scope, page("http://b.a.test/private/x")) == "scope");
}

BOOST_AUTO_TEST_CASE(rules_stand_behind_preset_includes_seeds_and_requisites) {
  const Scope scope = scope_of({.kind = Kind::host,
                                .include = {"^http://b\\.test/"},
                                .rules = {"accept host=c.test kind=page", "reject regex=print",
                                          "reject host=ads.test kind=requisite"}},
                               {"http://a.test/"});

  BOOST_TEST(reason(scope, page("http://c.test/")) == "accepted");
  BOOST_TEST(reason(scope, page("http://a.test/print")) == "scope");
  BOOST_TEST(reason(scope, page("http://b.test/print")) == "scope");
  BOOST_TEST(reason(scope, page("http://a.test/print", "", 0)) == "scope");
  BOOST_TEST(reason(scope, requisite("http://ads.test/x.gif")) == "scope");
  BOOST_TEST(reason(scope, requisite("http://cdn.test/x.gif")) == "accepted");
}

BOOST_AUTO_TEST_CASE(excludes_and_depth_stand_behind_the_rules) {
  const Scope scope = scope_of(
      {.exclude = {"/secret"}, .rules = {"accept domain=a.test"}, .depth = 2}, {"http://a.test/"});

  BOOST_TEST(reason(scope, page("http://a.test/secret")) == "excluded");
  BOOST_TEST(reason(scope, page("http://a.test/x", "LLL", 3)) == "depth");
  BOOST_TEST(reason(scope, requisite("http://a.test/x.png", "LLE")) == "accepted");
}

BOOST_AUTO_TEST_CASE(no_rule_lifts_the_limits_that_end_a_crawl) {
  const Scope scope = scope_of({.kind = Kind::any, .rules = {"accept"}}, {});

  BOOST_TEST(reason(scope, page("http://a.test/", "LRRRRRR")) == "hops");
  BOOST_TEST(reason(scope, requisite("http://a.test/", "LEEEEEEE")) == "hops");
  BOOST_TEST(reason(scope, page("ftp://a.test/")) == "scheme");
}

BOOST_AUTO_TEST_CASE(a_custom_scope_is_the_operators_own_list) {
  const Scope scope =
      scope_of({.kind = Kind::custom, .rules = {"accept surt=cn,guancha,", "reject depth=>3"}},
               {"https://www.guancha.cn/"});

  BOOST_TEST(reason(scope, page("https://www.guancha.cn/x")) == "accepted");
  BOOST_TEST(reason(scope, page("https://i.guancha.cn/x", "LLLL", 4)) == "scope");
  BOOST_TEST(reason(scope, page("https://other.cn/x")) == "scope");
}

BOOST_AUTO_TEST_CASE(a_decision_names_what_made_it) {
  ScopeOptions options{.include = {"^http://b\\.test/"},
                       .exclude = {"/secret"},
                       .rules = {"reject host=ads.test", "reject host=c.test"},
                       .extra_hops = 1,
                       .depth = 5};
  options.origins = {{"rule reject host=ads.test", "job.yaml:17"},
                     {"exclude /secret", "job.yaml:9"}};
  const Scope scope = scope_of(options, {"http://a.test/"});

  BOOST_TEST(rule_for(scope, page("http://a.test/x")) == "scope host");
  BOOST_TEST(rule_for(scope, page("http://a.test/", "", 0)) == "seed");
  BOOST_TEST(rule_for(scope, page("http://b.test/x")) == "include ^http://b\\.test/");
  BOOST_TEST(rule_for(scope, page("http://a.test/secret")) == "exclude (job.yaml:9) /secret");
  BOOST_TEST(rule_for(scope, page("http://ads.test/")) ==
             "rule 1 (job.yaml:17): reject host=ads.test");
  BOOST_TEST(rule_for(scope, page("http://c.test/")) == "rule 2: reject host=c.test");
  BOOST_TEST(rule_for(scope, page("http://d.test/")) == "extra-hops 1");
  BOOST_TEST(rule_for(scope, after(page("http://d.test/"), 1)) == "scope host");
  BOOST_TEST(rule_for(scope, after(page("http://a.test/", "L", 6), 1)) == "depth 5");
  BOOST_TEST(rule_for(scope, requisite("http://cdn.test/")) == "requisites all");
  BOOST_TEST(rule_for(scope, requisite("http://cdn.test/", "PS")) == "sitemap");
  BOOST_TEST(rule_for(scope, page("ftp://a.test/")).empty());
}

BOOST_AUTO_TEST_CASE(a_seed_with_a_scope_of_its_own_is_judged_by_that_alone) {
  const Scope scope = base::value_or_throw(Scope::create(
      {.kind = Kind::host},
      {{url("http://a.test/"), nullptr},
       seed_with("http://b.test/news/", {.kind = Kind::prefix, .exclude = {"/print"}}),
       {url("http://c.test/"), nullptr}}));

  BOOST_TEST(reason(scope, page("http://c.test/x")) == "accepted");
  BOOST_TEST(reason(scope, of_seed(page("http://a.test/x"), 2)) == "accepted");
  BOOST_TEST(reason(scope, page("http://b.test/news/x")) == "scope");
  BOOST_TEST(reason(scope, of_seed(page("http://b.test/news/x"), 1)) == "accepted");
  BOOST_TEST(reason(scope, of_seed(page("http://b.test/x"), 1)) == "scope");
  BOOST_TEST(reason(scope, of_seed(page("http://a.test/x"), 1)) == "scope");
  BOOST_TEST(reason(scope, of_seed(page("http://b.test/news/print"), 1)) == "excluded");
  BOOST_TEST(reason(scope, of_seed(page("http://c.test/print"), 2)) == "accepted");
}

BOOST_AUTO_TEST_CASE(seeds_of_one_list_share_the_scope_of_that_list) {
  const auto own = std::make_shared<const ScopeOptions>(ScopeOptions{.kind = Kind::page});
  const Scope scope = base::value_or_throw(
      Scope::create({}, {{url("http://a.test/1"), own}, {url("http://a.test/2"), own}}));

  BOOST_TEST(reason(scope, of_seed(page("http://a.test/2"), 0)) == "accepted");
  BOOST_TEST(reason(scope, of_seed(page("http://a.test/3"), 0)) == "scope");
}

BOOST_AUTO_TEST_CASE(the_hosts_of_an_article_belong_to_its_own_scope) {
  const auto own = std::make_shared<const ScopeOptions>();
  Scope scope = base::value_or_throw(
      Scope::create({}, {{url("http://a.test/"), nullptr}, {base::Url(), own}}));

  scope.add_host(url("http://b.test/story"), 1);

  BOOST_TEST(reason(scope, of_seed(page("http://b.test/x"), 1)) == "accepted");
  BOOST_TEST(reason(scope, of_seed(page("http://b.test/x"), 0)) == "scope");
}

BOOST_AUTO_TEST_CASE(a_bad_rule_or_pattern_of_any_seed_is_named) {
  const auto bad = Scope::create({.rules = {"accept", "reject host=/"}}, {});
  BOOST_TEST_REQUIRE(!bad);
  BOOST_TEST(bad.error().detail.starts_with("rule 2: \"reject host=/\": "));
  BOOST_TEST(!Scope::create({}, {seed_with("http://a.test/", {.exclude = {"("}})}));
}

// Browsertrix's "domain".
BOOST_AUTO_TEST_CASE(host_and_sub_means_the_host_of_a_seed_and_those_below) {
  const Scope scope = scope_of({.kind = Kind::host_and_below}, {"https://www.blog.example.co.uk/"});

  for (const char* inside : {"http://blog.example.co.uk/", "https://a.b.blog.example.co.uk/"}) {
    BOOST_TEST(reason(scope, page(inside)) == "accepted", inside);
  }
  for (const char* outside : {"https://example.co.uk/", "https://myblog.example.co.uk/",
                              "https://a.blog.example.co.uk:81/"}) {
    BOOST_TEST(reason(scope, page(outside)) == "scope", outside);
  }
}

BOOST_AUTO_TEST_CASE(extra_hops_are_clicks_out_of_scope) {
  const Scope scope = scope_of({.extra_hops = 1}, {"http://a.test/"});

  const ScopeDecision first = scope.judge(page("http://b.test/"));
  BOOST_TEST(static_cast<bool>(first.verdict));
  BOOST_TEST(first.is_extra_hop);
  BOOST_TEST(reason(scope, after(page("http://c.test/", "LL"), 1)) == "scope");
}

// As Browsertrix: the way back is in scope and costs no click, but what was spent stays spent.
BOOST_AUTO_TEST_CASE(a_link_back_into_scope_is_in_scope) {
  const Scope scope = scope_of({.extra_hops = 1}, {"http://a.test/"});

  const ScopeDecision back = scope.judge(after(page("http://a.test/back", "LL"), 1));

  BOOST_TEST(static_cast<bool>(back.verdict));
  BOOST_TEST(!back.is_extra_hop);
}

BOOST_AUTO_TEST_CASE(a_redirect_of_an_extra_page_is_no_further_click) {
  const Scope scope = scope_of({.extra_hops = 1}, {"http://a.test/"});

  const ScopeDecision on = scope.judge(after(page("https://c.test/", "LR"), 1));
  BOOST_TEST(static_cast<bool>(on.verdict));
  BOOST_TEST(!on.is_extra_hop);
  BOOST_TEST(scope.judge(page("https://c.test/", "LR")).is_extra_hop);
}

BOOST_AUTO_TEST_CASE(extra_hops_beat_neither_excludes_nor_rules) {
  const Scope scope =
      scope_of({.exclude = {"logout"}, .rules = {"reject host=ads.test"}, .extra_hops = 3}, {});

  BOOST_TEST(reason(scope, page("http://b.test/logout")) == "excluded");
  BOOST_TEST(reason(scope, page("http://ads.test/")) == "scope");
}

// policies.md 3.2: "in scope only while depth <= maxDepth, else extraHops may admit it".
BOOST_AUTO_TEST_CASE(a_page_below_the_depth_may_be_an_extra_hop) {
  const Scope scope = scope_of({.extra_hops = 1, .depth = 1}, {"http://a.test/"});

  BOOST_TEST(scope.judge(page("http://a.test/x", "LL", 2)).is_extra_hop);
  BOOST_TEST(reason(scope, after(page("http://a.test/y", "LLL", 3), 1)) == "depth");
}

BOOST_AUTO_TEST_CASE(only_links_make_extra_hops) {
  const Scope scope = scope_of(
      {.extra_hops = 1, .requisites = ScopeOptions::Requisites::same_domain}, {"http://a.test/"});

  BOOST_TEST(reason(scope, page("http://b.test/", "LF")) == "accepted");
  BOOST_TEST(reason(scope, page("http://b.test/", "LX")) == "scope");
  BOOST_TEST(reason(scope, page("http://b.test/", "PS")) == "scope");
  BOOST_TEST(reason(scope, requisite("http://b.test/x.png")) == "scope");
}

BOOST_AUTO_TEST_CASE(type_and_size_rules_turn_answers_away) {
  const Scope scope =
      scope_of({.rules = {"reject mime=video/*", "accept mime=video/mp4 host=v.test",
                          "reject size=>1MB kind=requisite"}},
               {"http://a.test/"});
  const auto verdict = [&](const Candidate& candidate, std::string_view mime, std::uint64_t size) {
    return std::string(policies::name_of(scope.judge_answer(candidate, mime, size).reason));
  };

  BOOST_TEST(reason(scope, page("http://a.test/v")) == "accepted");
  BOOST_TEST(verdict(page("http://a.test/v"), "video/mp4", 10) == "mime");
  BOOST_TEST(verdict(page("http://v.test/v"), "video/mp4", 10) == "accepted");
  BOOST_TEST(verdict(page("http://v.test/v"), "video/webm", 10) == "mime");
  BOOST_TEST(verdict(page("http://a.test/"), "text/html", 2'000'000) == "accepted");
  BOOST_TEST(verdict(requisite("http://a.test/x"), "image/png", 2'000'000) == "body_size");
  BOOST_TEST(scope.judge_answer(page("http://a.test/v"), "video/mp4", 1).detail ==
             "rule 1: reject mime=video/*");
  Candidate robots = page("http://a.test/robots.txt", "LP");
  robots.kind = policies::LinkKind::prerequisite;
  BOOST_TEST(verdict(robots, "video/mp4", 10) == "accepted");
}

// A rule on the URL that stands behind one on the answer took the URL knowing of none.
BOOST_AUTO_TEST_CASE(an_accept_behind_a_type_rule_lifts_it) {
  const Scope scope =
      scope_of({.rules = {"reject mime=video/*", "accept host=v.test"}}, {"http://a.test/"});

  BOOST_TEST(static_cast<bool>(scope.judge_answer(page("http://v.test/"), "video/mp4", 1)));
  BOOST_TEST(!scope.judge_answer(page("http://a.test/"), "video/mp4", 1));
}

BOOST_AUTO_TEST_CASE(folders_of_many_seeds_on_one_host_are_one_rule) {
  std::vector<ScopeSeed> seeds;
  for (int i = 0; i < 20'000; ++i) {
    seeds.push_back({url("http://a.test/f" + std::to_string(i) + "/x"), nullptr});
  }
  seeds.push_back({url("http://a.test/f7/deeper/x"), nullptr});
  const auto begin = std::chrono::steady_clock::now();
  const Scope scope = base::value_or_throw(Scope::create({.kind = Kind::prefix}, seeds));

  for (int i = 0; i < 20'000; ++i) {
    BOOST_REQUIRE(scope.judge(page("http://a.test/f" + std::to_string(i) + "/y/z")).verdict);
  }
  BOOST_TEST(reason(scope, page("http://a.test/f20000/y")) == "scope");
  BOOST_TEST(reason(scope, page("http://a.test/f7")) == "scope");
  // A second under a sanitizer; looking at every folder for each link would take minutes.
  BOOST_TEST((std::chrono::steady_clock::now() - begin < std::chrono::seconds(30)));
}

BOOST_AUTO_TEST_SUITE_END()
