// Pages nobody links to: robots.txt, sitemaps and feeds on the wire.
#include <algorithm>

#include "tests/crawler/engine/crawling.h"
#include "tests/support/deflated.h"
#include "tests/support/shared_data.h"

using namespace engine_test;
using Kind = policies::ScopeOptions::Kind;

namespace {

Reply xml(const std::string& body, const std::string& type = "application/xml") {
  return {support::response(200, "Content-Type: " + type + "\r\n", body)};
}

std::string index_of(const std::vector<std::string>& sitemaps) {
  std::string entries;
  for (const std::string& url : sitemaps) entries += "<sitemap><loc>" + url + "</loc></sitemap>";
  return "<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>" +
         entries + "</sitemapindex>";
}

std::string sitemap_of(const std::vector<std::string>& pages) {
  std::string entries;
  for (const std::string& url : pages) entries += "<url><loc>" + url + "</loc></url>";
  return "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>" +
         entries + "</urlset>";
}

// robots.txt -> /index.xml -> /pages.xml.gz -> /hidden, which shows /hidden.png.
struct Discovery : RawCrawling {
  std::string seed = server.url("/");

  Discovery() {
    job.politeness.requisite_gap = milliseconds(0);
    job.resolve.push_back(server.resolve("other.test"));
    name_sitemaps({server.url("/index.xml")});
    server.on("/", html("<a href=/linked>x</a>"));
    server.on("/linked", html("end"));
    server.on("/index.xml", xml(index_of({server.url("/pages.xml.gz")})));
    serve_pages({server.url("/hidden"), server.url("/linked")});
    server.on("/hidden", html("<img src=/hidden.png><a href=/deeper>d</a>"));
    server.on("/hidden.png", Reply{support::response(200, "Content-Type: image/png\r\n", "png")});
    server.on("/deeper", html("end"));
  }

  void name_sitemaps(const std::vector<std::string>& urls) {
    std::string robots = "User-agent: *\nDisallow: /private/\n";
    for (const std::string& url : urls) robots += "Sitemap: " + url + "\n";
    server.on("/robots.txt", support::text(robots));
  }
  void serve_pages(const std::vector<std::string>& pages) {
    server.on("/pages.xml.gz", xml(support::gzip_of(sitemap_of(pages)), "application/gzip"));
  }

  std::string hops_of(const Collection& collection, const std::string& url) const {
    const std::string text = collection.only("metadata", url).block;
    const std::size_t at = text.find("hopsFromSeed: ");
    return at == text.npos ? "" : text.substr(at + 14, text.find("\r\n", at) - at - 14);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(discovery, Discovery)

BOOST_AUTO_TEST_CASE(a_page_only_a_packed_sitemap_names_is_had_with_its_picture) {
  const Collection collection = crawl({seed});

  for (const char* target : {"/index.xml", "/pages.xml.gz", "/hidden", "/hidden.png", "/deeper"}) {
    BOOST_TEST(asked(target) == 1u, target);
  }
  BOOST_TEST(asked("/linked") == 1u);
  BOOST_TEST(hops_of(collection, server.url("/index.xml")) == "PS");
  BOOST_TEST(hops_of(collection, server.url("/pages.xml.gz")) == "PSS");
  BOOST_TEST(hops_of(collection, server.url("/hidden")) == "PSSS");
  BOOST_TEST(hops_of(collection, server.url("/hidden.png")) == "PSSSE");
}

BOOST_AUTO_TEST_CASE(pages_of_a_sitemap_are_a_click_away_and_the_sitemap_is_no_page) {
  const Collection collection = crawl({seed});

  std::map<std::string, int> depths;
  for (const auto& row : collection.lines("pages/extraPages.jsonl")) {
    if (!text_of(row, "url").empty()) depths[text_of(row, "url")] = number_of(row, "depth");
  }
  BOOST_TEST(depths.at(server.url("/hidden")) == 1);
  BOOST_TEST(depths.at(server.url("/deeper")) == 2);
  BOOST_TEST(!depths.contains(server.url("/index.xml")));
  BOOST_TEST(report.stats.pages == 4u);
}

BOOST_AUTO_TEST_CASE(no_referer_is_sent_to_what_a_sitemap_lists) {
  crawl({seed});

  for (const char* target : {"/index.xml", "/pages.xml.gz", "/hidden"}) {
    BOOST_REQUIRE(asked(target) == 1u);
    BOOST_TEST(server.requests(target).front().field("Referer").empty(), target);
  }
}

BOOST_AUTO_TEST_CASE(a_job_may_leave_sitemaps_alone) {
  job.sitemaps = false;

  crawl({seed});

  BOOST_TEST(asked("/index.xml") == 0u);
  BOOST_TEST(asked("/linked") == 1u);
}

BOOST_AUTO_TEST_CASE(where_no_other_page_is_wanted_sitemaps_are_not) {
  job.scope.depth = 0;
  crawl({seed});
  BOOST_TEST(asked("/index.xml") == 0u);

  job.scope.depth.reset();
  job.scope.kind = Kind::page;
  job.collection = "d";
  crawl({seed});
  BOOST_TEST(asked("/index.xml") == 0u);
}

BOOST_AUTO_TEST_CASE(who_ignores_robots_txt_hears_of_no_sitemap) {
  job.robots = crawler::job::RobotsMode::ignore;
  job.robots_reason = "our own site";

  crawl({seed});

  BOOST_TEST(asked("/index.xml") == 0u);
}

BOOST_AUTO_TEST_CASE(pages_on_hosts_out_of_scope_are_refused) {
  serve_pages({server.url("/outside", "other.test"), server.url("/hidden")});

  crawl({seed});

  BOOST_TEST(asked("/outside") == 0u);
  BOOST_TEST(asked("/hidden") == 1u);
}

BOOST_AUTO_TEST_CASE(a_sitemap_on_another_host_is_fetched_under_the_rules_of_that_host) {
  name_sitemaps(
      {server.url("/pages.xml.gz", "other.test"), server.url("/private/more.xml", "other.test")});

  crawl({seed});

  BOOST_TEST(server.requests("/pages.xml.gz").front().host.starts_with("other.test"));
  BOOST_TEST(asked("/private/more.xml") == 0u);
  BOOST_TEST(asked("/hidden") == 1u);
  BOOST_TEST(asked("/robots.txt") == 2u);
}

BOOST_AUTO_TEST_CASE(a_host_that_only_lends_pictures_lends_no_sitemaps) {
  server.on("/", html("<img src='" + server.url("/i.png", "other.test") + "'>"));
  server.on("/robots.txt", support::text("User-agent: *\n"), "raw.test");

  crawl({seed});

  BOOST_TEST(asked("/i.png") == 1u);
  BOOST_TEST(asked("/robots.txt") == 2u);
  BOOST_TEST(asked("/index.xml") == 0u);
}

BOOST_AUTO_TEST_CASE(requisites_nobody_wants_do_not_stop_sitemaps) {
  job.scope.requisites = policies::ScopeOptions::Requisites::none;

  crawl({seed});

  BOOST_TEST(asked("/hidden") == 1u);
  BOOST_TEST(asked("/hidden.png") == 0u);
}

BOOST_AUTO_TEST_CASE(a_sitemap_that_moved_is_followed) {
  server.on("/index.xml", redirect("/new-index.xml", 301));
  server.on("/new-index.xml", xml(index_of({server.url("/pages.xml.gz")})));

  crawl({seed});

  BOOST_TEST(asked("/hidden") == 1u);
}

BOOST_AUTO_TEST_CASE(indexes_that_name_themselves_or_go_on_for_ever_end) {
  server.on("/index.xml", xml(index_of({server.url("/index.xml"), server.url("/2.xml")})));
  for (int i = 2; i < 9; ++i) {
    server.on("/" + std::to_string(i) + ".xml",
              xml(index_of({server.url("/" + std::to_string(i + 1) + ".xml")})));
  }

  crawl({seed});

  BOOST_TEST(asked("/index.xml") == 1u);
  BOOST_TEST(asked("/3.xml") == 1u);
  BOOST_TEST(asked("/4.xml") == 0u);
}

BOOST_AUTO_TEST_CASE(of_ten_thousand_sitemap_lines_a_hundred_are_followed) {
  std::vector<std::string> urls{"/relative.xml", "ftp://raw.test/x.xml", "not a URL"};
  for (int i = 0; i < 10'000; ++i) urls.push_back(server.url("/s" + std::to_string(i)));
  name_sitemaps(urls);

  crawl({seed});

  const auto found = targets();
  BOOST_TEST(std::count_if(found.begin(), found.end(), [](const std::string& target) {
               return target.starts_with("/s");
             }) == 100);
  BOOST_TEST(asked("/relative.xml") == 0u);
}

BOOST_AUTO_TEST_CASE(a_sitemap_bomb_ends) {
  const auto file = support::shared_data("malformed/sitemap/own/bomb-50MB.xml.gz");
  if (!file) return;
  const std::string bomb = base::value_or_throw(base::read_file(base::real_disk(), *file, 1 << 20));
  server.on("/pages.xml.gz", xml(bomb, "application/x-gzip"));

  const Collection collection = crawl({seed});

  BOOST_TEST((report.exit_code == ExitCode::ok));
  BOOST_TEST(collection.only("response", server.url("/pages.xml.gz")).body() == bomb);
}

BOOST_AUTO_TEST_CASE(entries_and_attachments_of_a_linked_feed_are_had) {
  server.on("/robots.txt", support::status(404));
  server.on("/", html("<link rel=alternate type='application/atom+xml' href=/feed.atom>"));
  server.on("/feed.atom",
            xml("<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/entry'/>"
                "<link rel='enclosure' href='/a.mp3'/></entry></feed>",
                "application/atom+xml"));
  server.on("/entry", html("<img src=/hidden.png>"));

  const Collection collection = crawl({seed});

  BOOST_TEST(hops_of(collection, server.url("/feed.atom")) == "L");
  BOOST_TEST(hops_of(collection, server.url("/entry")) == "LF");
  BOOST_TEST(hops_of(collection, server.url("/hidden.png")) == "LFE");
  BOOST_TEST(asked("/a.mp3") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
