#include "crawler/cli/crawl_line.h"

#include <boost/test/unit_test.hpp>

#include "crawler/job/job_options.h"
#include "tests/crawler/job/files.h"

using crawler::cli::CrawlLine;
using crawler::cli::LineError;
using crawler::cli::parse_crawl_line;

namespace {

struct Line : job_test::Files {
  CrawlLine parsed(std::vector<std::string> arguments) {
    auto line = parse_crawl_line(base::real_disk(), std::move(arguments));
    const auto* wrong = std::get_if<LineError>(&line);
    BOOST_REQUIRE_MESSAGE(wrong == nullptr, (wrong ? wrong->message : ""));
    return std::get<CrawlLine>(std::move(line));
  }
  LineError wrong(std::vector<std::string> arguments) {
    auto line = parse_crawl_line(base::real_disk(), std::move(arguments));
    BOOST_REQUIRE(std::holds_alternative<LineError>(line));
    return std::get<LineError>(std::move(line));
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(crawl_line, Line)

BOOST_AUTO_TEST_CASE(flags_and_seeds_may_stand_in_any_order) {
  const CrawlLine line = parsed({"http://a.test/", "--limit", "5", "b.txt", "--wacz"});

  BOOST_TEST(*line.job.budget.crawl.pages == 5u);
  BOOST_REQUIRE(line.job.seeds.size() == 2u);
  BOOST_TEST(line.job.seeds[1].text == "b.txt");
  BOOST_TEST(std::filesystem::absolute(line.job.seeds[1].folder / "b.txt") ==
             std::filesystem::absolute("b.txt"));
}

BOOST_AUTO_TEST_CASE(a_flag_is_taken_in_every_spelling) {
  for (const char* flag : {"--max-body=5", "--maxBody=5"}) {
    BOOST_TEST_CONTEXT(flag) { BOOST_TEST(parsed({flag}).job.max_body_bytes == 5u); }
  }
  BOOST_TEST(
      (parsed({"--scopeType", "page"}).job.scope.kind == policies::ScopeOptions::Kind::page));
  BOOST_TEST(parsed({"--workers", "3"}).job.concurrency == 3u);
  BOOST_TEST(parsed({"-o", "elsewhere"}).job.output == "elsewhere");
}

BOOST_AUTO_TEST_CASE(switches_have_their_opposites) {
  BOOST_TEST(!parsed({"--no-wacz"}).job.wacz);
  BOOST_TEST(parsed({"--no-wacz", "--wacz"}).job.wacz);
  BOOST_TEST(!parsed({"--wacz", "--no-wacz"}).job.wacz);
  BOOST_TEST(parsed({"--wacz"}).job.wacz);
  BOOST_TEST(parsed({"--allowPrivate"}).job.allow_private);
  BOOST_TEST(!parsed({"--allow-private", "--no-allow-private"}).job.allow_private);
}

// As of an unset variable of the shell: it must not open every private address.
BOOST_AUTO_TEST_CASE(a_switch_with_nothing_behind_its_equals_sign_is_refused) {
  for (const char* line : {"--allow-private=", "--allowPrivate=", "--no-allow-private="}) {
    BOOST_TEST_CONTEXT(line) {
      BOOST_TEST(wrong({line, "http://a.test/"}).exit_code == 2);
      BOOST_TEST(has(wrong({line}).message, "--allow-private: nothing behind the \"=\""));
    }
  }
  BOOST_TEST(wrong({"--cookies="}).exit_code == 2);
  for (const char* value : {"\"\"", "\" \"", "[\"\"]", "\",\""}) {
    const std::string text = std::string("seeds: http://a.test/\nallow-private: ") + value + "\n";
    BOOST_TEST_CONTEXT(text) {
      const LineError error = wrong({write("job.yaml", text).string()});
      BOOST_TEST(error.exit_code == 4);
      BOOST_TEST(has(error.message, "allow-private: "));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_switch_takes_a_word_and_refuses_another) {
  BOOST_TEST(parsed({"--text=yes"}).job.text);
  BOOST_TEST(!parsed({"--cookies=off"}).job.cookies);
  BOOST_TEST(!parsed({"--no-cookies=true"}).job.cookies);
  BOOST_TEST(parsed({"--no-cookies=false"}).job.cookies);
  for (const char* line : {"--cookies=maybe", "--no-cookies=maybe", "--cookies=2"}) {
    BOOST_TEST_CONTEXT(line) {
      BOOST_TEST(wrong({line}).exit_code == 2);
      BOOST_TEST(has(wrong({line}).message, "--cookies: \""));
      BOOST_TEST(has(wrong({line}).message, "\" is not yes or no"));
    }
  }
  BOOST_TEST(wrong({"--text=zzz"}).message == "--text: \"zzz\" is not yes or no");
  BOOST_TEST(wrong({"--dry-run=zzz"}).exit_code == 2);
}

BOOST_AUTO_TEST_CASE(repeatable_flags_add_up_and_others_take_the_last) {
  const CrawlLine line =
      parsed({"--exclude", "a", "--limit", "1", "--exclude", "b", "--limit", "2"});

  BOOST_TEST(line.job.scope.exclude == (std::vector<std::string>{"a", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(*line.job.budget.crawl.pages == 2u);
}

BOOST_AUTO_TEST_CASE(a_header_with_spaces_is_one_value) {
  BOOST_TEST(parsed({"--header", "X-A: b c", "http://a.test/"}).job.headers.front() == "X-A: b c");
}

BOOST_AUTO_TEST_CASE(flags_beat_the_job_file_and_seeds_add_up) {
  const auto file = write("job.yaml", "seeds: http://a.test/\nlimit: 5\ndelay: 7\n").string();
  for (const auto& arguments :
       {std::vector<std::string>{"--limit", "9", file, "http://b.test/"},
        std::vector<std::string>{"--config", file, "http://b.test/", "--limit", "9"}}) {
    const CrawlLine line = parsed(arguments);

    BOOST_TEST(*line.job.budget.crawl.pages == 9u);
    BOOST_TEST(line.job.politeness.min_delay.count() == 7000);
    BOOST_TEST(line.job.seeds.size() == 2u);
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_flag_names_its_neighbour) {
  const LineError error = wrong({"--exlude", "x", "http://a.test/"});

  BOOST_TEST(error.exit_code == 2);
  BOOST_TEST(has(error.message, "unknown option --exlude (did you mean --exclude?)"));
  BOOST_TEST(has(wrong({"--zzzzzzzzzzzz"}).message, "see varve crawl --help"));
  BOOST_TEST(!has(wrong({"--\x1b[2J"}).message, "\x1b"));
}

BOOST_AUTO_TEST_CASE(wrong_values_and_missing_ones_are_usage_errors) {
  BOOST_TEST(wrong({"--delay", "fast"}).exit_code == 2);
  BOOST_TEST(has(wrong({"--delay", "fast"}).message, "--delay: \"fast\""));
  BOOST_TEST(wrong({"--limit"}).exit_code == 2);
  BOOST_TEST(wrong({"--scope", "everything"}).exit_code == 2);
}

BOOST_AUTO_TEST_CASE(a_bad_job_file_is_an_error_of_its_own) {
  const auto file = write("job.yaml", "limti: 5\n").string();

  BOOST_TEST(wrong({file}).exit_code == 4);
  BOOST_TEST(has(wrong({file}).message, "job.yaml:1: unknown key \"limti\""));
  BOOST_TEST(wrong({"--config", "missing.yaml"}).exit_code == 4);
}

BOOST_AUTO_TEST_CASE(help_tells_of_every_option) {
  const std::string help = parsed({"--help"}).help;

  for (const auto& option : crawler::job::options()) {
    BOOST_TEST_CONTEXT(option.name) { BOOST_TEST(has(help, "--" + std::string(option.name))); }
  }
  BOOST_TEST(has(help, "--cookies,--no-cookies,--noCookies"));
  BOOST_TEST(!has(help, "{false}"));
}

BOOST_AUTO_TEST_SUITE_END()
