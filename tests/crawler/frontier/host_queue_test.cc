#include "crawler/frontier/host_queue.h"

#include <boost/test/unit_test.hpp>

#include "tests/crawler/frontier/tasks.h"

using namespace frontier_test;
using crawler::frontier::HostQueue;

namespace {

// A host whose robots.txt is known and asks for nothing.
struct Host {
  policies::PolitenessOptions politeness = usual();
  HostQueue queue{politeness};

  Host() { queue.set_crawl_delay(std::nullopt); }

  void page(std::uint64_t id, bool urgent = false) { queue.push(task(id), urgent); }
  void requisite(std::uint64_t id) { queue.push(task(id, LinkKind::requisite), true); }
  // The id handed out at that moment, 0 for nothing.
  std::uint64_t pop(int ms, bool with_pages = true) {
    const auto popped = queue.pop(at(ms), with_pages);
    return popped ? popped->id : 0;
  }
  void page_ends(int ms, const Release& release = rest(1000)) {
    queue.finish(false, at(0), release, std::nullopt, at(ms));
  }
  void requisite_ends(int ms, const Release& release = rest(1000)) {
    queue.finish(true, at(0), release, std::nullopt, at(ms));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(host_queue, Host)

BOOST_AUTO_TEST_CASE(one_page_is_in_flight_at_a_time) {
  page(1);
  page(2);

  BOOST_TEST(pop(0) == 1u);
  BOOST_TEST(!queue.ready_at(true));
  BOOST_TEST(pop(60'000) == 0u);
}

BOOST_AUTO_TEST_CASE(the_delay_counts_from_the_end_of_the_page) {
  page(1);
  page(2);
  pop(0);

  page_ends(5000);

  BOOST_TEST(*queue.ready_at(true) == at(6000));
  BOOST_TEST(pop(5999) == 0u);
  BOOST_TEST(pop(6000) == 2u);
}

BOOST_AUTO_TEST_CASE(as_many_pages_run_as_the_operator_allows) {
  politeness.per_host = 2;
  for (std::uint64_t id = 1; id <= 3; ++id) page(id);

  BOOST_TEST(pop(0) == 1u);
  BOOST_TEST(pop(0) == 2u);
  BOOST_TEST(pop(0) == 0u);
}

BOOST_AUTO_TEST_CASE(a_sitemap_waits_its_turn_among_the_pages_and_stays_without_them) {
  for (const char* hops : {"PS", "PSS", "PSR"}) {
    Host host;
    Task sitemap = task(2, LinkKind::requisite);
    sitemap.candidate.hop_path = hops;

    host.page(1);
    host.queue.push(sitemap, true);
    host.page(3);

    BOOST_TEST_CONTEXT(hops) {
      BOOST_TEST(host.pop(0) == 1u);
      host.page_ends(100);
      BOOST_TEST(host.queue.queued(false) == 0u);
      BOOST_TEST(!host.queue.ready_at(false));
      BOOST_TEST(host.pop(1100, false) == 0u);
      BOOST_TEST(host.pop(1100) == 2u);
      host.page_ends(1200);
      BOOST_TEST(host.pop(2200) == 3u);
    }
  }
}

BOOST_AUTO_TEST_CASE(requisites_go_before_the_next_page_in_document_order) {
  page(1);
  page(2);
  pop(0);
  requisite(11);
  requisite(12);
  page_ends(100);

  BOOST_TEST(pop(350) == 11u);
  BOOST_TEST(pop(600) == 12u);
  BOOST_TEST(pop(10'000) == 0u);
}

BOOST_AUTO_TEST_CASE(requisites_start_a_quarter_second_apart) {
  page(1);
  pop(0);
  requisite(11);
  requisite(12);
  page_ends(100);

  BOOST_TEST(*queue.ready_at(true) == at(350));
  BOOST_TEST(pop(349) == 0u);
  BOOST_TEST(pop(350) == 11u);
  BOOST_TEST(pop(599) == 0u);
  BOOST_TEST(pop(600) == 12u);
}

BOOST_AUTO_TEST_CASE(six_requisites_are_in_flight_and_no_seventh) {
  for (std::uint64_t id = 1; id <= 7; ++id) requisite(id);
  for (int i = 0; i < 6; ++i) BOOST_TEST(pop(i * 250) != 0u);

  BOOST_TEST(!queue.ready_at(true));
  BOOST_TEST(pop(9000) == 0u);

  requisite_ends(9000);
  BOOST_TEST(pop(9000) == 7u);
}

BOOST_AUTO_TEST_CASE(the_next_page_waits_until_the_last_requisite_is_done) {
  page(2);
  requisite(11);
  BOOST_TEST(pop(0) == 11u);

  BOOST_TEST(pop(5000) == 0u);

  requisite_ends(5000);
  BOOST_TEST(*queue.ready_at(true) == at(6000));
}

// policies.md 4.2: a burst pays one page delay for each ten requisites, at most four.
BOOST_AUTO_TEST_CASE(the_next_page_waits_the_longer_the_more_requisites_there_were) {
  page(1);
  page(2);
  pop(0);
  for (std::uint64_t id = 11; id < 11 + 25; ++id) requisite(id);
  page_ends(100);
  int ms = 100;
  for (int i = 0; i < 25; ++i) {
    ms += 250;
    BOOST_TEST(pop(ms) != 0u);
    requisite_ends(ms);
  }

  BOOST_TEST(*queue.ready_at(true) == at(ms + 2500));
  BOOST_TEST(pop(ms + 2500) == 2u);
  page_ends(ms + 3000);
  requisite(99);
  BOOST_TEST(pop(ms + 3250) == 99u);
  requisite_ends(ms + 3250);
  page(3);
  BOOST_TEST(*queue.ready_at(true) == at(ms + 4250));  // a burst is paid for once
}

BOOST_AUTO_TEST_CASE(no_requisite_starts_while_a_page_is_in_flight) {
  page(1);
  pop(0);
  requisite(11);

  BOOST_TEST(!queue.ready_at(true));
  BOOST_TEST(pop(5000) == 0u);
}

BOOST_AUTO_TEST_CASE(a_host_gets_one_request_until_its_robots_txt_is_known) {
  HostQueue unknown(politeness);
  for (std::uint64_t id = 1; id <= 3; ++id) unknown.push(task(id, LinkKind::requisite), true);

  BOOST_TEST(unknown.pop(at(0), true).has_value());
  BOOST_TEST(!unknown.pop(at(9000), true).has_value());

  unknown.set_crawl_delay(std::nullopt);
  BOOST_TEST(unknown.pop(at(9000), true).has_value());
}

BOOST_AUTO_TEST_CASE(a_crawl_delay_holds_for_requisites_too) {
  queue.set_crawl_delay(milliseconds(4000));
  requisite(11);
  requisite(12);
  BOOST_TEST(pop(0) == 11u);
  BOOST_TEST(pop(3000) == 0u);

  requisite_ends(3000, rest(4000));

  BOOST_TEST(*queue.ready_at(true) == at(7000));
  BOOST_TEST(pop(6999) == 0u);
  BOOST_TEST(pop(7000) == 12u);
}

BOOST_AUTO_TEST_CASE(retry_after_pauses_pages_and_requisites) {
  page(1);
  page(2);
  pop(0);
  requisite(11);
  Release release = rest(1000);
  release.host_pause = milliseconds(30'000);

  page_ends(100, release);

  BOOST_TEST(*queue.ready_at(true) == at(30'100));
  BOOST_TEST(pop(30'099) == 0u);
  BOOST_TEST(pop(30'100) == 11u);
}

BOOST_AUTO_TEST_CASE(a_page_to_be_tried_again_comes_back_first_and_not_before_its_time) {
  page(1);
  page(2);
  const auto first = queue.pop(at(0), true);
  queue.finish(false, at(0), again(5000, 1000), *first, at(100));

  BOOST_TEST(pop(1100) == 2u);
  page_ends(1200);
  BOOST_TEST(*queue.ready_at(true) == at(5100));
  BOOST_TEST(pop(5099) == 0u);
  BOOST_TEST(pop(5100) == 1u);
}

BOOST_AUTO_TEST_CASE(an_early_end_never_pulls_the_next_moment_in) {
  politeness.per_host = 2;
  for (std::uint64_t id = 1; id <= 3; ++id) page(id);
  pop(0);
  pop(0);

  page_ends(100, rest(20'000));
  page_ends(200, rest(0));

  BOOST_TEST(*queue.ready_at(true) == at(20'100));
}

BOOST_AUTO_TEST_CASE(a_redirect_target_goes_before_other_pages) {
  page(1);
  page(2);
  page(3, true);

  BOOST_TEST(pop(0) == 3u);
}

BOOST_AUTO_TEST_CASE(without_pages_only_requisites_are_handed_out) {
  page(1);
  requisite(11);

  BOOST_TEST(queue.queued(false) == 1u);
  BOOST_TEST(pop(0, false) == 11u);
  requisite_ends(10);
  BOOST_TEST(!queue.ready_at(false));
  BOOST_TEST(pop(9000, false) == 0u);
  BOOST_TEST(pop(9000, true) == 1u);
}

// A page limit must not leave a requisite waiting behind a page that will never be asked for.
BOOST_AUTO_TEST_CASE(a_waiting_page_does_not_hide_a_requisite_that_waits_longer) {
  requisite(11);
  const auto requisite_task = queue.pop(at(0), true);
  queue.finish(true, at(0), again(2000), *requisite_task, at(0));
  page(1);
  const auto page_task = queue.pop(at(1000), true);
  queue.finish(false, at(0), again(500), *page_task, at(1000));

  BOOST_REQUIRE(queue.queued(false) == 1u);
  BOOST_REQUIRE(queue.ready_at(false).has_value());
  BOOST_TEST(*queue.ready_at(false) == at(2000));
  BOOST_TEST(pop(2000, false) == 11u);
}

BOOST_AUTO_TEST_CASE(a_request_outside_the_queue_counts_as_one_in_flight) {
  page(1);

  BOOST_TEST(queue.try_reserve(at(0)));
  BOOST_TEST(!queue.ready_at(true).has_value());
  queue.finish(false, at(0), rest(1000), std::nullopt, at(50));
  BOOST_TEST(*queue.ready_at(true) == at(1050));
}

BOOST_AUTO_TEST_CASE(a_busy_host_holds_back_for_who_asks_from_outside) {
  page(1);
  page(2);
  BOOST_TEST(pop(0, true) == 1u);

  BOOST_TEST(!queue.try_reserve(at(100)));
  queue.finish(false, at(0), rest(0), std::nullopt, at(200));
  BOOST_TEST(*queue.ready_at(true) == at(600));
  BOOST_TEST(queue.try_reserve(at(300)));
}

BOOST_AUTO_TEST_SUITE_END()
