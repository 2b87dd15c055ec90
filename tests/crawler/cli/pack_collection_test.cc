// `varve pack` of a folder that a crawl left.
#include <boost/test/unit_test.hpp>

#include "tests/crawler/cli/packing.h"
#include "tests/support/raw_server.h"

using support::has;
using support::html;
using support::Package;
using support::text_of;
using support::titled;
using support::WarcText;

namespace {

struct CrawledCollection : support::Packing {
  support::RawServer server;

  CrawledCollection() : Packing(VARVE_PROGRAM) {
    server.on("/", html("<title>Home</title><a href=/next>n</a>"));
    server.on("/next", html("<title>Next</title>next"));
  }
  // Into collections/c.
  void crawl(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {
        "crawl",   "--allow-private", "--resolve", server.resolve(), "--delay", "0",
        "--quiet", "--collection",    "c",         server.url("/")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Run done = run(arguments);
    BOOST_REQUIRE_MESSAGE(done.code == 0, done.err);
  }
  std::vector<std::string> without_logs(const Package& package) {
    std::vector<std::string> names = package.names();
    std::erase_if(names, [](const std::string& name) { return name.starts_with("logs/"); });
    return names;
  }
};

const std::string kCollection = "collections/c", kWacz = "collections/c/c.wacz";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(pack_collection, CrawledCollection)

BOOST_AUTO_TEST_CASE(a_collection_is_packed_as_the_crawl_packs_it_and_with_its_logs) {
  crawl();
  const Package by_crawl = packed(kWacz);
  require_refused({kCollection}, "c.wacz exists; --overwrite replaces it");

  const Run done = require_packed({kCollection + "/", "--overwrite"}, kWacz);

  BOOST_TEST(has(done.out, "archives  1 WARC\ncaptures  3\npages     2\n"));
  const Package package = packed(kWacz);
  BOOST_TEST(without_logs(package) == by_crawl.names());
  for (const std::string& name : by_crawl.names()) {
    if (name.starts_with("datapackage")) continue;  // says when
    BOOST_TEST((package.read(name) == by_crawl.read(name)), name);
  }
  BOOST_TEST(has(package.read("logs/crawl.log"), "/next"));
  BOOST_TEST(text_of(package.description(), "title") == "c");
  BOOST_TEST(text_of(package.description(), "mainPageUrl") == server.url("/"));
}

BOOST_AUTO_TEST_CASE(a_folder_is_known_by_its_real_name) {
  crawl({"--no-wacz"});

  const std::string folder = at(kCollection).string();
  support::Process process(program, {"pack", "."}, folder);

  BOOST_TEST(process.wait() == 0);
  BOOST_TEST(std::filesystem::exists(at(kWacz)));
}

BOOST_AUTO_TEST_CASE(a_file_the_index_does_not_know_gets_into_the_index) {
  crawl({"--no-wacz"});
  write(kCollection + "/archive/more.warc", support::wget_crawl().plain());
  write(kCollection + "/archive/z.warc.gz", support::wget_crawl().gzipped());
  const std::string index = support::read_all(at(kCollection + "/indexes/index.cdxj"));

  require_packed({kCollection}, kWacz);

  BOOST_TEST(packed(kWacz).captures() == 3u + 4u + 4u);
  BOOST_TEST(support::read_all(at(kCollection + "/indexes/index.cdxj")) == index);
}

BOOST_AUTO_TEST_CASE(an_index_that_is_out_of_date_is_named) {
  crawl({"--no-wacz"});
  const std::string path = kCollection + "/indexes/index.cdxj";
  const std::string good = support::read_all(at(path));
  const std::string first = good.substr(0, good.find('\n') + 1);
  const std::string name = support::Collection(at(kCollection)).warc_names().front();
  std::string elsewhere = good;
  elsewhere.replace(elsewhere.find(name), 1, "X");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {first, "it is not that of " + name},
      {"", "it is not that of " + name},
      {good.substr(first.size()) + first, ": not sorted"},
      {elsewhere, "which is not there"},
      {good + "torn", "line 4: no CDXJ line"}};
  for (const auto& [index, complaint] : cases) {
    write(path, index);

    const Run done = require_packed({kCollection, "--overwrite"}, kWacz);

    BOOST_TEST_CONTEXT(complaint) {
      BOOST_TEST(has(done.err, "index.cdxj is out of date"));
      BOOST_TEST(has(done.err, complaint), done.err);
      BOOST_TEST(packed(kWacz).captures() == 3u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_collection_without_index_and_pages_gets_both) {
  crawl({"--no-wacz"});
  std::filesystem::remove_all(at(kCollection + "/indexes"));
  std::filesystem::remove_all(at(kCollection + "/pages"));

  const Run done = require_packed({kCollection}, kWacz);

  BOOST_TEST(!has(done.err, "out of date"));
  const Package package = packed(kWacz);
  BOOST_TEST(package.captures() == 3u);
  BOOST_TEST((package.pages("pages.jsonl") == std::vector{server.url("/") + " Home"}));
  BOOST_TEST((package.pages("extraPages.jsonl") == std::vector{server.url("/next") + " Next"}));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_still_written_keeps_the_collection_from_being_packed) {
  crawl({"--no-wacz"});
  const std::string torn = kCollection + "/archive/b.warc.gz.open";
  const std::string bytes = WarcText().info().response("http://a.test/", titled("t")).gzipped();
  write(torn, bytes + "half of a member");

  require_refused({kCollection}, "run `varve mend " + torn + "`");

  BOOST_REQUIRE(run({"mend", torn}).code == 0);
  require_packed({kCollection}, kWacz);
  BOOST_TEST(packed(kWacz).captures() == 4u);
}

BOOST_AUTO_TEST_CASE(an_empty_collection_is_refused) {
  std::filesystem::create_directories(at("none/archive"));

  require_refused({"none"}, "holds no WARC file", 2);
}

BOOST_AUTO_TEST_SUITE_END()
