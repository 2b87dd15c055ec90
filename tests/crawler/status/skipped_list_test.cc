#include "crawler/status/skipped_list.h"

#include <cstdio>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/crawler/status/visits.h"
#include "tests/support/scratch_dir.h"

using crawler::status::SkippedList;
using namespace status_test;
using policies::Reason;

namespace {

struct Skipped {
  support::ScratchDir scratch;
  const base::Timestamp now{std::chrono::milliseconds{1795343486123}};

  SkippedList open(std::uint64_t max_lines = 1000) {
    auto list = SkippedList::open(base::real_disk(), scratch.path(), max_lines);
    BOOST_REQUIRE(list);
    return std::move(*list);
  }
  std::vector<std::string> lines() {
    const auto bytes =
        base::read_file(base::real_disk(), scratch.path() / "skipped.jsonl", 10'000'000);
    BOOST_REQUIRE(bytes);
    std::vector<std::string> found;
    for (std::size_t from = 0; from < bytes->size();) {
      const std::size_t end = bytes->find('\n', from);
      found.push_back(bytes->substr(from, end - from));
      from = end + 1;
    }
    return found;
  }
};

policies::Candidate link(const std::string& url) { return task(url, "L").candidate; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(skipped_list, Skipped)

BOOST_AUTO_TEST_CASE(a_line_says_what_was_skipped_and_why) {
  SkippedList list = open();
  policies::Candidate candidate = link("http://b.test/x?y");
  candidate.via = "http://a.test/";
  candidate.depth = 2;
  candidate.seed = 7;

  list.add(candidate, {Reason::scope, "scope host"}, now);

  BOOST_TEST(lines().at(0) ==
             R"({"ts":"2026-11-22T10:31:26.123Z","url":"http://b.test/x?y","reason":"scope",)"
             R"("detail":"scope host","kind":"page","hops":"L","via":"http://a.test/",)"
             R"("depth":2,"seed":7})");
}

BOOST_AUTO_TEST_CASE(what_is_parked_says_so) {
  SkippedList list = open();

  list.add(link("http://b.test/"), {Reason::calendar, "", true}, now);

  BOOST_TEST(boost::json::parse(lines().at(0)).at("parked").as_bool());
}

BOOST_AUTO_TEST_CASE(a_url_is_listed_once_for_each_reason) {
  SkippedList list = open();

  BOOST_TEST(list.add(link("http://b.test/"), {Reason::scope, ""}, now));
  BOOST_TEST(!list.add(link("http://b.test/"), {Reason::scope, "again"}, now));
  BOOST_TEST(list.add(link("http://b.test/"), {Reason::depth, ""}, now));
  BOOST_TEST(list.add(link("http://b.test/2"), {Reason::scope, ""}, now));

  BOOST_TEST(lines().size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_full_list_ends_with_how_many_are_missing) {
  SkippedList list = open(10);

  for (int i = 0; i < 25; ++i) {
    BOOST_TEST(list.add(link("http://b.test/" + std::to_string(i)), {Reason::scope, ""}, now));
  }
  BOOST_TEST(!list.add(link("http://b.test/0"), {Reason::scope, ""}, now));
  BOOST_TEST(list.close().has_value());

  BOOST_REQUIRE(lines().size() == 11u);
  BOOST_TEST(lines().back() == R"({"notListed":15})");
}

BOOST_AUTO_TEST_CASE(a_list_that_holds_all_ends_without_a_word) {
  SkippedList list = open();
  list.add(link("http://b.test/"), {Reason::scope, ""}, now);
  BOOST_TEST(list.close().has_value());

  BOOST_TEST(lines().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_crawl_begins_its_own_list) {
  open().add(link("http://b.test/1"), {Reason::scope, ""}, now);
  open().add(link("http://b.test/2"), {Reason::scope, ""}, now);

  BOOST_REQUIRE(lines().size() == 1u);
  BOOST_TEST(lines().front().find("http://b.test/2") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(hostile_text_stays_on_its_line) {
  SkippedList list = open();
  policies::Candidate candidate = link("http://b.test/\"%0A?\xe4\xb8\xad");
  candidate.via = "\n\"}\xff\x1b[2J";

  list.add(candidate, {Reason::excluded, "\r\n\"\xed\xa0\x80"}, now);

  BOOST_REQUIRE(lines().size() == 1u);
  BOOST_TEST(boost::json::parse(lines().front()).at("reason").as_string() == "excluded");
}

BOOST_AUTO_TEST_CASE(a_place_that_cannot_be_written_is_an_error) {
  std::filesystem::create_directories(scratch.path() / "skipped.jsonl" / "full");

  BOOST_TEST(!SkippedList::open(base::real_disk(), scratch.path()).has_value());
}

BOOST_AUTO_TEST_CASE(links_judged_again_and_again_cost_little) {
  constexpr int kLinks = 260, kPages = 100;
  SkippedList list = open();
  std::vector<policies::Candidate> links;
  for (int i = 0; i < kLinks; ++i) {
    links.push_back(link("http://other" + std::to_string(i) + ".test/section/page.html"));
  }
  const policies::Verdict verdict{Reason::scope, "scope host"};
  for (const auto& candidate : links) list.add(candidate, verdict, now);

  int found_new = 0;
  const auto begun = std::chrono::steady_clock::now();
  for (int page = 0; page < kPages; ++page) {
    for (const auto& candidate : links) found_new += list.add(candidate, verdict, now) ? 1 : 0;
  }
  const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - begun;

  std::printf("skipped list: %.0f ns for a link listed before\n", spent.count() / kLinks / kPages);
  BOOST_TEST(found_new == 0);
}

BOOST_AUTO_TEST_SUITE_END()
