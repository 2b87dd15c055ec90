// What the scope options come to on the wire: links offered, admitted, and asked for.
#include <memory>
#include <utility>

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
    return asked_in_order();
  }

  // The same with seeds that have options of their own.
  std::string asked_for(std::vector<crawler::job::SeedSource> seeds) {
    job.seeds = std::move(seeds);
    const auto loaded = crawler::job::load_seeds(base::real_disk(), job.seeds);
    BOOST_REQUIRE(loaded.has_value());
    const auto result =
        crawler::engine::run_crawl(job, *loaded, base::real_disk(), base::system_clock());
    BOOST_REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().detail));
    return asked_in_order();
  }

  std::string asked_in_order() const {
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

BOOST_AUTO_TEST_CASE(host_and_sub_takes_the_hosts_below_the_seed) {
  job.scope.kind = Kind::host_and_below;
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

BOOST_AUTO_TEST_CASE(rules_stand_behind_the_preset_and_the_last_decides) {
  job.scope.rules = {"accept domain=raw.test", "reject regex=/dir/", "accept regex=(near|seed)$",
                     "reject host=other.test"};
  BOOST_TEST(asked_for() == "/dir/near /dir/seed /far /sub");
}

BOOST_AUTO_TEST_CASE(an_extra_hop_is_one_click_out_of_scope_and_back) {
  server.on("/other", html("<a href='" + server.url("/back", "raw.test") + "'>x</a><a href='" +
                           server.url("/on", "sub.raw.test") + "'>x</a>"));
  server.on("/back", html("<a href='" + server.url("/on", "other.test") + "'>x</a>"));
  job.scope.extra_hops = 1;
  job.scope.rules = {"reject regex=/dir/", "accept regex=seed$"};

  BOOST_TEST(asked_for() == "/back /dir/seed /far /i.png /other /sub");
}

BOOST_AUTO_TEST_CASE(an_extra_page_may_redirect) {
  server.on("/other", redirect(server.url("/moved", "sub.raw.test")));
  server.on("/moved", html("end"));
  job.scope.kind = Kind::page;
  job.scope.extra_hops = 1;
  job.scope.rules = {"reject regex=/dir/|far|sub$"};
  job.scope.rules.push_back("accept regex=seed$");

  BOOST_TEST(asked_for() == "/dir/seed /i.png /moved /other");
}

BOOST_AUTO_TEST_CASE(a_seed_with_options_of_its_own_is_crawled_by_them) {
  auto own = std::make_shared<crawler::job::SeedOptions>();
  own->scope.kind = Kind::prefix;
  own->scope.exclude = {"file"};
  own->scope.depth = 1;
  server.on("/start", html("<a href=/start/more>x</a>"));
  server.on("/start/more", html("end"));

  BOOST_TEST(asked_for({{server.url("/dir/seed"), {}, own}, {server.url("/start"), {}}}) ==
             "/dir/near /dir/seed /i.png /start /start/more");
}

BOOST_AUTO_TEST_CASE(an_answer_of_an_unwanted_type_is_not_stored) {
  job.scope.kind = Kind::page;
  job.scope.rules = {"reject mime=image/*"};

  const Collection archive = crawl({server.url("/dir/seed")});

  BOOST_TEST(asked("/i.png") == 1u);
  BOOST_TEST(archive.records("response", server.url("/i.png", "other.test")).empty());
}

BOOST_AUTO_TEST_CASE(urls_that_differ_in_session_ids_alone_are_fetched_once) {
  job.scope.kind = Kind::prefix;
  server.on("/dir/seed", html("<a href=/dir/a?utm_source=x>x</a><a href=/dir/a>x</a>"
                              "<a href=/dir/a?sid=0123456789abcdef>x</a>"));
  server.on("/dir/a", html("end"));
  server.on("/dir/a?utm_source=x", html("end"));

  BOOST_TEST(asked_for() == "/dir/a?utm_source=x /dir/seed");
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

BOOST_AUTO_TEST_CASE(a_bad_rule_of_a_seed_is_found_before_anything_is_asked) {
  auto own = std::make_shared<crawler::job::SeedOptions>();
  own->scope.rules = {"rejct host=a.test"};
  job.seeds = {{server.url("/dir/seed"), {}, own}};

  const auto checked = crawler::engine::check_job(job, base::real_disk(), base::system_clock());

  BOOST_REQUIRE(!checked);
  BOOST_TEST(checked.error().detail.starts_with("rule 1: \"rejct host=a.test\": "));
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
