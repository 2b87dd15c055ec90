#include "crawler/cli/pack_pages.h"

#include <boost/json.hpp>

#include "tests/support/collection.h"
#include "tests/support/scratch_dir.h"

using crawler::cli::PageSorter;
using crawler::cli::PageSummary;
using crawler::cli::summarise_pages;
using crawler::status::PageEntry;
using support::must;
using support::text_of;

namespace {

struct Lists {
  support::ScratchDir scratch;
  PageSorter sorter{base::real_disk(), scratch.path()};

  void add(std::size_t archive, std::uint64_t number, const std::string& url, bool is_seed,
           int hour = 0, const std::string& title = "t") {
    PageEntry page;
    page.url = url;
    page.time = support::golden_time() + std::chrono::hours(hour);
    page.title = title;
    page.is_seed = is_seed;
    page.depth = is_seed ? 0 : 3;
    page.mime = "text/html";
    must(sorter.add(archive, number, page));
  }
  // Without the header line.
  std::vector<boost::json::object> pages(const std::string& list) {
    auto rows = support::Collection(scratch.path()).lines(list);
    BOOST_REQUIRE(!rows.empty());
    BOOST_TEST(text_of(rows.front(), "format") == "json-pages-1.0");
    rows.erase(rows.begin());
    return rows;
  }
  std::string urls(const std::string& list) {
    std::string joined;
    for (const auto& page : pages(list)) joined += text_of(page, "url") + " ";
    return joined;
  }
  std::filesystem::path list(const std::string& text) {
    const auto path = scratch.path() / "given.jsonl";
    support::write_all(path, text);
    return path;
  }
};

const std::string kHeader = "{\"format\": \"json-pages-1.0\", \"id\": \"pages\"}\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(pack_pages, Lists)

// Z-09
BOOST_AUTO_TEST_CASE(seeds_and_other_pages_are_listed_in_the_order_of_the_archives) {
  add(10, 0, "http://a.test/4", false);
  add(2, 1, "http://a.test/3", false);
  add(2, 0, "http://b.test/", true);
  add(0, 7, "http://a.test/", true);

  must(sorter.write());

  BOOST_TEST(urls("pages.jsonl") == "http://a.test/ http://b.test/ ");
  BOOST_TEST(urls("extraPages.jsonl") == "http://a.test/3 http://a.test/4 ");
  BOOST_TEST(support::number_of(pages("extraPages.jsonl").front(), "depth") == 3);
}

BOOST_AUTO_TEST_CASE(a_page_seen_twice_is_listed_once_as_it_was_last) {
  add(0, 0, "http://a.test/", true, 5, "newest");
  add(0, 1, "http://a.test/x", true);
  add(0, 2, "http://a.test/", false, 2, "older");
  add(1, 0, "http://a.test/x", false, 9, "x again");

  must(sorter.write());

  const auto seeds = pages("pages.jsonl");
  BOOST_REQUIRE(seeds.size() == 2u);
  BOOST_TEST(text_of(seeds[0], "title") == "newest");
  BOOST_TEST(text_of(seeds[0], "ts") ==
             base::to_iso8601(support::golden_time() + std::chrono::hours(5)));
  BOOST_TEST(text_of(seeds[1], "title") == "x again");
  BOOST_TEST(pages("extraPages.jsonl").empty());
}

// Viewers open the first page of pages.jsonl (Z-14).
BOOST_AUTO_TEST_CASE(without_seeds_the_first_page_is_taken_for_one) {
  add(0, 0, "http://a.test/1", false);
  add(0, 1, "http://a.test/2", false);

  must(sorter.write());

  BOOST_TEST(urls("pages.jsonl") == "http://a.test/1 ");
  BOOST_TEST(urls("extraPages.jsonl") == "http://a.test/2 ");
}

BOOST_AUTO_TEST_CASE(lists_without_pages_have_their_headers) {
  must(sorter.write());

  BOOST_TEST(pages("pages.jsonl").empty());
  BOOST_TEST(pages("extraPages.jsonl").empty());
}

BOOST_AUTO_TEST_CASE(a_list_tells_how_many_pages_it_has_and_which_is_first) {
  const PageSummary summary = must(summarise_pages(
      base::real_disk(), list(kHeader + "{\"url\": \"http://a.test/\", \"ts\": "
                                        "\"2026-03-01T10:00:00Z\"}\n{\"url\": \"x:y\"}")));

  BOOST_TEST(summary.pages == 2u);
  BOOST_TEST(summary.first_url == "http://a.test/");
  BOOST_REQUIRE(summary.first_date.has_value());
  BOOST_TEST(base::to_timestamp14(*summary.first_date) == "20260301100000");
}

BOOST_AUTO_TEST_CASE(what_is_no_page_list_is_refused_with_its_line) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "is empty"},
      {"{\"url\": \"http://a.test/\"}\n", ":1: a page list begins with"},
      {"http://a.test/\n", ":1: no JSON object"},
      {kHeader + "[1]\n", ":2: no JSON object"},
      {kHeader + "{\"title\": \"t\"}\n", ":2: the page has no url"}};
  for (const auto& [text, complaint] : cases) {
    const auto summary = summarise_pages(base::real_disk(), list(text));

    BOOST_REQUIRE(!summary);
    BOOST_TEST((summary.error().code == base::Errc::invalid));
    BOOST_TEST(summary.error().detail.find(complaint) != std::string::npos, complaint);
  }
}

BOOST_AUTO_TEST_SUITE_END()
