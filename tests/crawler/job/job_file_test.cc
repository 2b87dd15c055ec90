#include "crawler/job/job_file.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "crawler/job/job_options.h"
#include "tests/crawler/job/files.h"

using crawler::job::Job;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(job_file, job_test::Files)

BOOST_AUTO_TEST_CASE(a_job_file_sets_what_it_says_and_nothing_else) {
  const Job job = load(
      "seeds:\n  - http://a.test/\nscope: domain\nlimit: 5\ndelay: 250ms\n"
      "exclude:\n  - a\n  - b\nallow-private: true\n");

  BOOST_TEST(job.seeds.front().text == "http://a.test/");
  BOOST_TEST((job.scope.kind == policies::ScopeOptions::Kind::domain));
  BOOST_TEST(*job.budget.crawl.pages == 5u);
  BOOST_TEST(job.politeness.min_delay.count() == 250);
  BOOST_TEST(job.scope.exclude.size() == 2u);
  BOOST_TEST(job.allow_private);
  BOOST_TEST(job.timeout.count() == Job{}.timeout.count());
}

BOOST_AUTO_TEST_CASE(camel_case_keys_are_the_same_keys) {  // Browsertrix's spelling
  const Job job = load("maxBody: 1MB\nscopeType: page\nwarcMaxSize: 5MB\n");

  BOOST_TEST(job.max_body_bytes == 1'000'000u);
  BOOST_TEST((job.scope.kind == policies::ScopeOptions::Kind::page));
  BOOST_TEST(job.warc_max_bytes == 5'000'000u);
}

BOOST_AUTO_TEST_CASE(seeds_come_one_as_a_list_or_as_browsertrix_writes_them) {
  BOOST_TEST(load("seeds: http://a.test/\n").seeds.size() == 1u);
  BOOST_TEST(load("seeds: [http://a.test/, b.txt]\n").seeds.size() == 2u);
  BOOST_TEST(load("seeds:\n  - url: http://a.test/\n").seeds.front().text == "http://a.test/");
}

BOOST_AUTO_TEST_CASE(seed_files_count_from_the_folder_of_the_job_file) {
  BOOST_TEST(load("seeds: list.txt\n").seeds.front().folder == scratch.path());
}

BOOST_AUTO_TEST_CASE(a_seed_may_have_options_of_its_own) {
  const Job job = load(
      "seeds:\n"
      "  - http://a.test/\n"
      "  - url: http://b.test/\n"
      "    scope: prefix\n"
      "    exclude: /print\n"
      "    rules: [reject host=ads.test]\n"
      "    limit: 10\n"
      "    errorLimit: 3\n"
      "limit: 100\n");

  BOOST_TEST(!job.seeds[0].own);
  BOOST_REQUIRE(job.seeds[1].own);
  const auto& own = *job.seeds[1].own;
  BOOST_TEST((own.scope.kind == policies::ScopeKind::prefix));
  BOOST_TEST(own.scope.exclude == std::vector<std::string>{"/print"},
             boost::test_tools::per_element());
  BOOST_TEST(own.scope.rules.size() == 1u);
  BOOST_TEST(*own.limits.pages == 10u);
  BOOST_TEST(*own.limits.errors == 3u);
  BOOST_TEST(!own.limits.bytes.has_value());
  BOOST_TEST(*job.budget.crawl.pages == 100u);
  BOOST_TEST((job.scope.kind == policies::ScopeKind::host));
}

// Whatever the order in the file; its lists stand instead of the crawl's, and its limits are new.
BOOST_AUTO_TEST_CASE(the_options_of_a_seed_begin_as_those_of_the_crawl) {
  const Job job = load(
      "seeds:\n  - {url: 'http://a.test/', depth: 1}\n  - {url: 'http://b.test/', exclude: []}\n"
      "scope: domain\nexclude: [a, b]\ndepth: 5\nlimit: 9\n");

  const auto& first = *job.seeds[0].own;
  BOOST_TEST((first.scope.kind == policies::ScopeKind::domain));
  BOOST_TEST(first.scope.exclude.size() == 2u);
  BOOST_TEST(*first.scope.depth == 1u);
  BOOST_TEST(!first.limits.pages.has_value());
  BOOST_TEST(job.seeds[1].own->scope.exclude.empty());
  BOOST_TEST(*job.seeds[1].own->scope.depth == 5u);
}

BOOST_AUTO_TEST_CASE(a_wrong_key_or_value_of_a_seed_is_named_with_its_line) {
  const std::string begin = "seeds:\n  - url: http://a.test/\n";
  BOOST_TEST(
      has(complaint(begin + "    dpeth: 1\n"), "job.yaml:3: unknown key \"dpeth\" of a seed"));
  BOOST_TEST(has(complaint(begin + "    delay: 1\n"), "which takes url, scope, include"));
  BOOST_TEST(has(complaint(begin + "    depth: deep\n"), "job.yaml:3: depth: "));
  BOOST_TEST(has(complaint(begin + "    rules:\n      - accept\n      - rejct\n"),
                 "job.yaml:5: rule: \"rejct\": expected accept or reject first"));
  BOOST_TEST(has(complaint(begin + "    depth: 1\n    depth: 2\n"), "job.yaml:4: key \"depth\""));
}

BOOST_AUTO_TEST_CASE(patterns_and_rules_remember_their_line) {
  const Job job = load(
      "rules:\n  - reject host=a.test\nexclude: /x\nseeds:\n"
      "  - url: http://a.test/\n    include: [/y]\n");

  BOOST_TEST(job.scope.origins.at("rule reject host=a.test") == "job.yaml:2");
  BOOST_TEST(job.scope.origins.at("exclude /x") == "job.yaml:3");
  BOOST_TEST(job.seeds[0].own->scope.origins.at("include /y") == "job.yaml:6");
  BOOST_TEST(job.seeds[0].own->scope.origins.at("exclude /x") == "job.yaml:3");
}

BOOST_AUTO_TEST_CASE(the_example_is_a_job_with_every_key_and_its_default) {
  std::ifstream file(std::string(VARVE_SOURCE_DIR) + "/conf/example.yaml");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Job job = load(text);

  for (const crawler::job::Option& option : crawler::job::options()) {
    const std::string key = std::string(option.name) + ":";
    BOOST_TEST((has(text, "\n" + key) || has(text, "\n# " + key)), option.name);
    BOOST_TEST(option.get(job) == option.get(Job{}), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_key_is_named_with_its_line_and_neighbour) {
  BOOST_TEST(complaint("# a job\nscope: host\nmax-bdoy: 1MB\n") ==
             "job.yaml:3: unknown key \"max-bdoy\" (did you mean \"max-body\"?)");
  BOOST_TEST(complaint("something-else-entirely: 1\n") ==
             "job.yaml:1: unknown key \"something-else-entirely\"");
}

BOOST_AUTO_TEST_CASE(a_wrong_value_is_named_with_its_line) {
  BOOST_TEST(has(complaint("scope: host\n\ndelay: fast\n"), "job.yaml:3: delay: \"fast\""));
  BOOST_TEST(has(complaint("limit: [1, 2]\n"), "job.yaml:1: limit: expected one value"));
  BOOST_TEST(has(complaint("exclude: {a: b}\n"), "expected a value or a list of values"));
  BOOST_TEST(has(complaint("exclude:\n  - a\n  - [b]\n"), "job.yaml:3: "));
  BOOST_TEST(has(complaint("seeds:\n  - {depth: 1}\n"), "seeds: expected a URL or a file name"));
}

BOOST_AUTO_TEST_CASE(what_is_no_yaml_is_named_with_its_line) {
  BOOST_TEST(has(complaint("scope: host\nlimit: [1,\n"), "job.yaml:"));
  BOOST_TEST(has(complaint("just words\n"), "expected `key: value` lines"));
  BOOST_TEST(has(complaint("- a\n- b\n"), "expected `key: value` lines"));
}

BOOST_AUTO_TEST_CASE(an_empty_file_and_an_empty_value_change_nothing) {
  BOOST_TEST(load("").seeds.empty());
  BOOST_TEST(load("# nothing\n").seeds.empty());
  BOOST_TEST(!load("limit:\n").budget.crawl.pages.has_value());
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_said_to_be_missing) {
  Job job;
  const auto loaded =
      crawler::job::load_job_file(base::real_disk(), scratch.path() / "none.yaml", job);

  BOOST_REQUIRE(!loaded);
  BOOST_TEST(has(loaded.error().detail, "none.yaml"));
}

BOOST_AUTO_TEST_CASE(a_hostile_file_is_refused_without_harm) {
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += '[';
  BOOST_TEST(!complaint("scope: " + deep).empty());
  BOOST_TEST(!complaint("\"\x1b[2J\": 1\n").empty());
  BOOST_TEST(!has(complaint("\"\\e[2J\": 1\n"), "\x1b"));
  BOOST_TEST(!complaint(std::string(5 * 1024 * 1024, '#')).empty());
  BOOST_TEST(!complaint("&a [*a]: 1\n").empty());
}

BOOST_AUTO_TEST_CASE(aliases_and_anchors_work_as_yaml_says) {
  const Job job = load("include: &patterns [a, b]\nexclude: *patterns\n");

  BOOST_TEST(job.scope.exclude == job.scope.include, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
