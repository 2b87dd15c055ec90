// The limits of a whole crawl and the exit codes they end with (DESIGN section 5).
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

struct Limits : RawCrawling {
  // Pages /p0, /p1, ... each with a link to the next and `pictures` of its own.
  void serve_chain(int pages, int pictures = 0, const std::string& filling = "") {
    for (int i = 0; i < pages; ++i) {
      const std::string self = "/p" + std::to_string(i);
      std::string body = "<a href=/p" + std::to_string(i + 1) + ">next</a>" + filling;
      for (int picture = 0; picture < pictures; ++picture) {
        const std::string target = self + "-" + std::to_string(picture) + ".png";
        body += "<img src=" + target + ">";
        server.on(target, Reply{support::response(200, "Content-Type: image/png\r\n", "png")});
      }
      server.on(self, html(body));
    }
  }
  int pages_asked() const {
    int pages = 0;
    for (const std::string& target : targets()) {
      pages += target.starts_with("/p") && target.find('-') == target.npos ? 1 : 0;
    }
    return pages;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(limits, Limits)

BOOST_AUTO_TEST_CASE(the_page_limit_is_kept_and_the_pages_are_whole) {
  serve_chain(10, 3);
  job.budget.crawl.pages = 3;

  const Collection collection = crawl({server.url("/p0")});

  BOOST_TEST((report.exit_code == ExitCode::page_limit));
  BOOST_TEST(pages_asked() == 3);
  BOOST_TEST(report.stats.pages == 3u);
  for (int page = 0; page < 3; ++page) {
    for (int picture = 0; picture < 3; ++picture) {
      const std::string target = "/p" + std::to_string(page) + "-" + std::to_string(picture);
      BOOST_TEST_CONTEXT(target) { BOOST_TEST(asked(target + ".png") == 1u); }
    }
  }
  BOOST_TEST(number_of(collection.report(), "left") == 1);
}

BOOST_AUTO_TEST_CASE(parallel_pages_do_not_overrun_the_limit) {
  std::vector<std::string> seeds;
  for (int host = 0; host < 8; ++host) {
    const std::string name = "h" + std::to_string(host) + ".test";
    job.resolve.push_back(server.resolve(name));
    seeds.push_back(server.url("/p0", name));
  }
  serve_chain(5);
  job.budget.crawl.pages = 5;

  crawl(seeds);

  BOOST_TEST((report.exit_code == ExitCode::page_limit));
  BOOST_TEST(pages_asked() == 5);
}

BOOST_AUTO_TEST_CASE(a_page_that_is_missing_takes_no_place_of_another) {
  server.on("/p0", html("<a href=/nowhere>x</a><a href=/p1>next</a><a href=/p2>next</a>"));
  server.on("/p1", html("one"));
  server.on("/p2", html("two"));
  job.budget.crawl.pages = 2;

  crawl({server.url("/p0")});

  BOOST_TEST(report.stats.pages == 2u);
  BOOST_TEST(asked("/p1") == 1u);
}

BOOST_AUTO_TEST_CASE(a_site_no_larger_than_the_limit_is_complete) {
  server.on("/p0", html("<a href=/p1>next</a>"));
  server.on("/p1", html("the end"));
  job.budget.crawl.pages = 2;

  crawl({server.url("/p0")});

  BOOST_TEST((report.exit_code == ExitCode::ok));
}

BOOST_AUTO_TEST_CASE(the_size_limit_ends_the_crawl) {
  std::string filling;
  for (int i = 0; i < 3000; ++i) filling += std::to_string(i * 7919 % 10'007);
  serve_chain(200, 0, filling);
  job.budget.crawl.bytes = 60'000;

  crawl({server.url("/p0")});

  BOOST_TEST((report.exit_code == ExitCode::size_limit));
  BOOST_TEST(report.stats.warc_bytes >= 60'000u);
  BOOST_TEST(report.stats.warc_bytes < 90'000u);
  BOOST_TEST(pages_asked() < 100);
}

BOOST_AUTO_TEST_CASE(the_size_limit_holds_when_the_pages_are_spent) {
  const std::string big(20'000, 'x');
  std::string body;
  for (int i = 0; i < 50; ++i) {
    const std::string target = "/i" + std::to_string(i) + ".png";
    body += "<img src=" + target + ">";
    server.on(target, Reply{support::response(200, "Content-Type: image/png\r\n",
                                              std::to_string(i) + big)});
  }
  server.on("/p0", html(body));
  job.gzip_level = 0;
  job.budget.crawl.pages = 1;
  job.budget.crawl.bytes = 60'000;
  job.politeness.requisite_gap = milliseconds(5);

  crawl({server.url("/p0")});

  BOOST_TEST((report.exit_code == ExitCode::size_limit));
  BOOST_TEST(asked("/i49.png") == 0u);
}

BOOST_AUTO_TEST_CASE(no_sitemap_is_asked_for_when_the_pages_are_spent) {
  std::string entries, robots = "User-agent: *\n";
  for (int i = 0; i < 2000; ++i) {
    const std::string url = server.url("/s" + std::to_string(i) + ".xml");
    entries += "<sitemap><loc>" + url + "</loc></sitemap>";
  }
  robots += "Sitemap: " + server.url("/index.xml") + "\n";
  server.on("/robots.txt", support::text(robots));
  server.on("/index.xml",
            Reply{support::response(200, "Content-Type: application/xml\r\n",
                                    "<?xml version='1.0'?><sitemapindex "
                                    "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>" +
                                        entries + "</sitemapindex>")});
  server.on("/p0", html("<a href=/p1>next</a><img src=/p0-0.png>"));
  server.on("/p0-0.png", Reply{support::response(200, "Content-Type: image/png\r\n", "png")});
  job.budget.crawl.pages = 1;

  crawl({server.url("/p0")});

  BOOST_TEST((report.exit_code == ExitCode::page_limit));
  BOOST_TEST(targets().size() == 3u);  // robots.txt, the page, its picture
  BOOST_TEST(asked("/p0-0.png") == 1u);
}

BOOST_AUTO_TEST_CASE(the_time_limit_ends_the_crawl) {
  serve_chain(200);
  job.politeness.min_delay = milliseconds(50);
  job.budget.crawl.time = std::chrono::seconds(1);

  crawl({server.url("/p0")});

  BOOST_TEST((report.exit_code == ExitCode::time_limit));
  BOOST_TEST((report.ended - report.started >= std::chrono::seconds(1)));
  BOOST_TEST((report.ended - report.started < std::chrono::seconds(4)));
  BOOST_TEST(pages_asked() < 30);
}

BOOST_AUTO_TEST_CASE(the_url_limit_is_never_overrun) {
  std::vector<std::string> seeds;
  for (int host = 0; host < 8; ++host) {
    const std::string name = "h" + std::to_string(host) + ".test";
    job.resolve.push_back(server.resolve(name));
    seeds.push_back(server.url("/p0", name));
  }
  serve_chain(6, 3);
  job.budget.crawl.urls = 21;

  crawl(seeds);

  const std::size_t robots = asked("/robots.txt");
  BOOST_TEST((report.exit_code == ExitCode::url_limit));
  BOOST_TEST(static_cast<int>(report.exit_code) == 18);
  BOOST_TEST(targets().size() - robots == 21u);
}

BOOST_AUTO_TEST_CASE(the_error_limit_ends_the_crawl) {
  std::string links;
  for (int i = 0; i < 30; ++i) links += "<a href=/none" + std::to_string(i) + ">x</a>";
  server.on("/p0", html(links));
  job.budget.crawl.errors = 5;

  const Collection collection = crawl({server.url("/p0")});

  BOOST_TEST((report.exit_code == ExitCode::error_limit));
  BOOST_TEST(static_cast<int>(report.exit_code) == 16);
  BOOST_TEST(report.stats.by_status().at(404) == 5u);
  BOOST_TEST(number_of(collection.report(), "left") == 25);
}

BOOST_AUTO_TEST_CASE(a_limit_reached_with_the_last_url_has_stopped_nothing) {
  serve_chain(3);
  server.on("/p2", html("the end"));
  job.budget.crawl.urls = 3;

  crawl({server.url("/p0")});

  BOOST_TEST((report.exit_code == ExitCode::ok));
}

BOOST_AUTO_TEST_CASE(every_seed_failed_is_an_exit_code_of_its_own) {
  const Collection collection = crawl({server.url("/none"), server.url("/neither")});

  BOOST_TEST((report.exit_code == ExitCode::seeds_failed));
  BOOST_TEST(text_of(collection.report(), "result") == "seeds_failed");
  BOOST_TEST(text_of(collection.report(), "message").ends_with(": the server answered 404"));
  // What the server said about it is kept all the same.
  BOOST_TEST(collection.indexed("404").contains(server.url("/none")));
}

BOOST_AUTO_TEST_CASE(one_good_seed_is_enough) {
  server.on("/good", html("good"));

  crawl({server.url("/none"), server.url("/good")});

  BOOST_TEST((report.exit_code == ExitCode::ok));
}

BOOST_AUTO_TEST_CASE(a_name_that_does_not_exist_fails_its_seed) {  // RFC 6761 6.4
  const Collection collection = crawl({"http://nosuch.invalid/"});

  BOOST_TEST((report.exit_code == ExitCode::seeds_failed));
  const auto outcome = collection.outcome("http://nosuch.invalid/");
  BOOST_TEST(text_of(outcome, "outcome") == "failed");
  BOOST_TEST(text_of(outcome, "error") == "not_found");
}

BOOST_AUTO_TEST_CASE(a_host_that_asks_for_a_day_of_rest_ends_the_crawl_and_says_so) {
  server.on("/busy", Reply{support::response(503, "Retry-After: 86400\r\n", "later")});
  server.on("/other", html("never asked for"));

  const Collection collection = crawl({server.url("/busy"), server.url("/other")});

  BOOST_TEST((report.exit_code == ExitCode::interrupted));
  BOOST_TEST(report.message.find("left alone for more than 3600 s") != std::string::npos);
  BOOST_TEST(asked("/other") == 0u);
  BOOST_TEST(number_of(collection.report(), "parked") >= 1);
  const auto left = collection.lines("reports/left.jsonl").back();
  BOOST_TEST(text_of(left, "url") == server.url("/other"));
  BOOST_TEST(text_of(left, "reason") == "host_busy");
  BOOST_TEST(text_of(collection.lines("reports/seeds.jsonl").at(1), "verdict") == "interrupted");
}

BOOST_AUTO_TEST_CASE(pages_without_a_type_count_too) {
  for (int i = 0; i < 5; ++i) {
    const std::string next = "/q" + std::to_string(i + 1);
    const std::string body = "<!doctype html><a href=" + next + ">next</a>";
    server.on("/q" + std::to_string(i), Reply{support::response(200, "", body)});
  }
  job.budget.crawl.pages = 2;

  crawl({server.url("/q0")});

  BOOST_TEST((report.exit_code == ExitCode::page_limit));
  BOOST_TEST(asked("/q1") == 1u);
  BOOST_TEST(asked("/q2") == 0u);
}

BOOST_AUTO_TEST_CASE(a_seed_is_as_good_as_where_it_leads) {
  server.on("/moved", redirect("/gone"));

  crawl({server.url("/moved")});

  BOOST_TEST(asked("/gone") == 1u);
  BOOST_TEST((report.exit_code == ExitCode::seeds_failed));
}

BOOST_AUTO_TEST_SUITE_END()
