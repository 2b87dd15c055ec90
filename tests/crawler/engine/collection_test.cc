// The folder a crawl leaves: a second crawl into it, rotation, its lock, and article seeds.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <random>
#include <set>

#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

// Text that no compressor shortens much.
std::string noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < size) text += static_cast<char>('!' + random() % 90);
  return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(collection, RawCrawling)

BOOST_AUTO_TEST_CASE(a_second_crawl_adds_to_the_index_of_the_first) {
  server.on("/one", html("one"));
  server.on("/two", html("two"));
  job.wacz = true;

  crawl({server.url("/one")});
  const std::size_t files_before = archive().warc_names().size();
  const Collection both = crawl({server.url("/two")});

  BOOST_TEST(both.warc_names().size() == files_before + 1);
  BOOST_TEST(both.indexed().at(server.url("/one")) == 1);
  BOOST_TEST(both.indexed().at(server.url("/two")) == 1);
  BOOST_TEST(both.indexed().at(server.url("/robots.txt")) == 1);  // still fresh
  BOOST_TEST(both.lines("pages/pages.jsonl").size() == 3u);
  BOOST_TEST(both.lines("logs/crawl.jsonl").size() == 2u);
}

BOOST_AUTO_TEST_CASE(files_are_rotated_between_captures) {
  std::string links;
  for (unsigned i = 0; i < 30; ++i) {
    const std::string target = "/n" + std::to_string(i);
    links += "<a href=" + target + ">x</a>";
    server.on(target, support::text(noise(6000, i)));
  }
  server.on("/page", html(links));
  job.warc_max_bytes = 40'000;

  const Collection collection = crawl({server.url("/page")});  // checks index and records

  BOOST_TEST(collection.warc_names().size() >= 4u);
  std::set<std::string> warcinfos;
  for (const std::string& name : collection.warc_names()) {
    const auto path = collection.root() / "archive" / name;
    BOOST_TEST_CONTEXT(name) { BOOST_TEST(std::filesystem::file_size(path) <= 40'000u); }
  }
  for (const auto& record : collection.records()) {
    if (record.type() == "warcinfo") warcinfos.insert(record.one("WARC-Record-ID"));
  }
  BOOST_TEST(warcinfos.size() == collection.warc_names().size());
  for (const auto& record : collection.records()) {
    if (record.type() == "warcinfo") continue;
    BOOST_TEST(warcinfos.contains(record.one("WARC-Warcinfo-ID")));
  }
  for (unsigned i = 0; i < 30; ++i) {
    const std::string url = server.url("/n" + std::to_string(i));
    BOOST_TEST(collection.only("response", url).body() == noise(6000, i));
  }
}

BOOST_AUTO_TEST_CASE(a_capture_larger_than_a_file_has_one_for_itself) {
  server.on("/page", html("<a href=/big>b</a><a href=/small>s</a>"));
  server.on("/big", support::text(noise(100'000, 1)));
  server.on("/small", support::text("small"));
  job.warc_max_bytes = 20'000;

  const Collection collection = crawl({server.url("/page")});

  BOOST_TEST(collection.only("response", server.url("/big")).body().size() == 100'000u);
}

BOOST_AUTO_TEST_CASE(a_body_too_large_for_memory_is_stored_through_a_file) {
  const std::string body = noise(5'000'000, 7);
  server.on("/big", support::text(body));

  const Collection collection = crawl({server.url("/big")});

  BOOST_TEST((collection.only("response", server.url("/big")).body() == body));
  std::size_t left_over = 0;
  for (const auto& entry : std::filesystem::directory_iterator(collection.root() / "state")) {
    const std::string name = entry.path().filename().string();
    left_over += name == "lock" || name.ends_with(".jsonl") ? 0 : 1;
  }
  BOOST_TEST(left_over == 0u);
}

BOOST_AUTO_TEST_CASE(a_collection_in_use_is_not_touched) {
  server.on("/page", html("page"));
  crawl({server.url("/page")});
  const auto lock = archive().root() / "state/lock";
  const int other = ::open(lock.c_str(), O_RDWR | O_CLOEXEC);
  BOOST_REQUIRE(::flock(other, LOCK_EX | LOCK_NB) == 0);
  const auto names = archive().warc_names();

  const auto result = try_crawl({server.url("/page")});
  ::close(other);

  BOOST_REQUIRE(!result);
  BOOST_TEST(result.error().detail.find("another crawl is writing into it") != std::string::npos);
  BOOST_TEST(archive().warc_names() == names, boost::test_tools::per_element());
  BOOST_TEST(asked("/page") == 1u);
}

BOOST_AUTO_TEST_CASE(a_collection_that_is_a_file_is_said_to_be_one) {
  support::write_all(scratch.path() / "c", "not a folder");

  const auto result = try_crawl({server.url("/page")});

  BOOST_REQUIRE(!result);
  BOOST_TEST(!result.error().detail.empty());
  BOOST_TEST(server.accepted() == 0u);
}

BOOST_AUTO_TEST_CASE(a_saved_article_is_stored_and_its_pictures_are_fetched) {
  const std::string bytes = "---\ntitle: Tides\nheadimg: " + server.url("/head.jpg") +
                            "\n---\n\n![](" + server.url("/in.jpg") + ")\n";
  support::write_all(scratch.path() / "article.md", bytes);
  for (const char* target : {"/head.jpg", "/in.jpg"}) {
    server.on(target, Reply{support::response(200, "Content-Type: image/jpeg\r\n", "jpeg")});
  }

  const Collection collection = crawl({"article.md"});

  BOOST_TEST((report.exit_code == ExitCode::ok));
  BOOST_TEST(asked("/head.jpg") == 1u);
  BOOST_TEST(asked("/in.jpg") == 1u);
  const auto records = collection.records();
  const auto resource = std::find_if(records.begin(), records.end(), [](const auto& record) {
    return record.type() == "resource";
  });
  BOOST_REQUIRE(resource != records.end());
  BOOST_TEST(resource->block == bytes);
  BOOST_TEST(resource->uri().starts_with("urn:sha1:"));
  // Only the file's name: where it lies on this machine is nobody's business.
  BOOST_TEST(!collection.mentions(scratch.path().string() + "/article.md"));
  BOOST_TEST(server.requests("/in.jpg").front().field("Referer") == "");
}

BOOST_AUTO_TEST_CASE(the_warcinfo_tells_how_the_crawl_was_made) {
  server.on("/page", html("page"));
  job.contact = "mailto:ops@example.test";

  const Collection collection = crawl({server.url("/page")});

  const std::string info = collection.records().front().block;
  BOOST_TEST(collection.records().front().type() == "warcinfo");
  for (const char* line : {"software: Varve/", "robots: obey\r\n", "operator: mailto:ops",
                           "http-header-user-agent: Mozilla/5.0 (compatible; Varve/"}) {
    BOOST_TEST_CONTEXT(line) { BOOST_TEST(info.find(line) != std::string::npos); }
  }
}

BOOST_AUTO_TEST_SUITE_END()
