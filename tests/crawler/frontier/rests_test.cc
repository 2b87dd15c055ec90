// Rests for what hosts answer, what is parked, and what is told to who keeps a journal.
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "crawler/frontier/frontier.h"
#include "tests/crawler/frontier/tasks.h"

using namespace frontier_test;
using crawler::frontier::Answer;
using crawler::frontier::Frontier;
using crawler::frontier::make_memory_frontier;
using crawler::frontier::Place;

namespace {

struct Rests {
  crawler::frontier::FrontierOptions made = options();
  std::unique_ptr<Frontier> frontier;
  std::vector<std::pair<std::string, milliseconds::rep>> noted;

  Rests() {
    made.on_rest = [this](const std::string& host, milliseconds rest) {
      noted.emplace_back(host, rest.count());
    };
  }
  void begin(int pages = 3) {
    frontier = make_memory_frontier(made);
    frontier->set_crawl_delay("a.test", std::nullopt);
    for (int i = 0; i < pages; ++i) add("http://a.test/" + std::to_string(i));
  }
  void add(const std::string& url, Place place = Place::last) {
    frontier->add(candidate(url), place,
                  {policies::Reason::calendar, "many dates", place == Place::parked});
  }
  std::optional<Task> take(long ms) { return frontier->next(at(0) + milliseconds(ms)).task; }
  void end(const Task& task, const Release& release, long ms) {
    frontier->finish(task.id, release, at(0) + milliseconds(ms));
  }
  static Release answer(Answer answer, std::optional<int> retry_after = std::nullopt) {
    Release release;
    release.answer = answer;
    if (retry_after) release.retry_after = std::chrono::seconds(*retry_after);
    return release;
  }
  crawler::frontier::HostState host(long ms) const {
    return frontier->hosts(at(0) + milliseconds(ms)).at(0);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rests, Rests)

BOOST_AUTO_TEST_CASE(a_busy_host_is_left_alone_as_long_as_it_asks) {
  begin();
  end(*take(0), answer(Answer::busy, 7), 100);

  BOOST_TEST(!take(7099));
  BOOST_TEST(take(7100).has_value());
  BOOST_TEST(host(100).longest_pause.count() == 7000);
}

BOOST_AUTO_TEST_CASE(requests_under_way_together_escalate_once) {
  made.politeness.per_host = 3;
  begin();
  const std::vector<Task> together = {*take(0), *take(0), *take(0)};

  for (const Task& task : together) end(task, answer(Answer::busy), 100);

  BOOST_TEST(host(100).rest.count() == 60'000);
}

BOOST_AUTO_TEST_CASE(a_longer_retry_after_of_a_request_under_way_is_heard) {
  made.politeness.per_host = 2;
  begin();
  const Task one = *take(0), two = *take(0);
  end(one, answer(Answer::busy, 5), 100);
  end(two, answer(Answer::busy, 9), 100);
  BOOST_TEST(host(100).rest.count() == 9000);
}

BOOST_AUTO_TEST_CASE(a_host_nobody_answers_at_is_given_up_and_its_urls_end_one_by_one) {
  begin(40);
  long ms = 0;
  for (int failures = 0; failures < 15; ++failures) {
    const auto next = frontier->next(at(0) + milliseconds(ms));
    if (!next.task) ms = std::chrono::duration_cast<milliseconds>(*next.not_before - at(0)).count();
    const auto task = next.task ? next.task : take(ms);
    BOOST_REQUIRE(task);
    BOOST_TEST(!task->doom);
    end(*task, answer(Answer::no_connection), ms);
  }

  BOOST_TEST(host(ms).is_given_up);
  BOOST_TEST(ms > 2 * 6 * 3'600'000L);
  for (int left = 25; left > 0; --left) {
    const auto task = take(ms);
    BOOST_REQUIRE(task);
    BOOST_REQUIRE(task->doom);
    BOOST_TEST((task->doom->reason == policies::Reason::host_unreachable));
    end(*task, Release{}, ms);
  }
  BOOST_TEST(frontier->is_exhausted());
}

BOOST_AUTO_TEST_CASE(parked_urls_are_kept_listed_and_not_handed_out) {
  begin(1);
  add("http://a.test/2031-01", Place::parked);
  end(*take(0), rest(1000), 0);

  BOOST_TEST(frontier->is_exhausted());
  BOOST_TEST(frontier->counts().parked == 1u);
  BOOST_TEST(!take(60'000));
  std::map<std::string, policies::Verdict> listed;
  add("http://a.test/waits");
  frontier->list_waiting(
      [&](const auto& url, const auto& why) { listed.emplace(std::string(url.url.href()), why); });
  BOOST_TEST(listed.size() == 2u);
  BOOST_TEST(!listed.at("http://a.test/2031-01"));
  BOOST_TEST(listed.at("http://a.test/2031-01").detail == "many dates");
  BOOST_TEST(static_cast<bool>(listed.at("http://a.test/waits")));
}

BOOST_AUTO_TEST_CASE(parked_urls_come_last_where_the_crawl_fetches_them) {
  made.fetch_parked = true;
  begin(0);
  add("http://a.test/2031-01", Place::parked);
  add("http://a.test/1");
  Task first = *take(0);
  BOOST_TEST(first.candidate.url.href() == "http://a.test/1");
  end(first, rest(1000), 0);

  BOOST_TEST(!frontier->is_exhausted());
  Task parked = *take(1000);
  BOOST_TEST(parked.candidate.url.href() == "http://a.test/2031-01");
  Release again = rest(0);
  again.parks = policies::Verdict{policies::Reason::page_limit, "10 pages", true};
  end(parked, again, 1000);

  BOOST_TEST(frontier->is_exhausted());  // parked twice is parked for good
  BOOST_TEST(frontier->counts().parked == 1u);
}

BOOST_AUTO_TEST_CASE(parked_urls_count_for_the_memory_they_take) {
  made.max_queued_bytes = 80;  // of which parked ones get half
  begin(0);
  BOOST_TEST(frontier->add(candidate("http://a.test/12345"), Place::parked));
  BOOST_TEST(frontier->add(candidate("http://a.test/67890"), Place::parked));
  BOOST_TEST(!frontier->add(candidate("http://a.test/1"), Place::parked));
  BOOST_TEST(frontier->counts().dropped == 1u);
  BOOST_TEST(frontier->add(candidate("http://a.test/1"), Place::last));
}

BOOST_AUTO_TEST_CASE(a_parked_requisite_gives_its_turn_back_like_any_other) {
  made.fetch_parked = true;
  begin(0);
  const policies::Verdict why{policies::Reason::query_explosion, "many sizes", true};
  frontier->add(candidate("http://a.test/1.png?w=1", LinkKind::requisite), Place::parked, why);
  add("http://a.test/later", Place::parked);

  Task one = *take(0);
  BOOST_TEST(one.candidate.url.href() == "http://a.test/1.png?w=1");
  end(one, rest(1000), 0);
  const auto two = take(1000);
  BOOST_REQUIRE(two.has_value());
  end(*two, rest(1000), 1000);

  BOOST_TEST(frontier->is_exhausted());
}

BOOST_AUTO_TEST_CASE(a_host_with_parked_urls_alone_keeps_no_crawl_alive_either) {
  made.fetch_parked = true;
  begin(1);
  add("http://a.test/later", Place::parked);
  end(*take(0), answer(Answer::busy, 72'000), 0);

  frontier->park_resting(at(0), [](const std::string&) { return std::chrono::hours(1); });

  BOOST_TEST(frontier->is_exhausted());
  BOOST_TEST(frontier->counts().parked == 1u);
}

BOOST_AUTO_TEST_CASE(what_rests_for_too_long_is_parked_for_the_next_run) {
  begin(3);
  add("http://b.test/1");
  Task one = *take(0), two = *take(0);
  if (one.candidate.url.host() != "a.test") std::swap(one, two);
  end(one, answer(Answer::busy, 7200), 0);
  end(two, rest(1000), 0);

  const auto names =
      frontier->park_resting(at(0), [](const std::string&) { return std::chrono::hours(1); });

  BOOST_TEST(names == std::vector<std::string>{"a.test"});
  BOOST_TEST(frontier->is_exhausted());
  BOOST_TEST(frontier->counts().parked == 2u);
  frontier->list_waiting([](const auto&, const policies::Verdict& why) {
    BOOST_TEST((why.reason == policies::Reason::host_busy));
  });
}

BOOST_AUTO_TEST_CASE(rests_of_a_second_and_more_are_told) {
  begin();
  end(*take(0), rest(999), 0);
  BOOST_REQUIRE_EQUAL(noted.size(), 1u);  // of the first request, before it was answered
  BOOST_TEST(noted[0].second == 1000);
  end(*take(999), rest(5000), 999);
  BOOST_REQUIRE_EQUAL(noted.size(), 2u);
  BOOST_TEST(noted[1].first == "a.test");
  BOOST_TEST(noted[1].second == 5000);
  end(*take(6000), Release{}, 6000);  // nobody was asked
  BOOST_TEST(noted.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_rest_of_an_earlier_run_goes_on) {
  frontier = make_memory_frontier(made);
  frontier->restore_rest("a.test", milliseconds(5000), at(0));
  BOOST_TEST(frontier->hosts(at(0)).empty());
  add("http://a.test/1");
  add("http://b.test/1");

  BOOST_TEST(take(0)->candidate.url.host() == "b.test");
  BOOST_TEST(!take(4999));
  BOOST_TEST(take(5000)->candidate.url.host() == "a.test");
}

BOOST_AUTO_TEST_CASE(jitter_makes_rests_longer_never_shorter) {
  made.politeness.jitter = 0.1;
  made.jitter_seed = 42;
  begin(200);
  long ms = 0, longest = 0, shortest = 100'000;
  for (int i = 0; i < 199; ++i) {
    end(*take(ms), rest(1000), ms);
    const long next = static_cast<long>(host(ms).rest.count());
    longest = std::max(longest, next);
    shortest = std::min(shortest, next);
    ms += next;
  }
  BOOST_TEST(shortest >= 1000);
  BOOST_TEST(longest <= 1101);
  BOOST_TEST(longest - shortest > 50);
}

BOOST_AUTO_TEST_CASE(a_probe_waits_like_a_page) {
  begin(1);
  end(*take(0), rest(1000), 0);
  frontier->add(candidate("http://a.test/0123.html", LinkKind::prerequisite), Place::last);
  BOOST_TEST(!take(999));
  BOOST_TEST(take(1000).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
