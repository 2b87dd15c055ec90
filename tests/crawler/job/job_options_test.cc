// The table of options: each is parsed, refused when wrong, and survives a job file.
#include "crawler/job/job_options.h"

#include <map>
#include <set>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/crawler/job/files.h"

using namespace crawler::job;

namespace {

struct Sample {
  std::vector<std::string> good;
  std::vector<std::string> wrong;
};

// For every option values away from the default, and values it must refuse.
const std::map<std::string, Sample>& samples() {
  static const std::map<std::string, Sample> kSamples = {
      {"collection", {{"news-2026.1"}, {"", "../x", "a/b", ".hidden", "-x", "a b"}}},
      {"output", {{"/tmp/elsewhere"}, {}}},
      {"scope",
       {{"page", "prefix", "host+sub", "domain", "any", "custom"},
        {"", "all", "Host", "host_sub"}}},
      {"rule",
       {{"reject host=ads.test", R"(accept surt=cn,guancha, regex=: "x" #)"},
        {"", "deny", "reject host=", "reject regex=("}}},
      {"extra-hops", {{"1", "100"}, {"-1", "101"}}},
      {"strip-sessions", {{"false"}, {"maybe"}}},
      {"no-strip", {{"shop.test"}, {}}},
      {"trap", {{"calendar=1000", "all=off"}, {"calendar", "calender=1"}}},
      {"fetch-parked", {{"true"}, {"maybe"}}},
      {"robots-reason", {{"legal deposit: \"all of it\""}, {"two\nlines"}}},
      {"robots-forbidden-denies", {{"true"}, {"maybe"}}},
      {"obey-nofollow", {{"false"}, {"maybe"}}},
      {"obey-rel-nofollow", {{"true"}, {"maybe"}}},
      {"obey-noarchive", {{"true"}, {"maybe"}}},
      {"url-limit", {{"0", "5000"}, {"-1"}}},
      {"error-limit", {{"10"}, {"-1"}}},
      {"seed-limit", {{"10"}, {"-1"}}},
      {"host-limit", {{"10"}, {"-1"}}},
      {"domain-limit", {{"10"}, {"-1"}}},
      {"budget", {{"host.bytes=2GB", "seed.time=90m", "domain.urls=5"}, {"host=1", "me.bytes=1"}}},
      {"crawl-delay-cap", {{"10"}, {"-1"}}},
      {"requisite-gap", {{"0", "100ms"}, {"-1"}}},
      {"requisites-in-flight", {{"1"}, {"0", "1001"}}},
      {"domain-hosts", {{"1"}, {"0"}}},
      {"ip-gap", {{"0", "2"}, {"-1"}}},
      {"ip-in-flight", {{"1"}, {"0"}}},
      {"error-pause", {{"5"}, {"-1"}}},
      {"max-wait", {{"10m"}, {"-1"}}},
      {"hours", {{"22-06", "22:30-06,12-13"}, {"22", "25-26"}}},
      {"max-rate", {{"0.5", "10"}, {"-1"}}},
      {"bandwidth", {{"1MB"}, {"-1"}}},
      {"host-bandwidth", {{"1MB"}, {"-1"}}},
      {"proxy", {{"http://proxy.test:3128/"}, {"ftp://proxy.test/", "proxy"}}},
      {"insecure", {{"true"}, {"maybe"}}},
      {"requisites", {{"same-domain", "none"}, {"", "some"}}},
      {"include", {{R"(^https://a\.test/\d+: "x"$)"}, {}}},
      {"exclude", {{R"(\.zip$)"}, {}}},
      {"depth", {{"0", "7"}, {"-1", "", "4294967296"}}},
      {"limit", {{"1", "100000"}, {"-1", "many"}}},
      {"size-limit", {{"2GB"}, {"-1", "2 XB"}}},
      {"time-limit", {{"90m", "1500ms"}, {"-1", "soon"}}},
      {"concurrency", {{"1", "1000"}, {"0", "1001", "-1"}}},
      {"per-host", {{"2"}, {"0", "-1"}}},
      {"delay", {{"0", "250ms", "1234567ms"}, {"-1", "fast"}}},
      {"delay-factor", {{"0.5", "3.14159265"}, {"-1", "nan"}}},
      {"max-delay", {{"12345678ms"}, {"-1"}}},
      {"robots", {{"ignore", "obey-pages", "annotate"}, {"", "yes"}}},
      {"sitemaps", {{"false"}, {"maybe"}}},
      {"user-agent", {{"Test/1 (# \"quoted\": yes)"}, {}}},
      {"contact", {{"https://example.test/bot"}, {}}},
      {"header", {{"X-Test: a: b # c"}, {}}},
      {"cookies", {{"false"}, {"maybe"}}},
      {"cookie-file", {{"/tmp/cookies.txt"}, {}}},
      {"allow-private", {{"true"}, {"maybe"}}},
      {"resolve", {{"a.test:80:127.0.0.1"}, {}}},
      {"ca-file", {{"/tmp/ca.pem"}, {}}},
      {"max-body", {{"10MiB"}, {"-1"}}},
      {"timeout", {{"2.5", "100ms"}, {"0", "99ms", "25h"}}},
      {"tries", {{"1", "100"}, {"0", "101"}}},
      {"warc-prefix", {{"paper"}, {"", "a/b"}}},
      {"warc-max-size", {{"64KiB"}, {"-1"}}},
      {"digest", {{"sha256"}, {"", "md5", "SHA256"}}},
      {"gzip-level", {{"0", "12"}, {"13", "-1", "fast"}}},
      {"keep-transfer-encoding", {{"true"}, {"maybe"}}},
      {"wacz", {{"false"}, {"maybe"}}},
      {"text", {{"true"}, {"maybe"}}},
      {"quiet", {{"true"}, {"maybe"}}},
  };
  return kSamples;
}

const Option& option_named(const std::string& name) {
  const Option* option = find_option(name);
  BOOST_REQUIRE_MESSAGE(option != nullptr, "no option " << name);
  return *option;
}

std::vector<std::string> values_of(const Job& job) {
  std::vector<std::string> all;
  for (const Option& option : options()) {
    for (const std::string& value : option.get(job)) {
      all.push_back(std::string(option.name) + "=" + value);
    }
  }
  return all;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(job_options, job_test::Files)

BOOST_AUTO_TEST_CASE(every_option_has_samples_here) {
  for (const Option& option : options()) {
    BOOST_TEST_CONTEXT(option.name) { BOOST_TEST(samples().contains(std::string(option.name))); }
  }
}

BOOST_AUTO_TEST_CASE(every_option_takes_its_good_values_and_refuses_its_wrong_ones) {
  for (const auto& [name, sample] : samples()) {
    for (const std::string& value : sample.good) {
      Job job;
      BOOST_TEST_CONTEXT(name << " = " << value) {
        BOOST_TEST(set_option(job, option_named(name), value).has_value());
      }
    }
    for (const std::string& value : sample.wrong) {
      Job job;
      const auto set = set_option(job, option_named(name), value);
      BOOST_TEST_CONTEXT(name << " = " << value) {
        BOOST_REQUIRE(!set);
        BOOST_TEST(set.error().detail.starts_with(name + ": "));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(every_option_changes_the_job) {
  for (const auto& [name, sample] : samples()) {
    Job job;
    BOOST_REQUIRE(set_option(job, option_named(name), sample.good.front()));
    BOOST_TEST_CONTEXT(name) { BOOST_TEST(values_of(job) != values_of(Job{})); }
  }
}

BOOST_AUTO_TEST_CASE(a_written_job_reads_back_as_the_same_job) {
  for (std::size_t round = 0; round < 5; ++round) {
    Job job;
    for (const auto& [name, sample] : samples()) {
      const std::string& value = sample.good[std::min(round, sample.good.size() - 1)];
      BOOST_REQUIRE(set_option(job, option_named(name), value));
    }
    job.seeds = {{"http://a.test/?q=\"x\"&y=1", {}}, {"https://b.test/新闻", {}}};

    const Job again = load(to_yaml(job));

    BOOST_TEST(values_of(again) == values_of(job), boost::test_tools::per_element());
    BOOST_TEST(again.politeness.min_delay.count() == job.politeness.min_delay.count());
    BOOST_TEST(again.politeness.max_delay.count() == job.politeness.max_delay.count());
    BOOST_TEST(again.politeness.factor == job.politeness.factor);
    BOOST_TEST(again.timeout.count() == job.timeout.count());
    BOOST_REQUIRE(again.seeds.size() == 2u);
    BOOST_TEST(again.seeds[0].text == job.seeds[0].text);
    BOOST_TEST(again.seeds[1].text == job.seeds[1].text);
  }
}

BOOST_AUTO_TEST_CASE(a_job_in_one_line_is_json_and_a_job_file) {
  Job job;
  job.seeds = {{"http://a.test/", {}}};
  job.headers = {"X-Test: \"1\""};
  job.budget.crawl.pages = 3;

  const std::string line = to_json(job);

  BOOST_TEST(line.find('\n') == std::string::npos);
  BOOST_TEST(boost::json::parse(line).as_object().at("limit").as_string() == "3");
  BOOST_TEST(values_of(load(line)) == values_of(job), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(seeds_with_options_of_their_own_are_written_with_them) {
  const std::string yaml =
      "scope: domain\nexclude: [a, b]\ndepth: 4\nseeds:\n  - http://a.test/\n"
      "  - url: http://b.test/?x=\"y\"\n    scope: prefix\n    exclude: []\n"
      "    include: [\"c: d\"]\n    rules: [reject host=x.test]\n    extra-hops: 2\n"
      "    requisites: none\n    limit: 7\n    size-limit: 1GB\n    time-limit: 90m\n";
  const Job job = load(yaml);

  for (const std::string& text : {to_yaml(job), to_json(job)}) {
    const Job again = load(text);

    BOOST_TEST(values_of(again) == values_of(job), boost::test_tools::per_element());
    BOOST_REQUIRE(again.seeds.size() == 2u);
    BOOST_TEST(!again.seeds[0].own);
    BOOST_REQUIRE(again.seeds[1].own);
    BOOST_TEST(again.seeds[1].text == job.seeds[1].text);
    BOOST_TEST(values_of(job_of(*again.seeds[1].own)) == values_of(job_of(*job.seeds[1].own)),
               boost::test_tools::per_element());
    BOOST_TEST(again.seeds[1].own->scope.exclude.empty());
    BOOST_TEST(*again.seeds[1].own->limits.pages == 7u);
  }
}

// "As a job file that would run it again" holds from any folder: a seed file is found again.
BOOST_AUTO_TEST_CASE(seed_files_are_written_with_their_folder) {
  write("lists/seeds.txt", "http://a.test/\n");
  Job job;
  job.seeds = {{"seeds.txt", scratch.path() / "lists"}};

  const Job again = load(to_yaml(job));

  const SeedSource& seed = again.seeds.front();
  BOOST_TEST(std::filesystem::exists(seed.folder / seed.text));
}

BOOST_AUTO_TEST_CASE(secret_headers_are_never_written) {
  Job job;
  job.headers = {"Cookie: sid=42", "authorization: Basic c2VjcmV0", "PROXY-AUTHORIZATION: x",
                 "X-Harmless: 1"};

  for (const std::string& text : {to_yaml(job), to_json(job)}) {
    BOOST_TEST(text.find("sid=42") == std::string::npos);
    BOOST_TEST(text.find("c2VjcmV0") == std::string::npos);
    BOOST_TEST(text.find("PROXY") == std::string::npos);
    BOOST_TEST(text.find("X-Harmless: 1") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_secret_header_is_known_by_its_name_alone) {
  for (const char* secret : {"Cookie: a", "cookie:a", " Authorization : x", "X-Auth-Token: x",
                             "X-Api-Key: x", "Proxy-Authorization: x"}) {
    BOOST_TEST_CONTEXT(secret) { BOOST_TEST(is_secret_header(secret)); }
  }
  for (const char* plain : {"X-Note: Cookie: a", "Accept-Language: zh", "DNT: 1"}) {
    BOOST_TEST_CONTEXT(plain) { BOOST_TEST(!is_secret_header(plain)); }
  }
}

BOOST_AUTO_TEST_CASE(an_option_has_one_meaning_in_every_spelling) {
  BOOST_TEST(find_option("max-body") == find_option("maxBody"));
  BOOST_TEST(find_option("max-body") == find_option("max_body"));
  BOOST_TEST(find_option("scopeType") == find_option("scope"));
  BOOST_TEST(find_option("workers") == find_option("concurrency"));
  BOOST_TEST(find_option("generateWACZ") == nullptr);
  for (const char* wrong : {"", " ", "max-body scope", "ody", "-", "MAX-BODY"}) {
    BOOST_TEST_CONTEXT("\"" << wrong << "\"") { BOOST_TEST(find_option(wrong) == nullptr); }
  }
}

BOOST_AUTO_TEST_CASE(no_two_options_share_a_name) {
  std::set<std::string> names;
  for (const Option& option : options()) {
    BOOST_TEST_CONTEXT(option.name) {
      BOOST_TEST(names.insert(std::string(option.name)).second);
      BOOST_TEST(!option.help.empty());
      BOOST_TEST(find_option(option.name) == &option);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_misspelt_name_finds_its_neighbour) {
  BOOST_TEST(nearest_option("max-bdoy") == "max-body");
  BOOST_TEST(nearest_option("maxBdoy") == "max-body");
  BOOST_TEST(nearest_option("exlude") == "exclude");
  BOOST_TEST(nearest_option("dryrun") == "dry-run");
  BOOST_TEST(nearest_option("completely-different-thing").empty());
  BOOST_TEST(nearest_option(std::string(1'000'000, 'x')).empty());
}

BOOST_AUTO_TEST_CASE(the_user_agent_names_the_crawler_and_whom_to_ask) {
  Job job;
  BOOST_TEST(user_agent_of(job) == "Mozilla/5.0 (compatible; Varve/0.1.0)");
  job.contact = "mailto:ops@example.test";
  BOOST_TEST(user_agent_of(job) ==
             "Mozilla/5.0 (compatible; Varve/0.1.0; +mailto:ops@example.test)");
  job.user_agent = "Mine/1";
  BOOST_TEST(user_agent_of(job) == "Mine/1");
}

BOOST_AUTO_TEST_SUITE_END()
