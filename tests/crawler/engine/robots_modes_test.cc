// Who obeys robots.txt and page-level robots tags, and who does not and says why.
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;
using crawler::job::RobotsMode;

namespace {

struct Modes : RawCrawling {
  std::string seed = server.url("/page");

  Modes() {
    server.on("/robots.txt", support::text("User-agent: *\nDisallow: /private/\n"));
    server.on("/page", html("<a href=/private/x>x</a><img src=/private/i.png>"));
    server.on("/private/x", html("x"));
    server.on("/private/i.png", support::text("i"));
  }
  void page(const std::string& fields, const std::string& body) {
    server.on("/page", Reply{support::response(200, "Content-Type: text/html\r\n" + fields, body)});
  }
};

const std::string kLinks = "<a href=/one>1</a><img src=/i.png><a rel='me NoFollow' href=/two>2</a>";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(robots_modes, Modes)

BOOST_AUTO_TEST_CASE(obeying_holds_for_requisites_too) {
  crawl({seed});

  BOOST_TEST(asked("/private/x") == 0u);
  BOOST_TEST(asked("/private/i.png") == 0u);
}

BOOST_AUTO_TEST_CASE(obeying_for_pages_exempts_what_they_need) {
  job.robots = RobotsMode::obey_pages;

  const Collection collection = crawl({seed});

  BOOST_TEST(asked("/private/x") == 0u);
  BOOST_TEST(asked("/private/i.png") == 1u);
  const std::string said = "disallowed: Disallow: /private/";
  const std::string picture = server.url("/private/i.png");
  BOOST_TEST(text_of(collection.outcome(picture), "robots") == said);
  BOOST_TEST(collection.only("metadata", picture).block.find("robots: " + said + "\r\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(annotating_fetches_all_and_says_what_was_disallowed) {
  job.robots = RobotsMode::annotate;
  job.robots_reason = "legal deposit";

  const Collection collection = crawl({seed});

  BOOST_TEST(asked("/private/x") == 1u);
  BOOST_TEST(asked("/robots.txt") == 1u);
  BOOST_TEST(text_of(collection.outcome(seed), "robots") == "allowed");
  BOOST_TEST(text_of(collection.outcome(server.url("/private/x")), "robots") ==
             "disallowed: Disallow: /private/");
  BOOST_TEST(collection.mentions("robots: annotate (legal deposit)\r\n"));
}

BOOST_AUTO_TEST_CASE(annotating_goes_on_where_there_is_no_robots_txt_to_be_had) {
  job.robots = RobotsMode::annotate;
  job.robots_reason = "legal deposit";
  server.on("/robots.txt", support::status(500));

  BOOST_TEST(text_of(crawl({seed}).outcome(seed), "robots") == "unreachable");
}

BOOST_AUTO_TEST_CASE(who_does_not_obey_gives_a_reason) {
  for (const RobotsMode mode : {RobotsMode::ignore, RobotsMode::annotate}) {
    job.robots = mode;
    const auto refused = try_crawl({seed});
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().detail.find(" needs --robots-reason") != std::string::npos);
    BOOST_TEST(!crawler::engine::check_job(job, base::real_disk(), base::system_clock()));
  }
  BOOST_TEST(server.accepted() == 0u);
}

BOOST_AUTO_TEST_CASE(a_forbidden_robots_txt_may_keep_us_out) {
  server.on("/robots.txt", support::status(403));
  job.robots_forbidden_denies = true;

  const Collection collection = crawl({seed});

  BOOST_TEST(asked("/page") == 0u);
  BOOST_TEST(text_of(collection.outcome(seed), "reason") == "robots");
}

BOOST_AUTO_TEST_CASE(a_redirect_into_a_disallowed_path_of_another_host_is_not_followed) {
  job.resolve.push_back(server.resolve("other.test"));
  server.on("/page", redirect(server.url("/private/x", "other.test")));

  const Collection collection = crawl({seed});

  BOOST_TEST(asked("/private/x") == 0u);
  BOOST_TEST(asked("/robots.txt") == 2u);
  BOOST_TEST(text_of(collection.outcome(server.url("/private/x", "other.test")), "reason") ==
             "robots");
}

BOOST_AUTO_TEST_CASE(a_page_may_ask_that_its_links_are_left_alone) {
  page("", "<meta name=ROBOTS content='NOFOLLOW, noai'>" + kLinks);

  const Collection collection = crawl({seed});

  BOOST_TEST(asked("/one") == 0u);
  BOOST_TEST(asked("/i.png") == 1u);
  BOOST_TEST(text_of(collection.outcome(seed), "robotsTags") == "nofollow, noai");
  BOOST_TEST(collection.only("metadata", seed).block.find("robotsTags: nofollow, noai\r\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_header_may_ask_that_for_us_or_for_others) {
  page("X-Robots-Tag: otherbot: none\r\nX-Robots-Tag: noarchive\r\n", kLinks);
  crawl({seed});
  BOOST_TEST(asked("/one") == 1u);

  page("X-Robots-Tag: otherbot: noindex\r\nX-Robots-Tag: varve: none\r\n", kLinks);
  crawl({seed});
  BOOST_TEST(asked("/one") == 1u);
  BOOST_TEST(asked("/page") == 2u);
}

BOOST_AUTO_TEST_CASE(who_does_not_obey_nofollow_follows) {
  job.obey_nofollow = false;
  page("X-Robots-Tag: none\r\n", kLinks);

  crawl({seed});

  BOOST_TEST(asked("/one") == 1u);
}

BOOST_AUTO_TEST_CASE(single_links_are_left_alone_where_the_job_says_so) {
  page("", kLinks);
  crawl({seed});
  BOOST_TEST(asked("/two") == 1u);

  job.obey_rel_nofollow = true;
  page("", kLinks + "<a rel=ugc href=/three>3</a><a rel=sponsored href=/one>1</a>");
  crawl({seed});
  BOOST_TEST(asked("/two") == 1u);
  BOOST_TEST(asked("/three") == 0u);
  BOOST_TEST(asked("/one") == 2u);  // vouched for once
}

BOOST_AUTO_TEST_CASE(a_page_that_wants_no_archive_is_kept_unless_the_job_obeys) {
  page("X-Robots-Tag: noarchive\r\n", "words");
  BOOST_TEST(crawl({seed}).records("response", seed).size() == 1u);

  job.collection = "obeying";
  job.obey_noarchive = true;
  const Collection collection = crawl({seed});
  BOOST_TEST(collection.records("response", seed).empty());
  BOOST_TEST(text_of(collection.outcome(seed), "reason") == "noarchive");
}

BOOST_AUTO_TEST_CASE(what_is_said_about_language_models_is_recorded) {
  page("TDM-Reservation: 1\r\nContent-Usage: train-ai=n\r\n", "words");

  const std::string facts = crawl({seed}).only("metadata", seed).block;

  BOOST_TEST(facts.find("optOut: TDM-Reservation: 1\r\n") != std::string::npos);
  BOOST_TEST(facts.find("optOut: Content-Usage: train-ai=n\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
