// What must never happen: a private address connected to, or a secret told or stored.
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(safety, RawCrawling)

BOOST_AUTO_TEST_CASE(private_addresses_are_refused_without_a_connection) {
  job.allow_private = false;
  const std::string port = std::to_string(server.port());
  job.resolve.push_back("six.test:" + port + ":[::1]");
  job.resolve.push_back("mapped.test:" + port + ":[::ffff:127.0.0.1]");
  std::vector<std::string> seeds = {server.url("/"),
                                    "http://six.test:" + port + "/",
                                    "http://mapped.test:" + port + "/",
                                    "http://127.0.0.1:" + port + "/",
                                    "http://0x7f000001:" + port + "/a",
                                    "http://2130706433:" + port + "/b",
                                    "http://0177.0.0.1:" + port + "/c",
                                    "http://0.0.0.0:" + port + "/",
                                    "http://[::ffff:7f00:1]:" + port + "/",
                                    "http://localhost:" + port + "/"};

  const Collection collection = crawl(seeds);

  BOOST_TEST(server.accepted() == 0u);
  BOOST_TEST((report.exit_code == ExitCode::seeds_failed));
  for (const auto& row : collection.lines("logs/crawl.jsonl")) {
    BOOST_TEST_CONTEXT(text_of(row, "url")) {
      BOOST_TEST(text_of(row, "outcome") == "failed");
      BOOST_TEST(text_of(row, "error") == "refused");
      BOOST_TEST(has(text_of(row, "errorDetail"), "is not public; --allow-private"));
    }
  }
  BOOST_TEST(collection.lines("logs/crawl.jsonl").size() == seeds.size());
}

BOOST_AUTO_TEST_CASE(private_addresses_are_refused_without_robots_too) {
  job.allow_private = false;
  job.robots = crawler::job::RobotsMode::ignore;

  const Collection collection = crawl({server.url("/")});

  BOOST_TEST(server.accepted() == 0u);
  BOOST_TEST(text_of(collection.outcome(server.url("/")), "error") == "refused");
}

BOOST_AUTO_TEST_CASE(secret_headers_go_to_the_seeds_origin_alone_and_into_no_file) {
  job.resolve.push_back(server.resolve("other.test"));
  job.headers = {"Cookie: sid=OPEN-SESAME-1", "authorization: Bearer OPEN-SESAME-2",
                 "X-Plain: seen"};
  job.wacz = true;
  server.on("/page",
            html("<img src='" + server.url("/i.png", "other.test") + "'><a href=/next>n</a>"));
  server.on("/next", redirect(server.url("/moved", "other.test")));

  const Collection collection = crawl({server.url("/page")});

  BOOST_TEST(server.requests().size() >= 5u);
  for (const auto& request : server.requests()) {
    const bool is_seed_origin = request.host.starts_with("raw.test");
    BOOST_TEST_CONTEXT(request.host << request.target) {
      BOOST_TEST(request.field("Cookie") == (is_seed_origin ? "sid=OPEN-SESAME-1" : ""));
      BOOST_TEST(request.field("Authorization") == (is_seed_origin ? "Bearer OPEN-SESAME-2" : ""));
      BOOST_TEST(request.field("X-Plain") == "seen");
    }
  }
  BOOST_TEST(!collection.mentions("OPEN-SESAME"));
  BOOST_TEST(has(collection.only("request", server.url("/page")).block, "X-Plain: seen\r\n"));
  const auto metadata = collection.only("metadata", server.url("/page"));
  BOOST_TEST(has(metadata.block, "requestHeaderWithheld: cookie\r\n"));
  BOOST_TEST(has(metadata.block, "requestHeaderWithheld: authorization\r\n"));
}

BOOST_AUTO_TEST_CASE(a_password_in_a_link_is_neither_sent_nor_logged) {
  const std::string port = std::to_string(server.port());
  server.on("/page", html("<a href='http://reader:OPEN-SESAME@raw.test:" + port + "/next'>n</a>"));
  server.on("/next", html("end"));

  const Collection collection = crawl({server.url("/page")});

  BOOST_REQUIRE(asked("/next") == 1u);
  BOOST_TEST(server.requests("/next").front().field("Authorization") == "");
  BOOST_TEST(collection.indexed().contains(server.url("/next")));
  for (const char* file : {"logs/crawl.jsonl", "indexes/index.cdxj", "pages/extraPages.jsonl"}) {
    const std::string bytes = support::read_all(collection.root() / file);
    BOOST_TEST_CONTEXT(file) { BOOST_TEST(!has(bytes, "OPEN-SESAME")); }
  }
}

BOOST_AUTO_TEST_CASE(the_environment_of_the_operator_is_not_used) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  ::setenv("ALL_PROXY", "socks5://127.0.0.1:1", 1);
  server.on("/page", html("page"));

  crawl({server.url("/page")});
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");

  BOOST_TEST((report.exit_code == ExitCode::ok));
}

BOOST_AUTO_TEST_CASE(links_to_other_schemes_are_never_followed) {
  server.on("/page", html("<a href='file:///etc/passwd'>f</a><img src='ftp://raw.test/x'>"
                          "<a href='gopher://raw.test/'>g</a><iframe src='data:text/html,x'>"));
  server.on("/go", redirect("file:///etc/passwd"));

  const Collection collection = crawl({server.url("/page"), server.url("/go")});

  BOOST_TEST(collection.lines("logs/crawl.jsonl").size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_file_name_from_the_web_names_no_file) {
  server.on("/page",
            Reply{support::response(200,
                                    "Content-Type: text/html\r\n"
                                    "Content-Disposition: attachment; filename=../../escaped\r\n",
                                    "x")});

  crawl({server.url("/page")});

  BOOST_TEST(!std::filesystem::exists(scratch.path() / "escaped"));
  std::size_t entries = 0;
  for (const auto& entry : std::filesystem::directory_iterator(scratch.path())) {
    entries += entry.path().filename() == "c" ? 0 : 1;
  }
  BOOST_TEST(entries == 0u);
}

BOOST_AUTO_TEST_CASE(a_header_name_with_a_blank_is_refused_for_it_would_hide_a_secret) {
  for (const char* line : {"Cookie : S=topsecret", " Authorization: Basic eA=="}) {
    job.headers = {line};
    BOOST_TEST_CONTEXT(line) { BOOST_TEST(!try_crawl({server.url("/")}).has_value()); }
  }
}

BOOST_AUTO_TEST_SUITE_END()
