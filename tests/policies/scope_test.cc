#include "policies/scope.h"

#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/policies/jsonl.h"
#include "tests/policies/scoping.h"

using policies::Candidate;
using policies::LinkKind;
using policies::Reason;
using policies::Scope;
using policies::ScopeOptions;
using Kind = policies::ScopeOptions::Kind;

using scope_test::page;
using scope_test::reason;
using scope_test::requisite;
using scope_test::scope_of;
using scope_test::url;

namespace {

// Rows that come out otherwise here, each for a reason that is meant.
const std::set<std::string> kDifferent = {
    // One URL is taken whatever the scope (a link the operator clicked): Varve has no such call.
    "bx-scope-002", "bx-scope-003",
    // Browsertrix sorts queries before it compares; the order of a query may matter.
    "bx-scope-011", "bx-scope-012",
    // A "#..." is a page of its own there; here it is never sent, so it is no part of a URL.
    "bx-scope-018", "bx-scope-022", "bx-scope-023", "bx-scope-026", "bx-scope-027", "bx-scope-030",
    "bx-scope-031", "bx-scope-034", "bx-scope-035"};

// What a row says in our words.
ScopeOptions options_of(const boost::json::object& row) {
  const std::string type = wpt::field(row, "scope_type");
  ScopeOptions options;
  // "page-spa" is a page with any "#...".
  options.kind = type == "prefix" ? Kind::prefix : Kind::page;
  BOOST_TEST((type == "prefix" || type == "page" || type == "page-spa"));
  for (const auto& pattern : row.at("include").as_array()) {
    options.include.emplace_back(pattern.as_string());
  }
  for (const auto& pattern : row.at("exclude").as_array()) {
    options.exclude.emplace_back(pattern.as_string());
  }
  if (row.at("max_depth").is_int64()) {
    options.depth = static_cast<unsigned>(row.at("max_depth").as_int64());
  }
  options.extra_hops = static_cast<unsigned>(row.at("extra_hops").as_int64());
  return options;
}

bool is_included(const boost::json::object& row) {
  const std::string seed = wpt::field(row, "seed");
  const base::Url target = url(seed).join(wpt::field(row, "url")).value().without_fragment();
  Candidate candidate = page(target.href(), "L", static_cast<unsigned>(row.at("depth").as_int64()));
  candidate.extra_hops = static_cast<std::uint8_t>(row.at("hops").as_int64());
  return static_cast<bool>(scope_of(options_of(row), {seed}).judge(candidate).verdict);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scope)

BOOST_AUTO_TEST_CASE(browsertrix_rows_agree_but_for_those_that_differ_by_design) {
  int rows = 0, agree = 0;
  std::set<std::string> different;
  const bool found = jsonl::for_each("scope-vectors.jsonl", "scope", [&](const auto& row) {
    ++rows;
    const bool same = is_included(row) == row.at("included").as_bool();
    agree += same ? 1 : 0;
    if (!same) different.insert(wpt::field(row, "id"));
  });
  if (!found) return;

  std::printf("scope vectors: %d of %d (%d differ by design)\n", agree, rows, rows - agree);
  BOOST_TEST(rows == 49);
  BOOST_TEST(different == kDifferent, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(host_means_the_host_of_a_seed_with_or_without_www_and_tls) {
  const Scope scope = scope_of({.kind = Kind::host}, {"https://www.guancha.cn/news/1.shtml"});

  for (const char* inside :
       {"http://guancha.cn/", "https://www.guancha.cn/x", "http://www2.guancha.cn"}) {
    BOOST_TEST(reason(scope, page(inside)) == "accepted", inside);
  }
  for (const char* outside : {"https://user.guancha.cn/", "https://guancha.cn.evil.example/",
                              "https://evil-guancha.cn/", "http://guancha.cn:8080/"}) {
    BOOST_TEST(reason(scope, page(outside)) == "scope", outside);
  }
}

BOOST_AUTO_TEST_CASE(prefix_means_the_folder_of_a_seed) {
  const Scope scope = scope_of({.kind = Kind::prefix}, {"http://a.example/news/index.html?x"});

  BOOST_TEST(reason(scope, page("https://www.a.example/news/2026/1")) == "accepted");
  BOOST_TEST(reason(scope, page("http://a.example/newsletter")) == "scope");
  BOOST_TEST(reason(scope, page("http://a.example/")) == "scope");
  BOOST_TEST(reason(scope, page("http://a.example/news/../admin")) == "scope");
}

// libpsl: the domain somebody can register, not the last two labels.
BOOST_AUTO_TEST_CASE(domain_means_the_registrable_domain_of_a_seed) {
  const Scope scope =
      scope_of({.kind = Kind::domain}, {"http://news.example.co.uk/", "http://192.168.1.1/"});

  BOOST_TEST(reason(scope, page("https://img.example.co.uk:8443/x")) == "accepted");
  BOOST_TEST(reason(scope, page("http://other.co.uk/")) == "scope");
  BOOST_TEST(reason(scope, page("http://192.168.1.1/x")) == "accepted");
  BOOST_TEST(reason(scope, page("http://10.0.1.1/")) == "scope");
}

BOOST_AUTO_TEST_CASE(page_means_the_seeds_alone) {
  const Scope scope = scope_of({.kind = Kind::page}, {"http://a.example/p?q=1"});

  BOOST_TEST(reason(scope, page("https://www.a.example/p?q=1")) == "accepted");
  BOOST_TEST(reason(scope, page("http://a.example/p?q=2")) == "scope");
  BOOST_TEST(reason(scope, page("http://a.example/p?q=1/more")) == "scope");
}

BOOST_AUTO_TEST_CASE(custom_means_the_include_patterns_alone_and_any_means_all) {
  const Scope custom =
      scope_of({.kind = Kind::custom, .include = {"/story/\\d+"}}, {"http://a.example/"});

  BOOST_TEST(reason(custom, page("http://b.example/story/12?x")) == "accepted");
  BOOST_TEST(custom.judge(page("http://b.example/story/12")).verdict.detail == "/story/\\d+");
  BOOST_TEST(reason(custom, page("http://a.example/about")) == "scope");
  BOOST_TEST(reason(scope_of({.kind = Kind::any}, {}), page("http://x.example/")) == "accepted");
}

BOOST_AUTO_TEST_CASE(includes_add_to_the_kind) {
  const Scope scope =
      scope_of({.kind = Kind::host, .include = {"^https://b\\.example/"}}, {"http://a.example/"});

  BOOST_TEST(reason(scope, page("http://a.example/x")) == "accepted");
  BOOST_TEST(reason(scope, page("https://b.example/x")) == "accepted");
  BOOST_TEST(reason(scope, page("http://b.example/x")) == "scope");
}

BOOST_AUTO_TEST_CASE(excludes_beat_everything_but_robots_txt) {
  const Scope scope = scope_of(
      {.kind = Kind::any, .include = {"logout"}, .exclude = {"logout|\\.gif$|robots"}}, {});

  BOOST_TEST(reason(scope, page("http://a.example/logout")) == "excluded");
  BOOST_TEST(reason(scope, page("http://a.example/logout", "", 0)) == "excluded");
  BOOST_TEST(reason(scope, requisite("http://a.example/x.gif")) == "excluded");
  BOOST_TEST(scope.judge(requisite("http://a.example/x.gif")).verdict.detail ==
             "logout|\\.gif$|robots");
  Candidate robots = page("http://a.example/robots.txt", "LP");
  robots.kind = LinkKind::prerequisite;
  BOOST_TEST(reason(scope, robots) == "accepted");
}

BOOST_AUTO_TEST_CASE(depth_counts_clicks) {
  const Scope scope = scope_of({.kind = Kind::any, .depth = 1}, {"http://a.example/"});

  BOOST_TEST(reason(scope, page("http://a.example/1", "L", 1)) == "accepted");
  BOOST_TEST(reason(scope, page("http://a.example/1", "LR", 1)) == "accepted");
  BOOST_TEST(reason(scope, page("http://a.example/2", "LL", 2)) == "depth");
  BOOST_TEST(reason(scope_of({.kind = Kind::any, .depth = 0}, {}),
                    page("http://a.example/", "", 0)) == "accepted");
}

BOOST_AUTO_TEST_CASE(a_seed_and_what_it_redirects_to_are_in_scope) {
  const Scope scope = scope_of({.kind = Kind::host}, {"http://a.example/"});

  BOOST_TEST(reason(scope, page("http://b.example/", "", 0)) == "accepted");
  BOOST_TEST(reason(scope, page("http://b.example/", "RR", 0)) == "accepted");
  BOOST_TEST(reason(scope, page("http://b.example/", "LR", 1)) == "scope");
}

// policies.md 3.2, the transclusion rule.
BOOST_AUTO_TEST_CASE(requisites_follow_their_page_to_any_host_for_a_few_generations) {
  const Scope scope = scope_of({.kind = Kind::host}, {"http://a.example/"});

  for (const char* near : {"E", "LE", "LLER", "LEEEEEE", "LEEEERRR", "LEEEXEE"}) {
    BOOST_TEST(reason(scope, requisite("http://cdn.example/x.png", near)) == "accepted", near);
  }
  for (const char* far : {"EEEEEEE", "LEEEEEEE", "LERERERERERERE"}) {
    BOOST_TEST(reason(scope, requisite("http://cdn.example/x.png", far)) == "hops", far);
  }
}

BOOST_AUTO_TEST_CASE(a_page_of_a_list_is_a_page_for_its_requisites) {
  const Scope scope = scope_of({.kind = Kind::any}, {"http://a.example/"});

  for (const char* near : {"PSSEEEEEE", "PSSSEEEEEE", "LFEEEEEE", "PSEEE", "FE"}) {
    BOOST_TEST(reason(scope, requisite("http://cdn.example/x", near)) == "accepted", near);
  }
  for (const char* far : {"PSSEEEEEEE", "LFEEEEEEE"}) {
    BOOST_TEST(reason(scope, requisite("http://cdn.example/x", far)) == "hops", far);
  }
}

// A page that a script named is a page: what it needs is counted from there.
BOOST_AUTO_TEST_CASE(a_guessed_page_does_not_use_up_the_requisites_of_its_own) {
  const Scope scope = scope_of({.kind = Kind::any}, {"http://a.example/"});
  Candidate style = requisite("http://a.example/x.css", "LEEEEEXE");
  style.generation = 1;

  BOOST_TEST(reason(scope, style) == "accepted");
  style.hop_path = "XXXXXXXXXE";
  BOOST_TEST(reason(scope, style) == "accepted");
}

BOOST_AUTO_TEST_CASE(guesses_that_name_guesses_are_bounded) {
  const Scope scope = scope_of({.kind = Kind::any}, {"http://a.example/"});

  BOOST_TEST(reason(scope, requisite("http://a.example/x.js", "LEXXXXXX")) == "accepted");
  BOOST_TEST(reason(scope, requisite("http://a.example/x.js", "LEXXXXXXX")) == "hops");
  BOOST_TEST(reason(scope, requisite("http://a.example/x.js", "LEXXRXXRXXX")) == "hops");
}

BOOST_AUTO_TEST_CASE(a_sitemap_may_be_anywhere_but_its_pages_may_not) {
  for (const auto wanted : {ScopeOptions::Requisites::all, ScopeOptions::Requisites::same_domain,
                            ScopeOptions::Requisites::none}) {
    const Scope scope = scope_of({.kind = Kind::host, .requisites = wanted}, {"http://a.example/"});

    for (const char* hops : {"PS", "PSR", "LPRS", "PRSR"}) {
      BOOST_TEST(reason(scope, requisite("http://cdn.example/s.xml", hops)) == "accepted", hops);
    }
    for (const char* hops : {"PSS", "PSSS", "LS", "LES"}) {
      const std::string index = "http://img.cdn.example/index.xml";
      BOOST_TEST(reason(scope, requisite("http://cdn.example/s.xml", hops, index)) == "accepted");
      BOOST_TEST(reason(scope, requisite("http://a.example/s.xml", hops)) == "accepted");
      BOOST_TEST(reason(scope, requisite("http://b.example/s.xml", hops, index)) == "scope", hops);
    }
    BOOST_TEST(reason(scope, page("http://a.example/x", "PSS")) == "accepted");
    BOOST_TEST(reason(scope, page("http://cdn.example/x", "PSS")) == "scope");
    BOOST_TEST(reason(scope, page("http://cdn.example/x", "LF")) == "scope");
  }
}

BOOST_AUTO_TEST_CASE(sitemaps_within_sitemaps_are_bounded) {
  const Scope scope = scope_of({.exclude = {"/secret"}}, {"http://a.example/"});

  BOOST_TEST(reason(scope, requisite("http://a.example/4.xml", "PSSSS")) == "hops");
  BOOST_TEST(reason(scope, requisite("http://a.example/4.xml", "PSRSRSS")) == "hops");
  BOOST_TEST(reason(scope, requisite("http://a.example/secret.xml", "PS")) == "excluded");
}

BOOST_AUTO_TEST_CASE(redirects_in_a_row_are_bounded) {
  const Scope scope = scope_of({.kind = Kind::any}, {});

  BOOST_TEST(reason(scope, page("http://a.example/", "LRRRRR")) == "accepted");
  BOOST_TEST(reason(scope, page("http://a.example/", "LRRRRRR")) == "hops");
  BOOST_TEST(scope.judge(page("http://a.example/", std::string(90, 'R'))).verdict.detail.size() <
             60u);
}

BOOST_AUTO_TEST_CASE(requisites_can_be_kept_to_the_domain_or_left_out) {
  using Requisites = ScopeOptions::Requisites;
  const Scope same =
      scope_of({.kind = Kind::any, .requisites = Requisites::same_domain}, {"http://a.example/"});

  BOOST_TEST(reason(same, requisite("http://img.a.example/x")) == "accepted");
  BOOST_TEST(reason(same, requisite("http://i.b.example/x", "LE", "http://www.b.example/p")) ==
             "accepted");
  BOOST_TEST(reason(same, requisite("http://cdn.example/x", "LE", "http://b.example/")) == "scope");
  BOOST_TEST(reason(same, requisite("http://cdn.example/x", "LE", "article.md")) == "scope");
  const Scope none = scope_of({.kind = Kind::any, .requisites = Requisites::none}, {});
  BOOST_TEST(reason(none, requisite("http://a.example/x")) == "scope");
}

BOOST_AUTO_TEST_CASE(hosts_of_an_article_document_can_be_added) {
  Scope host = scope_of({.kind = Kind::host}, {});
  Scope prefix = scope_of({.kind = Kind::prefix}, {});
  Scope domain = scope_of({.kind = Kind::domain}, {});
  for (Scope* scope : {&host, &prefix, &domain}) {
    BOOST_TEST(reason(*scope, page("http://www.guancha.cn/x")) == "scope");
    scope->add_host(url("https://www.guancha.cn/internal/1.shtml"), 0);
    BOOST_TEST(reason(*scope, page("http://www.guancha.cn/x")) == "accepted");
  }
  BOOST_TEST(reason(host, page("http://user.guancha.cn/x")) == "scope");
  BOOST_TEST(reason(domain, page("http://user.guancha.cn/x")) == "accepted");
}

BOOST_AUTO_TEST_CASE(what_is_not_http_or_too_long_is_refused) {
  const Scope scope = scope_of({.kind = Kind::any}, {});
  const std::string base = "http://a.example/";

  for (const char* other : {"ftp://a.example/", "mailto:x@a.example", "file:///etc/passwd",
                            "javascript:alert(1)", "data:text/html,x", "ws://a.example/"}) {
    BOOST_TEST(reason(scope, page(other)) == "scheme", other);
  }
  BOOST_TEST(reason(scope, Candidate{}) == "scheme");
  const std::string longest = base + std::string(4000 - base.size(), 'x');
  BOOST_TEST(reason(scope, page(longest)) == "accepted");
  BOOST_TEST(reason(scope, page(longest + "x")) == "too_long");
}

BOOST_AUTO_TEST_CASE(a_bad_pattern_is_named_with_the_reason) {
  const auto bad = Scope::create({.exclude = {"fine", "(broken"}}, {});
  BOOST_TEST_REQUIRE(!bad);
  BOOST_TEST(bad.error().detail == "exclude pattern \"(broken\": missing ): (broken");
  BOOST_TEST(!Scope::create({.include = {"(?<=x)y"}}, {}));
  BOOST_TEST(!Scope::create({.include = {"((a{1000}){1000}){1000}"}}, {}));
}

BOOST_AUTO_TEST_CASE(patterns_take_linear_time) {
  const Scope scope = scope_of({.kind = Kind::any, .exclude = {"(a*)*b$", "(x+x+)+y"}}, {});
  BOOST_TEST(reason(scope, page("http://h/" + std::string(3900, 'a'))) == "accepted");
  BOOST_TEST(reason(scope, page("http://h/" + std::string(3900, 'x'))) == "accepted");
}

BOOST_AUTO_TEST_SUITE_END()
