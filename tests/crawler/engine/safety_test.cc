// What must never happen: a private address connected to, or a secret told or stored.
#include "crawler/demo/demo_site.h"
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
                                    "http://[::ffff:7f00:1]:" + port + "/"};

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

// The names of --resolve are known; the others are not even looked up.
BOOST_AUTO_TEST_CASE(names_that_lead_nowhere_public_are_not_looked_up) {
  job.allow_private = false;
  const std::string port = std::to_string(server.port());
  const std::vector<std::string> names = {"localhost", "printer.local", "db.internal",
                                          "wiki",      "nas.lan",       "other.test"};
  std::vector<std::string> seeds;
  for (const std::string& name : names) seeds.push_back("http://" + name + ":" + port + "/");
  seeds.push_back(server.url("/known"));

  const Collection collection = crawl(seeds);

  BOOST_TEST(server.accepted() == 0u);
  BOOST_TEST(text_of(collection.outcome(server.url("/known")), "error") == "refused");
  std::size_t skipped = 0;
  for (const auto& row : collection.lines("reports/skipped.jsonl")) {
    skipped += text_of(row, "reason") == "private_name" ? 1 : 0;
  }
  BOOST_TEST(skipped == names.size());
}

// Each way a page of the web could lead inside: a link, a picture, a redirect, a frame.
BOOST_AUTO_TEST_CASE(a_page_of_an_open_network_leads_into_no_other) {
  job.private_networks = {"127.0.0.1"};
  job.scope.kind = policies::ScopeOptions::Kind::any;
  const std::string port = ":" + std::to_string(server.port());
  const std::string inside = "http://127.0.0.2" + port, zero = "http://0.0.0.0" + port;
  server.on("/page", html("<a href='" + inside + "/a'>a</a><img src='" + zero +
                          "/i.png'><a href="
                          "/go>g</a><iframe src='http://[::ffff:127.0.0.3]" +
                          port + "/f'>"));
  server.on("/go", redirect("http://127.0.0.4" + port + "/r"));

  const Collection collection = crawl({server.url("/page")});

  for (const std::string& target : targets()) {
    BOOST_TEST((target == "/page" || target == "/go" || target == "/robots.txt"), target);
  }
  BOOST_TEST(asked("/robots.txt") == 1u);
  BOOST_TEST(text_of(collection.outcome(inside + "/a"), "error") == "refused");
}

BOOST_AUTO_TEST_CASE(the_archive_says_which_addresses_were_open) {
  const auto said = [this](bool allow, std::vector<std::string> networks, const char* name) {
    job.allow_private = allow;
    job.private_networks = std::move(networks);
    job.collection = name;
    server.on("/page", html("words"));
    const auto records = crawl({server.url("/page")}).records();
    return records.empty() ? std::string() : records.front().block;
  };

  BOOST_TEST(has(said(true, {}, "a"), "varve-addresses: private addresses allowed\r\n"));
  BOOST_TEST(has(said(true, {"127.0.0.0/8", "::1"}, "b"),
                 "varve-addresses: private addresses allowed: 127.0.0.0/8, ::1\r\n"));
}

BOOST_AUTO_TEST_CASE(private_addresses_are_refused_without_robots_too) {
  job.allow_private = false;
  job.robots = crawler::job::RobotsMode::ignore;
  job.robots_reason = "our own site";

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

// Only where the job says so, and then the archive says it too.
BOOST_AUTO_TEST_CASE(certificates_are_left_unchecked_only_where_the_job_says_so) {
  crawler::demo::DemoSite site{{.https = true}};
  job.resolve = site.resolve_entries();
  job.scope.kind = policies::ScopeOptions::Kind::page;
  job.scope.requisites = policies::ScopeOptions::Requisites::none;
  job.insecure = true;

  const Collection collection = crawl({site.https_start_url()});

  BOOST_TEST((report.exit_code == ExitCode::ok));
  BOOST_TEST(has(collection.records().front().block, "varve-certificates: not checked\r\n"));
  BOOST_TEST(has(collection.records().front().block, "\"insecure\":\"true\""));
}

BOOST_AUTO_TEST_SUITE_END()
