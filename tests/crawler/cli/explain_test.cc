// `varve explain` as an operator runs it, on a crawl of the sample site: what it prints is golden,
// but for times, ports, places and sizes.
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <sstream>

#include "crawler/demo/demo_site.h"
#include "tests/crawler/extract/case_file.h"
#include "tests/support/process.h"
#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"

namespace {

using support::Process;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
}

std::size_t digits_at(const std::string& text, std::size_t at) {
  const auto is_digit = [&](std::size_t i) {
    return i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0;
  };
  std::size_t count = 0;
  while (is_digit(at + count)) ++count;
  return count;
}

// Numbers behind `word` become N.
void hide_numbers(std::string& text, const std::string& word) {
  for (std::size_t at = 0; (at = text.find(word, at)) != text.npos;) {
    at += word.size();
    const std::size_t digits = digits_at(text, at);
    if (digits > 0) text.replace(at, digits, "N");
  }
}

// Times, in both spellings, become TIME.
void hide_times(std::string& text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t digits = digits_at(text, at);
    if (digits == 14) {
      text.replace(at, 14, "TIME");
    } else if (digits == 4 && text.compare(at + 4, 1, "-") == 0 &&
               text.compare(at + 10, 1, "T") == 0 && text.compare(at + 23, 1, "Z") == 0) {
      text.replace(at, 24, "TIME");
    } else if (digits > 0) {
      at += digits - 1;
    }
  }
}

struct Sample {
  support::ScratchDir scratch;
  crawler::demo::DemoSite site{{}};
  std::string port = std::to_string(site.http_port());

  int run(std::vector<std::string> arguments, std::string& out, std::string& err) {
    Process process(VARVE_PROGRAM, std::move(arguments), scratch.path().string());
    const int code = process.wait();
    out = process.out();
    err = process.err();
    return code;
  }
  void crawl() {
    std::vector<std::string> line = {"crawl",
                                     site.start_url(),
                                     "--allow-private",
                                     "--delay",
                                     "0",
                                     "--delay-factor",
                                     "0",
                                     "--concurrency",
                                     "1",
                                     "--tries",
                                     "1",
                                     "--collection",
                                     "c",
                                     "--exclude",
                                     "/gone/",
                                     "--no-wacz",
                                     "--quiet"};
    for (const std::string& entry : site.resolve_entries()) {
      line.insert(line.end(), {"--resolve", entry});
    }
    std::string out, err;
    const int code = run(line, out, err);
    BOOST_REQUIRE_MESSAGE(code == 0, err);
  }
  std::string normalised(std::string text) const {
    replace_all(text, ":" + port, ":PORT");
    replace_all(text, "%3A" + port, "%3APORT");
    hide_times(text);
    for (std::size_t at = 0; (at = text.find("archive/varve-", at)) != text.npos; ++at) {
      text.replace(at, text.find(".gz", at) + 3 - at, "archive/FILE");
    }
    for (const char* word : {"FILE at ", "bytes ", "html, ", "jpeg, ", "png, ", "Ms ", "at ms "}) {
      hide_numbers(text, word);
    }
    return text;
  }
  // `varve explain` of a case's input: words, PORT stands for the port.
  std::string explained(std::string input) {
    replace_all(input, "PORT", port);
    std::vector<std::string> line = {"explain"};
    std::istringstream words(input);
    for (std::string word; words >> word;) line.push_back(word);
    std::string out, err;
    const int code = run(line, out, err);
    BOOST_TEST(code == 0, err);
    return normalised(out);
  }
};

// One text of lines, for a message that shows where they part.
std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(explain, Sample)

BOOST_AUTO_TEST_CASE(ten_cases_of_the_sample_are_explained) {
  crawl();
  const bool updates = std::getenv("VARVE_UPDATE_GOLDEN") != nullptr;
  std::string golden;
  for (const support::Case& one : support::read_cases("explain.cases")) {
    const std::string text = explained(one.input);

    golden += "== " + one.name + "\n" + one.input + "\n--\n" + text + "\n";
    if (updates) continue;
    BOOST_TEST(text == joined(one.expected), one.name << " gives\n" << text);
  }
  if (updates) support::write_all(scratch.path().parent_path() / "explain.cases", golden);
}

BOOST_AUTO_TEST_CASE(json_has_the_same_facts_as_the_text) {
  crawl();
  std::string text, json, err;
  const std::string url = "http://www.varve-news.test:" + port + "/go/ferry";

  BOOST_TEST(run({"explain", url, "--collection", "c"}, text, err) == 0);
  BOOST_TEST(run({"explain", "--json", "--collection", "c", url}, json, err) == 0);

  const auto object = boost::json::parse(json).as_object();
  BOOST_TEST(object.at("href").as_string() == url);
  BOOST_TEST(object.at("log").as_array().at(0).as_object().at("status").as_int64() == 301);
  BOOST_TEST(object.at("found").is_array());
  std::size_t names = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(' ')) continue;
    ++names;
    BOOST_TEST(object.contains(line.substr(0, line.find(' '))), line);
  }
  BOOST_TEST(names == object.size());
}

BOOST_AUTO_TEST_CASE(wrong_use_says_what_was_meant) {
  std::string out, err;

  BOOST_TEST(run({"explain"}, out, err) == 2);
  BOOST_TEST(has(err, "expected a URL"));
  BOOST_TEST(run({"explain", "www.a.test/x"}, out, err) == 2);
  BOOST_TEST(has(err, "has no scheme (did you mean \"https://www.a.test/x\"?)"));
  BOOST_TEST(run({"explain", "http://a b/"}, out, err) == 2);
  BOOST_TEST(has(err, "\"http://a b/\" is no URL"));
  BOOST_TEST(run({"explain", "http://a.test/", "--exclude", "("}, out, err) == 2);
  BOOST_TEST(run({"explain", "http://a.test/", "--collection", "none"}, out, err) == 1);
  BOOST_TEST(has(err, "no collection collections/none"));
  BOOST_TEST(run({"explain", "http://a.test/", "-c", "none.yaml"}, out, err) == 4);
  BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_CASE(a_changed_job_is_tried_on_what_was_fetched) {
  crawl();
  support::write_all(
      scratch.path() / "job.yaml",
      "seeds: " + site.start_url() + "\ncollection: c\nallow-private: true\n" + "exclude: /go/\n");
  std::string out, err;

  const int code = run(
      {"explain", "http://www.varve-news.test:" + port + "/go/ferry", "-c", "job.yaml"}, out, err);

  BOOST_TEST(code == 0);
  BOOST_TEST(has(out, "verdict   was fetched: 301 at "));
  BOOST_TEST(has(out, "; by this job: not fetched: excluded"), out);
}

BOOST_AUTO_TEST_CASE(nothing_is_written) {
  std::string out, err;

  BOOST_TEST(run({"explain", "http://a.example.org/"}, out, err) == 0);

  BOOST_TEST(std::filesystem::is_empty(scratch.path()));
  BOOST_TEST(has(out, "verdict   would be fetched\n"), out);
}

BOOST_AUTO_TEST_SUITE_END()
