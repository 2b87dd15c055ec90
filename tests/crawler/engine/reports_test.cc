// reports/*.jsonl of whole crawls: what became of each seed, host and URL (docs/reports.md).
#include <cctype>
#include <memory>

#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

struct Reports : RawCrawling {
  std::string name(const std::string& host) {
    job.resolve.push_back(server.resolve(host));
    return host;
  }
  std::string seed(const std::string& host, const std::string& target = "/") {
    return server.url(target, name(host));
  }
  void on(const std::string& host, const std::string& target, const Reply& reply) {
    server.on(target, reply, host);
  }
};

std::string links(int count, const std::string& prefix = "/p") {
  std::string body;
  for (int i = 0; i < count; ++i) {
    body += "<a href=" + prefix + std::to_string(i) + ">x</a>";
  }
  return body;
}

std::string verdict_of(const std::vector<boost::json::object>& seeds, std::size_t number) {
  return text_of(seeds.at(number), "verdict");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(reports, Reports)

BOOST_AUTO_TEST_CASE(eight_seeds_end_in_eight_ways) {
  const std::string big(30'000, 'x');
  const std::vector<std::string> seeds = {
      seed("complete.test"), seed("pages.test"), seed("size.test"), seed("depth.test"),
      seed("robots.test"),   seed("wall.test"),  seed("gone.test"), seed("urls.test")};
  on("complete.test", "/", html("<a href=/a>a</a>"));
  on("complete.test", "/a", html("<a href=/>back</a>"));
  on("pages.test", "/", html(links(10)));
  on("size.test", "/", html(big + links(10)));
  on("depth.test", "/", html("<a href=/1>1</a>"));
  on("depth.test", "/1", html("<a href=/2>2</a><a href=/>back</a>"));
  on("depth.test", "/2", html("<a href=/3>3</a>"));
  on("robots.test", "/robots.txt", support::text("User-agent: *\nDisallow: /\n"));
  on("wall.test", "/", Reply{support::response(403, "Content-Type: text/html\r\n", "no")});
  on("urls.test", "/", html("<img src=/1.png><img src=/2.png><img src=/3.png>"));
  for (const char* host : {"pages.test", "size.test"}) {
    for (int i = 0; i < 10; ++i) on(host, "/p" + std::to_string(i), html(std::to_string(i)));
  }
  job.gzip_level = 0;
  job.scope.depth = 2;
  job.budget.host = {.pages = 3, .urls = {}, .bytes = 20'000, .errors = {}, .time = {}};
  crawler::job::Seeds loaded;
  for (const std::string& url : seeds) loaded.urls.push_back(*base::Url::parse(url));
  crawler::job::SeedOptions own;
  own.scope = job.scope;
  own.limits.urls = 3;
  loaded.own.resize(7);
  loaded.own.push_back(std::make_shared<const crawler::job::SeedOptions>(own));

  const auto result =
      crawler::engine::run_crawl(job, loaded, base::real_disk(), base::system_clock());

  BOOST_REQUIRE(result);
  BOOST_TEST((result->exit_code == ExitCode::ok));
  const auto lines = archive().lines("reports/seeds.jsonl");
  BOOST_REQUIRE(lines.size() == 8u);
  BOOST_TEST(verdict_of(lines, 0) == "complete");
  BOOST_TEST(verdict_of(lines, 1) == "page_limit");
  BOOST_TEST(verdict_of(lines, 2) == "size_limit");
  BOOST_TEST(verdict_of(lines, 3) == "depth");
  BOOST_TEST(verdict_of(lines, 4) == "blocked");
  BOOST_TEST(text_of(lines[4], "detail").starts_with("robots"));
  BOOST_TEST(verdict_of(lines, 5) == "blocked");
  BOOST_TEST(text_of(lines[5], "detail") == "the server answered 403");
  BOOST_TEST(verdict_of(lines, 6) == "failed");
  BOOST_TEST(text_of(lines[6], "detail") == "the server answered 404");
  BOOST_TEST(verdict_of(lines, 7) == "url_limit");
  BOOST_TEST(number_of(lines[1], "pages") == 3);
  BOOST_TEST(number_of(lines[1].at("parked").as_object(), "page_limit") == 8);
  BOOST_TEST(number_of(lines[7], "urls") == 3);
}

// Times, the port and sizes of records differ from run to run; how a scope names its rules is its
// own business.
std::string steady(const std::string& line) {
  std::string text = line;
  const auto blank = [&text](const std::string& from, const char* to) {
    for (std::size_t at; (at = text.find(from)) != text.npos;) {
      std::size_t end = at + from.size();
      while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
      text.replace(at, end - at, to);
    }
  };
  blank("\"bytes\":", "\"BYTES\"");
  blank(".test:", ".test_PORT");
  blank("\"restMs\":", "\"REST\"");
  const auto cover = [&text](const std::string& key, const char* with) {
    const std::size_t at = text.find(key);
    const std::size_t value = at + key.size();
    if (at != text.npos) text.replace(value, text.find('"', value) - value, with);
  };
  for (const char* key : {"\"first\":\"", "\"last\":\"", "\"ts\":\""}) cover(key, "TIME");
  cover("\"reason\":\"scope\",\"detail\":\"", "RULE");
  return text;
}

BOOST_AUTO_TEST_CASE(the_lines_of_a_small_crawl_are_these) {
  const std::string first = seed("a.test");
  on("a.test", "/robots.txt", support::text("User-agent: *\nDisallow: /private\n"));
  on("a.test", "/", redirect("/home"));
  on("a.test", "/home",
     html("<a href=http://b.test/>b</a><a href=/private>no</a>"
          "<a href=/1>1</a><a href=/2>2</a><img src=/i.png>"));
  on("a.test", "/1", html("one"));
  on("a.test", "/i.png", Reply{support::response(200, "Content-Type: image/png\r\n", "png")});
  job.budget.host.pages = 2;

  const Collection collection = crawl({first});

  std::vector<std::string> lines;
  for (const char* file : {"seeds", "hosts", "skipped", "left"}) {
    for (const auto& line : collection.text_lines("reports/" + std::string(file) + ".jsonl")) {
      lines.push_back(steady(line));
    }
  }
  const std::vector<std::string> expected = {
      R"({"seed":0,"url":"http://a.test_PORT/","verdict":"page_limit",)"
      R"("detail":"host a.test_PORT: 2 pages","redirectsTo":"http://a.test_PORT/home",)"
      R"("pages":2,"urls":4,"BYTES","errors":0,"first":"TIME","last":"TIME","queued":0,)"
      R"("parked":{"page_limit":1},"skipped":{"scope":1,"robots":1}})",
      R"({"host":"a.test_PORT","ip":"127.0.0.1","known":6,"urls":4,"pages":2,"BYTES",)"
      R"("statuses":{"2xx":3,"3xx":1},"skipped":{"robots":1},"parkedFor":{"page_limit":1},)"
      R"("queued":0,"parked":1})",
      R"({"ts":"TIME","url":"http://b.test/","reason":"scope","detail":"RULE","kind":"page",)"
      R"("hops":"RL","via":"http://a.test_PORT/home","depth":1,"seed":0})",
      R"({"ts":"TIME","url":"http://a.test_PORT/private","reason":"robots",)"
      R"("detail":"Disallow: /private","kind":"page","hops":"RL",)"
      R"("via":"http://a.test_PORT/home","depth":1,"seed":0})",
      R"({"ts":"TIME","url":"http://a.test_PORT/2","reason":"page_limit",)"
      R"("detail":"host a.test_PORT: 2 pages","parked":true,"kind":"page","hops":"RL",)"
      R"("via":"http://a.test_PORT/home","depth":1,"seed":0})",
      R"({"url":"http://a.test_PORT/2","state":"parked","reason":"page_limit",)"
      R"("detail":"host a.test_PORT: 2 pages","hops":"RL","via":"http://a.test_PORT/home",)"
      R"("depth":1,"seed":0})"};
  BOOST_TEST(lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_crawl_cut_short_lists_what_is_left) {
  const std::string first = seed("a.test");
  const std::string second = seed("b.test");
  on("a.test", "/", html(links(50)));
  for (int i = 0; i < 50; ++i) on("a.test", "/p" + std::to_string(i), html("x"));
  on("b.test", "/", html("small"));
  job.budget.crawl.pages = 5;

  const Collection collection = crawl({second, first});

  const auto lines = collection.lines("reports/seeds.jsonl");
  BOOST_TEST((report.exit_code == ExitCode::page_limit));
  BOOST_TEST(verdict_of(lines, 0) == "complete");
  BOOST_TEST(verdict_of(lines, 1) == "page_limit");
  BOOST_TEST(number_of(lines[1], "queued") == 47);
  const auto left = collection.lines("reports/left.jsonl");
  BOOST_TEST(left.size() == 47u);
  BOOST_TEST(text_of(left.front(), "state") == "queued");
  BOOST_TEST(number_of(collection.report(), "left") == 47);
}

BOOST_AUTO_TEST_CASE(a_link_on_every_page_is_listed_and_counted_once) {
  std::string body = "<a href=http://elsewhere.test/>x</a>" + links(10);
  const std::string first = seed("a.test");
  on("a.test", "/", html(body));
  for (int i = 0; i < 10; ++i) on("a.test", "/p" + std::to_string(i), html(body));

  const Collection collection = crawl({first});

  BOOST_TEST(collection.lines("reports/skipped.jsonl").size() == 1u);
  const auto line = collection.lines("reports/seeds.jsonl").at(0);
  BOOST_TEST(number_of(line.at("skipped").as_object(), "scope") == 1);
  BOOST_TEST(number_of(collection.report().at("linksSkipped").as_object(), "scope") == 11);
  BOOST_TEST(collection.lines("reports/hosts.jsonl").size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_second_crawl_writes_its_own_reports) {
  const std::string first = seed("a.test");
  on("a.test", "/", html("<a href=http://elsewhere.test/>x</a>"));

  crawl({first});
  const Collection collection = crawl({first});

  BOOST_TEST(collection.lines("reports/skipped.jsonl").size() == 1u);
  BOOST_TEST(collection.lines("reports/seeds.jsonl").size() == 1u);
  BOOST_TEST(collection.lines("logs/crawl.jsonl").size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
