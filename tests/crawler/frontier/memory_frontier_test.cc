#include <algorithm>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "crawler/frontier/frontier.h"
#include "tests/crawler/frontier/tasks.h"

using namespace frontier_test;
using crawler::frontier::Frontier;
using crawler::frontier::host_key;
using crawler::frontier::make_memory_frontier;
using crawler::frontier::Place;

namespace {

struct Crawl {
  std::unique_ptr<Frontier> frontier = make_memory_frontier(options());

  bool add(const std::string& url, LinkKind kind = LinkKind::page) {
    return frontier->add(candidate(url, kind), Place::last);
  }
  // What is handed out at that moment; the test fails when nothing is.
  Task take(int ms) {
    auto next = frontier->next(at(ms));
    BOOST_REQUIRE(next.task.has_value());
    return std::move(*next.task);
  }
  bool nothing_at(int ms) { return !frontier->next(at(ms)).task.has_value(); }
};

std::string key_of(const std::string& url) { return host_key(*base::Url::parse(url)); }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(memory_frontier, Crawl)

BOOST_AUTO_TEST_CASE(hosts_are_told_apart_by_name_and_port_not_by_scheme) {
  BOOST_TEST(key_of("http://a.test/x") == key_of("https://a.test/y"));
  BOOST_TEST(key_of("http://a.test:8080/") != key_of("http://a.test/"));
  BOOST_TEST(key_of("http://a.test/") != key_of("http://b.test/"));
}

BOOST_AUTO_TEST_CASE(a_url_is_taken_once_whatever_its_fragment) {
  BOOST_TEST(add("http://a.test/x"));
  BOOST_TEST(!add("http://a.test/x"));
  BOOST_TEST(!add("http://a.test/x#top"));
  BOOST_TEST(!add("http://user:pw@a.test/x"));
  BOOST_TEST(add("https://a.test/x"));
  BOOST_TEST(frontier->counts().known == 2u);
}

BOOST_AUTO_TEST_CASE(a_finished_url_stays_known) {
  add("http://a.test/x");
  const Task taken = take(0);
  frontier->finish(taken.id, rest(1000), at(10));

  BOOST_TEST(!add("http://a.test/x"));
  BOOST_TEST(frontier->is_exhausted());
}

BOOST_AUTO_TEST_CASE(hosts_do_not_wait_for_each_other) {
  add("http://a.test/1");
  add("http://a.test/2");
  add("http://b.test/1");

  std::vector<std::string> hosts = {key_of(std::string(take(0).candidate.url.href())),
                                    key_of(std::string(take(0).candidate.url.href()))};
  std::sort(hosts.begin(), hosts.end());

  BOOST_TEST(hosts[0] == "a.test");
  BOOST_TEST(hosts[1] == "b.test");
  BOOST_TEST(nothing_at(0));
}

BOOST_AUTO_TEST_CASE(the_frontier_says_when_to_ask_again) {
  add("http://a.test/1");
  add("http://a.test/2");
  const Task first = take(0);
  BOOST_TEST(!frontier->next(at(1)).not_before.has_value());  // only finish() can change that

  frontier->finish(first.id, rest(1000), at(500));

  BOOST_TEST(*frontier->next(at(501)).not_before == at(1500));
  BOOST_TEST(take(1500).candidate.url.href() == "http://a.test/2");
}

BOOST_AUTO_TEST_CASE(the_earliest_host_is_the_one_named) {
  add("http://a.test/1");
  add("http://b.test/1");
  add("http://a.test/2");
  add("http://b.test/2");
  const Task one = take(0);
  const Task two = take(0);
  frontier->finish(one.id, rest(3000), at(0));
  frontier->finish(two.id, rest(2000), at(0));

  BOOST_TEST(*frontier->next(at(1)).not_before == at(2000));
}

BOOST_AUTO_TEST_CASE(a_retry_comes_back_with_a_higher_attempt) {
  add("http://a.test/1");
  const Task first = take(0);
  BOOST_TEST(first.attempt == 1u);

  frontier->finish(first.id, again(5000), at(0));

  BOOST_TEST(!frontier->is_exhausted());
  BOOST_TEST(nothing_at(4999));
  const Task second = take(5000);
  BOOST_TEST(second.id == first.id);
  BOOST_TEST(second.attempt == 2u);
}

BOOST_AUTO_TEST_CASE(what_was_only_postponed_has_not_been_tried) {
  add("http://a.test/1");
  const Task first = take(0);
  Release postponed = again(500);
  postponed.counts_as_attempt = false;

  frontier->finish(first.id, postponed, at(0));

  BOOST_TEST(take(500).attempt == 1u);
}

BOOST_AUTO_TEST_CASE(a_page_limit_still_hands_out_requisites) {
  add("http://a.test/1");
  add("http://b.test/i.png", LinkKind::requisite);
  frontier->hand_out_pages(false);

  const Task taken = take(0);
  BOOST_TEST(taken.candidate.url.href() == "http://b.test/i.png");
  BOOST_TEST(nothing_at(0));
  BOOST_TEST(!frontier->is_exhausted());

  frontier->finish(taken.id, rest(1000), at(10));
  BOOST_TEST(frontier->is_exhausted());
  BOOST_TEST(frontier->counts().queued == 1u);
}

BOOST_AUTO_TEST_CASE(pages_come_back_when_the_limit_has_room_again) {
  add("http://a.test/1");
  frontier->hand_out_pages(false);
  BOOST_TEST(frontier->is_exhausted());

  frontier->hand_out_pages(true);

  BOOST_TEST(!frontier->is_exhausted());
  BOOST_TEST(take(0).candidate.url.href() == "http://a.test/1");
}

BOOST_AUTO_TEST_CASE(the_counts_add_up) {
  add("http://a.test/1");
  add("http://a.test/2");
  add("http://b.test/1");
  const Task taken = take(0);

  const auto counts = frontier->counts();
  BOOST_TEST(counts.known == 3u);
  BOOST_TEST(counts.queued == 2u);
  BOOST_TEST(counts.in_flight == 1u);
  BOOST_TEST(
      counts.hosts_waiting ==
      (key_of("http://a.test/") == key_of(std::string(taken.candidate.url.href())) ? 2u : 1u));
}

BOOST_AUTO_TEST_CASE(a_request_outside_the_queue_holds_up_its_host_alone) {
  add("http://a.test/1");
  add("http://b.test/1");

  BOOST_TEST(frontier->try_reserve("a.test", at(0)));
  BOOST_TEST(!frontier->try_reserve("a.test", at(0)));

  BOOST_TEST(take(0).candidate.url.href() == "http://b.test/1");
  frontier->release_reserved("a.test", rest(1000), at(100));
  BOOST_TEST(nothing_at(1099));
  BOOST_TEST(take(1100).candidate.url.href() == "http://a.test/1");
}

BOOST_AUTO_TEST_CASE(what_a_host_answers_outside_the_queue_counts_for_it) {
  add("http://a.test/1");
  BOOST_TEST(frontier->try_reserve("a.test", at(0)));
  auto busy = rest(1000);
  busy.answer = crawler::frontier::Answer::busy;
  busy.retry_after = std::chrono::seconds(30);

  frontier->release_reserved("a.test", busy, at(100));

  BOOST_TEST(nothing_at(30'099));
  BOOST_TEST(!frontier->try_reserve("a.test", at(29'000)));
  BOOST_TEST(take(30'100).candidate.url.href() == "http://a.test/1");
}

BOOST_AUTO_TEST_CASE(an_empty_frontier_is_exhausted) {
  BOOST_TEST(frontier->is_exhausted());
  BOOST_TEST(nothing_at(0));
  BOOST_TEST(frontier->counts().known == 0u);
}

BOOST_AUTO_TEST_CASE(a_full_frontier_turns_urls_away_and_counts_them) {
  auto tight = options();
  tight.max_queued_bytes = 40;
  const auto small = make_memory_frontier(tight);

  BOOST_TEST(small->add(candidate("http://a.test/12345"), Place::last));
  BOOST_TEST(small->add(candidate("http://a.test/67890"), Place::last));
  BOOST_TEST(!small->add(candidate("http://a.test/1"), Place::last));
  BOOST_TEST(small->counts().dropped == 1u);

  const auto taken = small->next(at(0));
  small->finish(taken.task->id, rest(0), at(0));
  BOOST_TEST(small->add(candidate("http://a.test/1"), Place::last));
}

BOOST_AUTO_TEST_SUITE_END()
