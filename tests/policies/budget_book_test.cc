// Accounts of seeds, hosts and domains.
#include "policies/budget_book.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using policies::BudgetBook;
using policies::BudgetOptions;
using policies::Candidate;
using policies::Limits;
using policies::LinkKind;
using policies::Reason;
using policies::Verdict;
using std::chrono::seconds;

namespace {

Candidate page(const std::string& url, std::size_t seed = 0) {
  Candidate candidate;
  candidate.url = *base::Url::parse(url);
  candidate.seed = seed;
  return candidate;
}
Candidate requisite(const std::string& url, const std::string& hops = "E", std::size_t seed = 0) {
  Candidate candidate = page(url, seed);
  candidate.kind = LinkKind::requisite;
  candidate.hop_path = hops;
  return candidate;
}

constexpr BudgetBook::Result kPage{.is_page = true, .bytes = 10};
constexpr BudgetBook::Result kNoPage{};
constexpr BudgetBook::Result kError{.is_error = true};
constexpr BudgetBook::Result kNotAsked{.was_asked = false, .is_page = true, .bytes = 1000};

struct Accounts {
  BudgetOptions options;
  std::vector<Limits> own;
  BudgetBook::TimePoint now{};
  std::unique_ptr<BudgetBook> made;

  BudgetBook& book() {
    if (!made) made = std::make_unique<BudgetBook>(options, own);
    return *made;
  }
  Verdict begin(const Candidate& candidate) { return book().begin(candidate, now); }
  Verdict take(const Candidate& candidate, const BudgetBook::Result& result = kPage) {
    const Verdict verdict = begin(candidate);
    if (verdict) book().end(candidate, result);
    return verdict;
  }
};

void check_parked(const Verdict& verdict, Reason reason, const std::string& detail) {
  BOOST_TEST(policies::name_of(verdict.reason) == policies::name_of(reason));
  BOOST_TEST(verdict.detail == detail);
  BOOST_TEST(verdict.parks);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(budget_book, Accounts)

BOOST_AUTO_TEST_CASE(without_limits_everything_may_begin) {
  for (int i = 0; i < 100; ++i) BOOST_TEST(!!take(page("http://a.test/")));
}

BOOST_AUTO_TEST_CASE(a_host_has_its_own_account) {
  options.host.pages = 2;

  BOOST_TEST(!!take(page("http://a.test/1")));
  BOOST_TEST(!!take(page("https://a.test/2")));  // one host whatever the scheme
  check_parked(take(page("http://a.test/3")), Reason::page_limit, "host a.test: 2 pages");
  BOOST_TEST(!!take(page("http://b.test/1")));
  BOOST_TEST(!!take(page("http://a.test:8080/1")));
}

BOOST_AUTO_TEST_CASE(the_hosts_of_a_domain_share_an_account) {
  options.domain.pages = 2;

  BOOST_TEST(!!take(page("http://www.example.co.uk/")));
  BOOST_TEST(!!take(page("http://i.example.co.uk:81/")));
  check_parked(take(page("http://example.co.uk/")), Reason::page_limit,
               "domain example.co.uk: 2 pages");
  BOOST_TEST(!!take(page("http://other.co.uk/")));
  BOOST_TEST(!!take(page("http://127.0.0.1/")));
  BOOST_TEST(!!take(page("http://127.9.0.1/")));  // addresses are no domains
}

BOOST_AUTO_TEST_CASE(a_seed_has_its_account_and_may_have_limits_of_its_own) {
  options.seed.pages = 1;
  options.seed.urls = 5;
  own = {{}, {.pages = 3}};

  BOOST_TEST(!!take(page("http://a.test/", 0)));
  check_parked(take(page("http://a.test/", 0)), Reason::page_limit, "seed: 1 pages");
  for (int i = 0; i < 3; ++i) BOOST_TEST(!!take(page("http://a.test/", 1)));
  check_parked(take(page("http://a.test/", 1)), Reason::page_limit, "seed: 3 pages");
  // What its own limits do not mention is as for every seed.
  for (int i = 0; i < 2; ++i) BOOST_TEST(!!take(requisite("http://a.test/i", "E", 1), kNoPage));
  check_parked(take(requisite("http://a.test/i", "E", 1)), Reason::url_limit, "seed: 5 URLs");
}

BOOST_AUTO_TEST_CASE(pages_in_flight_never_overrun_the_limit) {
  options.domain.pages = 2;

  BOOST_TEST(!!begin(page("http://a.x.test/")));
  BOOST_TEST(!!begin(page("http://b.x.test/")));
  const Verdict third = begin(page("http://c.x.test/"));
  // Either of the two may turn out to be no page: not now is not never.
  BOOST_TEST((third.reason == Reason::page_limit));
  BOOST_TEST(!third.parks);

  book().end(page("http://a.x.test/"), kNoPage);
  BOOST_TEST(!!begin(page("http://c.x.test/")));
  book().end(page("http://b.x.test/"), kPage);
  book().end(page("http://c.x.test/"), kPage);
  BOOST_TEST(begin(page("http://d.x.test/")).parks);
}

BOOST_AUTO_TEST_CASE(what_was_only_postponed_does_not_count) {
  options.host.pages = 1;
  options.host.urls = 1;
  options.host.bytes = 100;

  BOOST_TEST(!!take(page("http://a.test/"), kNotAsked));
  BOOST_TEST(!!take(page("http://a.test/"), kPage));
  BOOST_TEST(!take(page("http://a.test/"), kPage));
}

BOOST_AUTO_TEST_CASE(pages_are_made_whole_when_the_page_limit_is_reached) {
  options.host.pages = 1;
  take(page("http://a.test/"));

  BOOST_TEST(!!take(requisite("http://a.test/a.png"), kNoPage));
  BOOST_TEST(!!take(requisite("http://a.test/a.png", "LER"), kNoPage));
  // Sitemaps and probes are there for more pages.
  BOOST_TEST(take(requisite("http://a.test/s.xml", "PS")).parks);
  BOOST_TEST(take(requisite("http://a.test/s.xml", "PSR")).parks);
  Candidate probe = page("http://a.test/nothing");
  probe.kind = LinkKind::prerequisite;
  BOOST_TEST(take(probe).parks);
}

BOOST_AUTO_TEST_CASE(a_probe_takes_no_page) {
  options.host.pages = 1;
  Candidate probe = page("http://a.test/nothing");
  probe.kind = LinkKind::prerequisite;

  BOOST_TEST(!!begin(probe));
  BOOST_TEST(!!begin(page("http://a.test/")));
}

BOOST_AUTO_TEST_CASE(requisites_are_held_back_by_all_other_limits) {
  const auto spent_by = [](const Limits& host, const BudgetBook::Result& result) {
    BudgetOptions limits;
    limits.host = host;
    BudgetBook fresh(limits);
    BOOST_TEST(!!fresh.begin(page("http://a.test/"), {}));
    fresh.end(page("http://a.test/"), result);
    return fresh.begin(requisite("http://a.test/a.png"), BudgetBook::TimePoint(seconds(60)));
  };

  check_parked(spent_by({.urls = 1}, kPage), Reason::url_limit, "host a.test: 1 URLs");
  check_parked(spent_by({.bytes = 10}, kPage), Reason::size_limit, "host a.test: 10 bytes");
  check_parked(spent_by({.errors = 1}, kError), Reason::error_limit, "host a.test: 1 errors");
  check_parked(spent_by({.time = seconds(60)}, kPage), Reason::time_limit, "host a.test: 60 s");
}

BOOST_AUTO_TEST_CASE(time_runs_from_the_first_url_of_an_account) {
  options.seed.time = seconds(10);
  now += seconds(100);

  BOOST_TEST(!!take(page("http://a.test/", 0)));
  now += seconds(9);
  BOOST_TEST(!!take(page("http://a.test/", 0)));
  now += seconds(1);
  BOOST_TEST(take(page("http://a.test/", 0)).parks);
  BOOST_TEST(!!take(page("http://a.test/", 1)));
}

BOOST_AUTO_TEST_CASE(a_no_takes_nothing_of_any_account) {
  options.host.urls = 1;
  options.domain.urls = 2;
  take(page("http://a.x.test/"));
  for (int i = 0; i < 10; ++i) BOOST_TEST(!begin(page("http://a.x.test/")));

  BOOST_TEST(!!take(page("http://b.x.test/")));
}

BOOST_AUTO_TEST_CASE(a_reached_limit_is_named_before_one_that_only_may_be_reached) {
  options.seed.pages = 1;
  options.host.urls = 1;
  take(page("http://a.test/", 0), kNoPage);
  BOOST_TEST(!!begin(page("http://b.test/", 0)));

  check_parked(begin(page("http://a.test/", 0)), Reason::url_limit, "host a.test: 1 URLs");
}

BOOST_AUTO_TEST_CASE(a_question_costs_little) {
  options.seed.pages = options.host.pages = options.domain.pages = ~std::uint64_t{0};
  constexpr int kHosts = 1000, kRounds = 20;
  std::vector<Candidate> candidates;
  for (int i = 0; i < kHosts; ++i) {
    candidates.push_back(page("http://www" + std::to_string(i) + ".news.test/a/b/c"));
  }

  const auto begun = std::chrono::steady_clock::now();
  for (int round = 0; round < kRounds; ++round) {
    for (const Candidate& candidate : candidates) take(candidate);
  }
  const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - begun;

  std::printf("budget book: %.0f ns for begin and end with three limits\n",
              spent.count() / (kHosts * kRounds));
  BOOST_TEST(!!take(candidates.front()));
}

BOOST_AUTO_TEST_SUITE_END()
