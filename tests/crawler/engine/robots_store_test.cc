#include "crawler/engine/robots_store.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"

using crawler::engine::RobotsStore;
using crawler::engine::StoredRobots;
using std::chrono::hours;

namespace {

const base::Timestamp kNow{std::chrono::seconds(1'795'343'486)};
constexpr hours kMonth{30 * 24};

struct Folder {
  support::ScratchDir scratch;
  std::filesystem::path file = scratch.path() / "robots.jsonl";

  RobotsStore open(base::Timestamp now = kNow) {
    auto store = RobotsStore::open(base::real_disk(), scratch.path(), now, kMonth);
    BOOST_REQUIRE(store);
    return std::move(*store);
  }
  void append(const std::string& bytes) {
    auto opened = base::real_disk().open(file, base::OpenMode::append);
    BOOST_REQUIRE(opened);
    BOOST_REQUIRE((*opened)->append(bytes));
  }
};

StoredRobots robots(const std::string& origin, const std::string& body = "Disallow: /\n") {
  StoredRobots robots;
  robots.origin = origin;
  robots.fetched = kNow - hours(1);
  robots.expires = kNow + hours(23);
  robots.status = 200;
  robots.url = origin + "/robots.txt";
  robots.etag = "\"x\"";
  robots.modified = "Sun, 22 Nov 2026 10:00:00 GMT";
  robots.body = body;
  return robots;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(robots_store, Folder)

BOOST_AUTO_TEST_CASE(what_was_put_is_found_in_this_run_and_the_next) {
  std::string every_byte;
  for (int c = 0; c < 256; ++c) every_byte += static_cast<char>(c);
  RobotsStore first = open();
  first.put(robots("http://a", every_byte));
  first.put(robots("http://b"));
  BOOST_TEST(first.find("http://a", kNow)->body == every_byte);

  const RobotsStore second = open();
  const auto found = second.find("http://a", kNow);
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(found->body == every_byte);
  BOOST_TEST(found->etag == "\"x\"");
  BOOST_TEST(found->modified == "Sun, 22 Nov 2026 10:00:00 GMT");
  BOOST_TEST(found->url == "http://a/robots.txt");
  BOOST_TEST(found->status == 200);
  BOOST_TEST((found->fetched == kNow - hours(1) && found->expires == kNow + hours(23)));
  BOOST_TEST(!second.find("http://c", kNow).has_value());
}

BOOST_AUTO_TEST_CASE(the_last_line_of_an_origin_counts_and_the_others_go) {
  RobotsStore store = open();
  for (const char* body : {"1", "2", "3"}) store.put(robots("http://a", body));
  BOOST_TEST(store.find("http://a", kNow)->body == "3");
  const auto before = std::filesystem::file_size(file);

  BOOST_TEST(open().find("http://a", kNow)->body == "3");
  BOOST_TEST(std::filesystem::file_size(file) < before);
}

BOOST_AUTO_TEST_CASE(what_is_older_than_a_month_goes) {
  open().put(robots("http://a"));
  BOOST_TEST(open(kNow + kMonth - hours(2)).size() == 1u);
  BOOST_TEST(open(kNow + kMonth).size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_clock_set_back_keeps_nothing_for_ever) {
  RobotsStore store = open();
  store.put(robots("http://a"));

  const base::Timestamp earlier = kNow - hours(1000);
  const auto found = store.find("http://a", earlier);

  BOOST_REQUIRE(found.has_value());
  BOOST_TEST((found->fetched == earlier && found->expires <= earlier));
}

BOOST_AUTO_TEST_CASE(torn_and_foreign_lines_are_passed_over) {
  open().put(robots("http://a"));
  append("\n{}\n[1,2\n\xff\xfe\n{\"origin\":\"http://x\",\"fetched\":\"soon\"}\n");
  append(R"({"origin":"http://y","fetched":1795343000,"expires":1,"status":200,"body":"*"})"
         "\n");
  append(std::string(5'000'000, 'x') + "\n");
  RobotsStore store = open();
  store.put(robots("http://b"));
  append(R"({"origin":"http://z","fetched":17953)");

  const RobotsStore again = open();
  BOOST_TEST(again.size() == 2u);
  BOOST_TEST(again.find("http://a", kNow)->body == "Disallow: /\n");
  BOOST_TEST(again.find("http://b", kNow).has_value());
  BOOST_TEST(open().size() == 2u);
}

BOOST_AUTO_TEST_CASE(lines_over_the_edges_of_what_is_read_at_once_are_whole) {
  RobotsStore store = open();
  for (int i = 0; i < 6; ++i) {
    store.put(robots("http://" + std::to_string(i), std::string(400'000, 'a' + i % 26)));
  }
  const RobotsStore again = open();
  BOOST_TEST(again.size() == 6u);
  BOOST_TEST((again.find("http://4", kNow)->body == std::string(400'000, 'e')));
}

BOOST_AUTO_TEST_SUITE_END()
