// What the scope options come to on the wire: links offered, admitted, and asked for.
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;
using Kind = policies::ScopeOptions::Kind;

namespace {

struct Scoped : RawCrawling {
  Scoped() {
    for (const char* host : {"www.raw.test", "sub.raw.test", "other.test"}) {
      job.resolve.push_back(server.resolve(host));
    }
    const auto link = [&](const std::string& target, const std::string& host = "raw.test") {
      return "<a href='" + server.url(target, host) + "'>x</a>";
    };
    server.on("/dir/seed", html(link("/dir/near") + link("/far") + link("/dir/file.asp") +
                                link("/sub", "sub.raw.test") + link("/other", "other.test") +
                                "<img src='" + server.url("/i.png", "other.test") + "'>"));
    server.on("/dir/near", html(link("/dir/deeper")));
    server.on("/dir/deeper", html(link("/dir/deepest")));
    for (const char* target : {"/far", "/dir/file.asp", "/sub", "/other", "/dir/deepest"}) {
      server.on(target, html("end"));
    }
    server.on("/i.png", Reply{support::response(200, "Content-Type: image/png\r\n", "png")});
  }

  std::string asked_for() {
    crawl({server.url("/dir/seed")});
    std::vector<std::string> found = targets();
    std::erase(found, "/robots.txt");
    std::sort(found.begin(), found.end());
    std::string all;
    for (const std::string& target : found) all += (all.empty() ? "" : " ") + target;
    return all;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(scope_of_crawl, Scoped)

BOOST_AUTO_TEST_CASE(page_takes_the_seed_and_what_it_shows) {
  job.scope.kind = Kind::page;
  BOOST_TEST(asked_for() == "/dir/seed /i.png");
}

BOOST_AUTO_TEST_CASE(prefix_stays_below_the_folder) {
  job.scope.kind = Kind::prefix;
  BOOST_TEST(asked_for() == "/dir/deeper /dir/deepest /dir/file.asp /dir/near /dir/seed /i.png");
}

BOOST_AUTO_TEST_CASE(host_stays_on_the_host) {
  BOOST_TEST(asked_for() ==
             "/dir/deeper /dir/deepest /dir/file.asp /dir/near /dir/seed /far /i.png");
}

BOOST_AUTO_TEST_CASE(domain_takes_the_hosts_below) {
  job.scope.kind = Kind::domain;
  BOOST_TEST(asked_for() ==
             "/dir/deeper /dir/deepest /dir/file.asp /dir/near /dir/seed /far /i.png /sub");
}

BOOST_AUTO_TEST_CASE(any_takes_all) {
  job.scope.kind = Kind::any;
  BOOST_TEST(asked_for() ==
             "/dir/deeper /dir/deepest /dir/file.asp /dir/near /dir/seed /far /i.png /other /sub");
}

BOOST_AUTO_TEST_CASE(custom_takes_what_is_included) {
  job.scope.kind = Kind::custom;
  job.scope.include = {"/far$"};
  BOOST_TEST(asked_for() == "/dir/seed /far /i.png");
}

BOOST_AUTO_TEST_CASE(an_include_adds_to_the_kind) {
  job.scope.kind = Kind::page;
  job.scope.include = {"^http://other\\.test"};
  BOOST_TEST(asked_for() == "/dir/seed /i.png /other");
}

BOOST_AUTO_TEST_CASE(an_exclude_beats_everything) {
  job.scope.exclude = {R"(\.asp$)", R"(\.png$)", "near"};
  BOOST_TEST(asked_for() == "/dir/seed /far");
}

BOOST_AUTO_TEST_CASE(depth_counts_clicks) {
  job.scope.depth = 1;
  BOOST_TEST(asked_for() == "/dir/file.asp /dir/near /dir/seed /far /i.png");
}

BOOST_AUTO_TEST_CASE(depth_zero_is_the_seed_and_what_it_shows) {
  job.scope.depth = 0;
  BOOST_TEST(asked_for() == "/dir/seed /i.png");
}

BOOST_AUTO_TEST_CASE(what_was_turned_down_is_counted_by_reason) {
  job.scope.depth = 1;
  asked_for();

  const auto skipped = archive().report().at("linksSkipped").as_object();
  BOOST_TEST(number_of(skipped, "scope") >= 2);
  BOOST_TEST(number_of(skipped, "depth") == 1);
}

BOOST_AUTO_TEST_CASE(a_bad_pattern_keeps_the_crawl_from_starting) {
  job.scope.exclude = {"("};

  const auto result = try_crawl({server.url("/dir/seed")});

  BOOST_REQUIRE(!result);
  BOOST_TEST((result.error().code == base::Errc::invalid));
  BOOST_TEST(server.accepted() == 0u);
}

BOOST_AUTO_TEST_CASE(redirect_loops_end) {
  server.on("/dir/seed", redirect("/a"));
  server.on("/a", redirect("/b"));
  server.on("/b", redirect("/a"));

  BOOST_TEST(asked_for() == "/a /b /dir/seed");
}

BOOST_AUTO_TEST_CASE(endless_redirects_end) {
  server.on("/dir/seed", redirect("/r0"));
  for (int i = 0; i < 20; ++i) {
    server.on("/r" + std::to_string(i), redirect("/r" + std::to_string(i + 1)));
  }

  BOOST_TEST(asked_for() == "/dir/seed /r0 /r1 /r2 /r3 /r4");
}

BOOST_AUTO_TEST_CASE(a_seed_may_redirect_to_another_host) {
  job.scope.kind = Kind::page;
  server.on("/dir/seed", redirect(server.url("/other", "other.test")));

  BOOST_TEST(asked_for() == "/dir/seed /other");
}

BOOST_AUTO_TEST_CASE(an_error_page_lends_its_pictures_and_not_its_links) {
  server.on("/dir/seed", Reply{support::response(404, "Content-Type: text/html\r\n",
                                                 "<a href=/far>far</a><img src=/here.png>")});

  BOOST_TEST(asked_for() == "/dir/seed /here.png");
}

BOOST_AUTO_TEST_SUITE_END()
