// pages.jsonl, WACZ 1.1.1 section 5.3.
#include "crawler/status/page_list.h"

#include <string>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"

using crawler::status::PageEntry;
using crawler::status::PageList;

namespace {

struct Pages {
  support::ScratchDir scratch;

  PageList open() {
    auto list = PageList::open(base::real_disk(), scratch.path());
    BOOST_REQUIRE(list);
    return std::move(*list);
  }
  std::vector<boost::json::object> read(const char* name) {
    const auto bytes = base::read_file(base::real_disk(), scratch.path() / name, 1 << 20);
    BOOST_REQUIRE(bytes);
    std::vector<boost::json::object> rows;
    for (std::size_t from = 0; from < bytes->size();) {
      const std::size_t end = bytes->find('\n', from);
      BOOST_REQUIRE(end != std::string::npos);
      rows.push_back(boost::json::parse(bytes->substr(from, end - from)).as_object());
      from = end + 1;
    }
    return rows;
  }
};

PageEntry page(const std::string& url, bool is_seed) {
  PageEntry entry;
  entry.url = url;
  entry.time = base::Timestamp{std::chrono::milliseconds{1795343486123}};
  entry.title = "潮汐表 \"Tides\"\n";
  entry.is_seed = is_seed;
  entry.status = 200;
  entry.mime = "text/html";
  return entry;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(page_list, Pages)

BOOST_AUTO_TEST_CASE(both_lists_begin_with_their_header) {
  open();

  BOOST_TEST(read("pages.jsonl").front().at("format").as_string() == "json-pages-1.0");
  BOOST_TEST(read("pages.jsonl").front().at("id").as_string() == "pages");
  BOOST_TEST(read("extraPages.jsonl").front().at("id").as_string() == "extraPages");
}

BOOST_AUTO_TEST_CASE(seeds_and_other_pages_go_into_lists_of_their_own) {
  PageList list = open();
  list.add(page("http://a.test/", true));
  list.add(page("http://a.test/2", false));

  const auto seeds = read("pages.jsonl");
  const auto others = read("extraPages.jsonl");
  BOOST_REQUIRE(seeds.size() == 2u);
  BOOST_REQUIRE(others.size() == 2u);
  BOOST_TEST(seeds[1].at("url").as_string() == "http://a.test/");
  BOOST_TEST(seeds[1].at("ts").as_string() == "2026-11-22T10:31:26.123Z");
  BOOST_TEST(seeds[1].at("title").as_string() == "潮汐表 \"Tides\"\n");
  BOOST_TEST(others[1].at("url").as_string() == "http://a.test/2");
  BOOST_TEST(list.first()->url == "http://a.test/");
}

BOOST_AUTO_TEST_CASE(a_page_is_described_by_what_it_says_about_itself) {
  PageEntry entry = page("http://a.test/", true);
  entry.headline = "Tides";
  entry.description = "d";
  entry.byline = "Ann Lee";
  entry.published = "2022-03-01T10:14:18+08:00";
  entry.modified = "2022-03-02";
  entry.image = "http://a.test/i.png";
  entry.canonical = "http://a.test/c";
  entry.language = "zh-CN";
  entry.site_name = "Bay Post";
  entry.text = "first\nsecond";
  open().add(entry);

  const auto row = read("pages.jsonl").at(1);
  BOOST_TEST(row.at("headline").as_string() == "Tides");
  BOOST_TEST(row.at("description").as_string() == "d");
  BOOST_TEST(row.at("byline").as_string() == "Ann Lee");
  BOOST_TEST(row.at("published").as_string() == "2022-03-01T10:14:18+08:00");
  BOOST_TEST(row.at("modified").as_string() == "2022-03-02");
  BOOST_TEST(row.at("image").as_string() == "http://a.test/i.png");
  BOOST_TEST(row.at("canonical").as_string() == "http://a.test/c");
  BOOST_TEST(row.at("language").as_string() == "zh-CN");
  BOOST_TEST(row.at("siteName").as_string() == "Bay Post");
  BOOST_TEST(row.at("text").as_string() == "first\nsecond");
}

BOOST_AUTO_TEST_CASE(what_a_page_does_not_say_is_not_written) {
  PageEntry entry = page("http://a.test/", true);
  entry.headline = entry.title;
  open().add(entry);

  std::vector<std::string> names;
  const auto row = read("pages.jsonl").at(1);
  for (const auto& member : row) names.emplace_back(member.key());
  BOOST_TEST(names == (std::vector<std::string>{"id", "url", "ts", "title", "seed", "depth",
                                                "status", "mime"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_text_stays_on_its_line_whatever_it_holds) {
  PageEntry entry = page("http://a.test/", true);
  entry.text = "\r\n\"}\xe2\x80\xa8\xff{\x1b";
  open().add(entry);

  BOOST_TEST(read("pages.jsonl").at(1).at("text").as_string() ==
             "\r\n\"}\xe2\x80\xa8\xef\xbf\xbd{\x1b");
}

BOOST_AUTO_TEST_CASE(every_page_has_an_id_of_its_own) {
  PageList list = open();
  list.add(page("http://a.test/", true));
  list.add(page("http://a.test/", true));

  const auto rows = read("pages.jsonl");
  BOOST_TEST(rows[1].at("id").as_string().size() == 36u);
  BOOST_TEST(rows[1].at("id").as_string() != rows[2].at("id").as_string());
}

BOOST_AUTO_TEST_CASE(a_list_that_is_there_gets_no_second_header) {
  open().add(page("http://a.test/", true));
  open().add(page("http://a.test/", true));

  BOOST_TEST(read("pages.jsonl").size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
