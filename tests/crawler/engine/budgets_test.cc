// Limits for each seed, host and registrable domain, reached exactly; what is over them is parked.
#include <cstdio>
#include <memory>

#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

struct Budgets : RawCrawling {
  std::vector<std::string> seeds;

  // A host with pages /0, /1, ... /N-1; the first links to all others and shows `pictures`.
  void serve_host(const std::string& name, int pages, int pictures = 0) {
    job.resolve.push_back(server.resolve(name));
    seeds.push_back(server.url("/" + name + "/0", name));
    std::string links;
    for (int i = 1; i < pages; ++i) links += link("/" + name + "/" + std::to_string(i));
    for (int i = 0; i < pictures; ++i) {
      const std::string target = "/" + name + "/" + std::to_string(i) + ".png";
      links += "<img src=" + target + ">";
      server.on(target, Reply{support::response(200, "Content-Type: image/png\r\n", "png")});
    }
    for (int i = 0; i < pages; ++i) {
      server.on("/" + name + "/" + std::to_string(i), html(i == 0 ? links : "a page"));
    }
  }
  static std::string link(const std::string& target) { return "<a href=" + target + ">x</a>"; }

  // Pages that were asked for under that name.
  int pages_asked(const std::string& name) const {
    int pages = 0;
    for (const std::string& target : targets()) {
      pages += target.starts_with("/" + name + "/") && !target.ends_with("png") ? 1 : 0;
    }
    return pages;
  }
  int pictures_asked() const {
    int pictures = 0;
    for (const std::string& target : targets()) pictures += target.ends_with(".png") ? 1 : 0;
    return pictures;
  }
};

int count_lines(const Collection& collection, const std::string& file, const char* field,
                const std::string& value) {
  int count = 0;
  for (const auto& line : collection.lines(file)) count += text_of(line, field) == value ? 1 : 0;
  return count;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(budgets, Budgets)

BOOST_AUTO_TEST_CASE(each_host_gets_its_pages_and_no_more) {
  serve_host("a.test", 10, 2);
  serve_host("b.test", 2);
  serve_host("c.test", 7);
  job.budget.host.pages = 4;

  const Collection collection = crawl(seeds);

  BOOST_TEST(pages_asked("a.test") == 4);
  BOOST_TEST(pages_asked("b.test") == 2);
  BOOST_TEST(pages_asked("c.test") == 4);
  BOOST_TEST(pictures_asked() == 2);  // what was taken is whole
  BOOST_TEST((report.exit_code == ExitCode::ok));
  BOOST_TEST(number_of(collection.report(), "parked") == 9);
  BOOST_TEST(count_lines(collection, "reports/left.jsonl", "reason", "page_limit") == 9);
  BOOST_TEST(count_lines(collection, "reports/skipped.jsonl", "reason", "page_limit") == 9);
  const auto left = collection.lines("reports/left.jsonl").front();
  BOOST_TEST(text_of(left, "state") == "parked");
  BOOST_TEST(text_of(left, "detail").ends_with(": 4 pages"));
}

BOOST_AUTO_TEST_CASE(the_hosts_of_a_domain_share_its_pages) {
  for (const char* name : {"www.news.test", "i.news.test", "v.news.test", "m.news.test"}) {
    serve_host(name, 5);
  }
  serve_host("www.other.test", 3);
  job.budget.domain.pages = 6;

  crawl(seeds);

  const int asked_for = pages_asked("www.news.test") + pages_asked("i.news.test") +
                        pages_asked("v.news.test") + pages_asked("m.news.test");
  BOOST_TEST(asked_for == 6);
  BOOST_TEST(pages_asked("www.other.test") == 3);
  BOOST_TEST(report.stats.pages == 9u);
}

BOOST_AUTO_TEST_CASE(a_page_that_is_missing_takes_no_place_of_another) {
  serve_host("a.test", 3);
  server.on("/a.test/0", html(link("/a.test/none") + link("/a.test/1") + link("/a.test/2")));
  job.budget.host.pages = 2;

  crawl(seeds);

  BOOST_TEST(report.stats.pages == 2u);
  BOOST_TEST(asked("/a.test/1") == 1u);
  BOOST_TEST(asked("/a.test/2") == 0u);
}

BOOST_AUTO_TEST_CASE(urls_are_counted_whatever_they_are) {
  serve_host("a.test", 5, 20);
  job.budget.host.urls = 8;

  crawl(seeds);

  BOOST_TEST(pages_asked("a.test") + pictures_asked() == 8);
  BOOST_TEST(report.stats.by_status().at(200) == 8u);  // robots.txt (404) comes on top
}

BOOST_AUTO_TEST_CASE(bytes_stop_a_host_requisites_and_all) {
  serve_host("a.test", 3);
  const std::string big(10'000, 'x');
  std::string body;
  for (int i = 0; i < 40; ++i) {
    const std::string target = "/a.test/" + std::to_string(i) + ".png";
    body += "<img src=" + target + ">";
    server.on(target, Reply{support::response(200, "Content-Type: image/png\r\n",
                                              std::to_string(i) + big)});
  }
  server.on("/a.test/0", html(body));
  job.gzip_level = 0;
  job.budget.host.bytes = 50'000;
  serve_host("b.test", 3);

  const Collection collection = crawl(seeds);

  // Six are in flight at most when the limit is reached.
  BOOST_TEST(pictures_asked() >= 3);
  BOOST_TEST(pictures_asked() <= 12);
  BOOST_TEST(pages_asked("b.test") == 3);
  BOOST_TEST(text_of(collection.lines("reports/seeds.jsonl").at(0), "verdict") == "size_limit");
  BOOST_TEST(text_of(collection.lines("reports/seeds.jsonl").at(1), "verdict") == "complete");
}

BOOST_AUTO_TEST_CASE(errors_stop_a_host) {
  serve_host("a.test", 1);
  std::string links;
  for (int i = 0; i < 20; ++i) links += link("/a.test/none" + std::to_string(i));
  server.on("/a.test/0", html(links));
  job.budget.host.errors = 3;

  crawl(seeds);

  BOOST_TEST(pages_asked("a.test") == 4);
}

BOOST_AUTO_TEST_CASE(a_seed_with_limits_of_its_own_has_those) {
  serve_host("a.test", 6);
  serve_host("b.test", 6);
  job.budget.seed.pages = 2;
  crawler::job::SeedOptions own;
  own.limits.pages = 5;
  crawler::job::Seeds loaded;
  for (const std::string& seed : seeds) loaded.urls.push_back(*base::Url::parse(seed));
  loaded.own = {nullptr, std::make_shared<const crawler::job::SeedOptions>(own)};

  const auto result =
      crawler::engine::run_crawl(job, loaded, base::real_disk(), base::system_clock());

  BOOST_REQUIRE(result);
  BOOST_TEST(pages_asked("a.test") == 2);
  BOOST_TEST(pages_asked("b.test") == 5);
}

BOOST_AUTO_TEST_CASE(time_runs_out_for_a_seed_alone) {
  serve_host("a.test", 200);
  serve_host("b.test", 3);
  for (int i = 0; i < 200; ++i) {
    Reply slow = html("slow");
    slow.before = milliseconds(60);
    if (i > 0) server.on("/a.test/" + std::to_string(i), slow);
  }
  job.budget.seed.time = std::chrono::seconds(1);

  const Collection collection = crawl(seeds);

  BOOST_TEST(pages_asked("a.test") < 30);
  BOOST_TEST(pages_asked("a.test") > 3);
  BOOST_TEST(pages_asked("b.test") == 3);
  BOOST_TEST(text_of(collection.lines("reports/seeds.jsonl").at(0), "verdict") == "time_limit");
  BOOST_TEST((report.ended - report.started < std::chrono::seconds(4)));
}

// Neither the host's rest nor its gap between requisites passes for each of them.
BOOST_AUTO_TEST_CASE(ten_thousand_urls_over_budget_are_put_aside_at_once) {
  job.resolve.push_back(server.resolve("a.test"));
  std::string body;
  for (int i = 0; i < 200; ++i) body += "<img src=/i" + std::to_string(i) + ".png>";
  for (int i = 0; i < 9800; ++i) body += link("/p" + std::to_string(i));
  server.on("/", html(body));
  job.budget.host.urls = 1;
  job.politeness.min_delay = milliseconds(300);

  const auto begun = std::chrono::steady_clock::now();
  const Collection collection = crawl({server.url("/", "a.test")});
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begun;

  std::printf("budgets: a crawl with 10,000 URLs over budget took %.2f s\n", spent.count());
  BOOST_TEST(targets().size() == 2u);  // robots.txt and the page
  BOOST_TEST(number_of(collection.report(), "parked") == 10'000);
  BOOST_TEST(collection.lines("reports/left.jsonl").size() == 10'000u);
  BOOST_TEST(spent.count() < 20);
}

BOOST_AUTO_TEST_SUITE_END()
