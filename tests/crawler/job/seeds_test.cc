#include "crawler/job/seeds.h"

#include <memory>

#include <boost/test/unit_test.hpp>

#include "tests/crawler/job/files.h"
#include "tests/support/shared_data.h"

using crawler::job::load_seeds;
using crawler::job::Seeds;

namespace {

struct SeedFiles : job_test::Files {
  Seeds seeds(const std::string& text) {
    auto loaded = load_seeds(base::real_disk(), {{text, scratch.path()}});
    BOOST_REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : loaded.error().detail));
    return std::move(*loaded);
  }
  std::string complaint(const std::string& text) {
    const auto loaded = load_seeds(base::real_disk(), {{text, scratch.path()}});
    BOOST_REQUIRE(!loaded);
    return loaded.error().detail;
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(seeds, SeedFiles)

BOOST_AUTO_TEST_CASE(a_url_is_a_seed_without_its_fragment) {
  BOOST_TEST(seeds("http://a.test/x#top").urls.front().href() == "http://a.test/x");
  BOOST_TEST(seeds("HTTPS://A.test").urls.front().href() == "https://a.test/");
}

BOOST_AUTO_TEST_CASE(a_list_is_read_line_by_line) {
  write("list.txt", "# seeds\nhttp://a.test/1\n\n  http://a.test/2  \r\n");

  const Seeds loaded = seeds("list.txt");

  BOOST_REQUIRE(loaded.urls.size() == 2u);
  BOOST_TEST(loaded.urls[1].href() == "http://a.test/2");
  BOOST_TEST(loaded.articles.empty());
}

BOOST_AUTO_TEST_CASE(what_a_seed_has_of_its_own_goes_with_every_url_of_it) {
  write("list.txt", "http://a.test/1\nhttp://a.test/2\n");
  write("article.md", "---\ntitle: Tides\n---\n\n[more](http://a.test/more)\n");
  const auto own = std::make_shared<const crawler::job::SeedOptions>();

  const auto loaded = load_seeds(base::real_disk(), {{"http://b.test/", scratch.path()},
                                                     {"list.txt", scratch.path(), own},
                                                     {"article.md", scratch.path(), own},
                                                     {"http://c.test/", scratch.path()}});

  BOOST_REQUIRE(loaded.has_value());
  BOOST_REQUIRE(loaded->own.size() == loaded->urls.size());
  BOOST_TEST(!loaded->own[0]);
  BOOST_TEST(loaded->own[1] == own);
  BOOST_TEST(loaded->own[2] == own);
  BOOST_TEST(!loaded->own[3]);
  BOOST_TEST(loaded->articles.front().own == own);
}

BOOST_AUTO_TEST_CASE(a_bad_line_of_a_list_is_named) {
  write("list.txt", "http://a.test/1\nnot a url\n");

  const std::string text = complaint("list.txt");

  BOOST_TEST(has(text, "list.txt"));
  BOOST_TEST(has(text, "2"));
}

BOOST_AUTO_TEST_CASE(a_saved_article_is_kept_as_it_lies_on_disk) {
  const std::string bytes =
      "---\ntitle: Tides\nheadimg: http://a.test/i.jpg\n---\n\n[more](http://a.test/more)\n";
  write("article.md", bytes);

  const Seeds loaded = seeds("article.md");

  BOOST_REQUIRE(loaded.articles.size() == 1u);
  BOOST_TEST(loaded.articles.front().name == "article.md");
  BOOST_TEST(loaded.articles.front().bytes == bytes);
  BOOST_TEST(loaded.articles.front().article.title == "Tides");
  BOOST_TEST(loaded.articles.front().article.links.size() == 2u);
  BOOST_TEST(loaded.urls.empty());
}

BOOST_AUTO_TEST_CASE(a_saved_page_is_an_article_too) {
  write("page.html", "<!doctype html><title>Page</title><img src=http://a.test/i.png>");

  BOOST_TEST(seeds("page.html").articles.front().article.links.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_article_of_the_owner_is_read) {
  const auto path = support::shared_data("seeds/000_e7e112145eed5650.txt");
  if (!path) return;

  const Seeds loaded = seeds(path->string());

  BOOST_REQUIRE(loaded.articles.size() == 1u);
  BOOST_TEST(!loaded.articles.front().article.links.empty());
}

BOOST_AUTO_TEST_CASE(what_is_neither_url_nor_file_is_said_plainly) {
  BOOST_TEST(has(complaint("missing.txt"), "neither an http(s) URL nor a file"));
  BOOST_TEST(has(complaint("www.example.test"), "did you mean https://www.example.test ?"));
  BOOST_TEST(has(complaint("ftp://a.test/"), "only http and https are crawled"));
  BOOST_TEST(!has(complaint("missing\x1b[2J"), "\x1b"));
}

BOOST_AUTO_TEST_CASE(a_broken_url_is_no_seed) {
  for (const char* wrong : {"http://", "http://a b/", "https://[::1", "http://a.test:99999/"}) {
    BOOST_TEST_CONTEXT(wrong) {
      BOOST_TEST(has(complaint(wrong), "not a valid http or https URL"));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_password_in_a_url_is_refused_and_not_repeated) {
  const std::string text = complaint("http://reader:OPEN-SESAME@a.test/x");

  BOOST_TEST(has(text, "--header"));
  BOOST_TEST(!has(text, "OPEN-SESAME"));
}

BOOST_AUTO_TEST_CASE(a_directory_is_no_seed_file) {
  std::filesystem::create_directories(scratch.path() / "folder");

  BOOST_TEST(has(complaint("folder"), "folder"));
}

BOOST_AUTO_TEST_CASE(an_empty_list_gives_no_seeds) {
  write("list.txt", "# nothing yet\n");

  BOOST_TEST(seeds("list.txt").empty());
}

BOOST_AUTO_TEST_CASE(binary_files_are_refused) {
  write("picture.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));

  BOOST_TEST(!complaint("picture.png").empty());
}

BOOST_AUTO_TEST_SUITE_END()
