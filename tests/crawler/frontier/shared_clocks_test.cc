// What hosts share (policies.md 4.2): slots of a registrable domain, the clock of an address, the
// rate and the bandwidth of the whole crawl.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "crawler/frontier/frontier.h"
#include "tests/crawler/frontier/tasks.h"

using namespace frontier_test;
using crawler::frontier::Answer;
using crawler::frontier::Frontier;
using crawler::frontier::host_key;
using crawler::frontier::make_memory_frontier;
using crawler::frontier::Place;

namespace {

struct Shared {
  policies::PolitenessOptions politeness = usual();
  std::unique_ptr<Frontier> frontier;

  void begin() { frontier = make_memory_frontier(options(politeness)); }
  void add(const std::string& url, LinkKind kind = LinkKind::page) {
    frontier->add(candidate(url, kind), Place::last);
  }
  // A host with a known robots.txt, an address, and so many pages.
  void host(const std::string& name, const std::string& address, int pages = 3) {
    frontier->set_crawl_delay(name, std::nullopt);
    if (!address.empty()) frontier->set_address(name, address);
    for (int i = 0; i < pages; ++i) add("http://" + name + "/" + std::to_string(i));
  }
  std::vector<Task> take_all(int ms) {
    std::vector<Task> taken;
    for (auto next = frontier->next(at(ms)); next.task; next = frontier->next(at(ms))) {
      taken.push_back(std::move(*next.task));
    }
    return taken;
  }
  // Hosts of what is handed out at that moment.
  std::set<std::string> hosts_at(int ms) {
    std::set<std::string> names;
    for (const Task& task : take_all(ms)) names.insert(host_key(task.candidate.url));
    return names;
  }
  static Release good(int delay) {
    Release release = rest(delay);
    release.answer = Answer::good;
    return release;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(shared_clocks, Shared)

BOOST_AUTO_TEST_CASE(four_hosts_of_a_domain_are_served_at_a_time) {
  begin();
  for (int i = 0; i < 9; ++i) host("h" + std::to_string(i) + ".example.com", "");
  host("other.test", "");

  const std::vector<Task> first = take_all(0);
  BOOST_TEST(first.size() == 5u);

  for (const Task& task : first) frontier->finish(task.id, good(1000), at(100));
  BOOST_TEST(take_all(1099).empty());  // they rest, and keep their slots
  BOOST_TEST(*frontier->next(at(1099)).not_before == at(1100));
  const std::set<std::string> second = hosts_at(1100);
  BOOST_TEST(second.size() == 5u);
  for (const Task& task : first) {
    const std::string name = host_key(task.candidate.url);
    BOOST_TEST(second.contains(name) == (name == "other.test"), name);  // the others had waited
  }
}

BOOST_AUTO_TEST_CASE(every_host_of_a_domain_has_its_turn) {
  politeness.domain_hosts = 1;
  begin();
  for (int i = 0; i < 5; ++i) host("h" + std::to_string(i) + ".example.com", "", 10);

  std::vector<std::string> order;
  int ms = 0;
  for (int i = 0; i < 10; ++i, ms += 1000) {
    const std::vector<Task> taken = take_all(ms);
    BOOST_REQUIRE_EQUAL(taken.size(), 1u);
    order.push_back(host_key(taken[0].candidate.url));
    frontier->finish(taken[0].id, good(1000), at(ms));
  }

  BOOST_TEST(std::set<std::string>(order.begin(), order.begin() + 5).size() == 5u);
  BOOST_TEST(std::equal(order.begin(), order.begin() + 5, order.begin() + 5));
}

BOOST_AUTO_TEST_CASE(ip_literals_and_single_labels_are_domains_of_their_own) {
  politeness.domain_hosts = 1;
  begin();
  for (const char* name : {"192.0.2.1", "192.0.3.1", "[2001:db8::1]", "[2001:db8::2]", "one", "two",
                           "a.github.io", "b.github.io"}) {
    host(name, "");
  }
  BOOST_TEST(take_all(0).size() == 8u);
}

BOOST_AUTO_TEST_CASE(a_host_that_is_paused_gives_its_slot_away) {
  politeness.domain_hosts = 1;
  begin();
  host("a.example.com", "");
  host("b.example.com", "");
  const std::vector<Task> first = take_all(0);
  Release busy = rest(1000);
  busy.answer = Answer::busy;

  frontier->finish(first.at(0).id, busy, at(0));

  BOOST_TEST(take_all(999).empty());
  BOOST_TEST(take_all(1000).size() == 1u);
}

BOOST_AUTO_TEST_CASE(pages_of_an_address_start_half_a_second_apart_whatever_their_hosts) {
  begin();
  for (const char* name : {"a.test", "b.test", "c.test"}) host(name, "192.0.2.7");
  host("d.test", "192.0.2.8");

  BOOST_TEST(hosts_at(0).size() == 2u);
  BOOST_TEST(*frontier->next(at(0)).not_before == at(500));
  BOOST_TEST(hosts_at(499).empty());
  BOOST_TEST(hosts_at(500).size() == 1u);
  BOOST_TEST(hosts_at(999).empty());
  BOOST_TEST(hosts_at(1000).size() == 1u);
}

BOOST_AUTO_TEST_CASE(requisites_have_a_shorter_gap_and_six_urls_are_in_flight) {
  begin();
  for (int i = 0; i < 9; ++i) {
    const std::string name = "h" + std::to_string(i) + ".test";
    frontier->set_crawl_delay(name, std::nullopt);
    frontier->set_address(name, "192.0.2.7");
    add("http://" + name + "/style.css", LinkKind::requisite);
  }

  std::vector<Task> taken;
  for (int ms = 0; ms < 6 * 250; ms += 250) {
    std::vector<Task> now = take_all(ms);
    BOOST_TEST(now.size() == 1u);
    taken.push_back(now.at(0));
  }
  BOOST_TEST(take_all(60'000).empty());
  BOOST_TEST(!frontier->next(at(60'000)).not_before.has_value());
  frontier->finish(taken[0].id, good(1000), at(60'000));
  BOOST_TEST(take_all(60'000).size() == 1u);
}

BOOST_AUTO_TEST_CASE(without_a_delay_an_address_has_no_gap) {
  politeness.min_delay = milliseconds(0);
  begin();
  for (const char* name : {"a.test", "b.test", "c.test"}) host(name, "192.0.2.7", 1);
  BOOST_TEST(take_all(0).size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_turn_that_asked_for_nothing_is_given_back) {
  begin();
  host("a.test", "192.0.2.7");
  host("b.test", "192.0.2.7", 1);
  const std::vector<Task> refused = take_all(0);

  frontier->finish(refused.at(0).id, Release{}, at(0));

  BOOST_TEST(take_all(0).size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_address_that_answered_counts_from_then_on) {
  begin();
  host("a.test", "192.0.2.7");
  BOOST_TEST(frontier->knows_address("a.test"));
  BOOST_TEST(!frontier->knows_address("b.test"));
  const std::vector<Task> first = take_all(0);
  Release release = good(100);
  release.address = "192.0.2.8";
  frontier->finish(first.at(0).id, release, at(0));
  host("b.test", "192.0.2.8", 1);

  BOOST_TEST(hosts_at(0) == std::set<std::string>{"b.test"});  // its clock begins with this start
  BOOST_TEST(hosts_at(499).empty());
  BOOST_TEST(hosts_at(500) == std::set<std::string>{"a.test"});
}

BOOST_AUTO_TEST_CASE(a_request_outside_the_queue_waits_for_the_address_and_is_let_through) {
  begin();
  for (int i = 0; i < 50; ++i) host("h" + std::to_string(i) + ".test", "192.0.2.7", 1);
  host("robots.test", "192.0.2.7", 0);
  BOOST_TEST(take_all(0).size() == 1u);

  BOOST_TEST(!frontier->try_reserve("robots.test", at(400)));
  BOOST_TEST(take_all(500).empty());
  BOOST_TEST(frontier->try_reserve("robots.test", at(600)));
  BOOST_TEST(take_all(1099).empty());
  BOOST_TEST(take_all(1100).size() == 1u);
  frontier->release_reserved("robots.test", rest(1000), at(1200));
}

BOOST_AUTO_TEST_CASE(the_whole_crawl_keeps_its_rate) {
  politeness.max_rate = 4;
  begin();
  for (int i = 0; i < 20; ++i) host("h" + std::to_string(i) + ".test", "", 1);

  int starts = 0;
  for (int ms = 0; ms < 2000; ms += 10) starts += static_cast<int>(take_all(ms).size());

  BOOST_TEST(starts == 8);
}

BOOST_AUTO_TEST_CASE(bytes_are_paid_for_before_anything_else_is_asked) {
  politeness.bandwidth = 1000;
  begin();
  host("a.test", "", 1);
  host("b.test", "", 1);
  const std::vector<Task> first = take_all(0);
  BOOST_TEST(first.size() == 2u);  // nobody knows yet how much comes
  host("c.test", "", 1);
  Release big = good(0);
  big.bytes = 3000;

  frontier->finish(first[0].id, big, at(1000));
  BOOST_TEST(take_all(2999).empty());
  frontier->finish(first[1].id, big, at(2999));

  BOOST_TEST(*frontier->next(at(3000)).not_before == at(6000));
  BOOST_TEST(take_all(6000).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_host_pays_for_its_own_bytes_alone) {
  politeness.host_bandwidth = 1000;
  begin();
  host("a.test", "", 2);
  host("b.test", "", 2);
  for (const Task& task : take_all(0)) {
    Release release = good(0);
    release.bytes = host_key(task.candidate.url) == "a.test" ? 5000 : 10;
    frontier->finish(task.id, release, at(1000));
  }

  BOOST_TEST(hosts_at(1000) == std::set<std::string>{"b.test"});
  BOOST_TEST(hosts_at(4999).empty());
  BOOST_TEST(hosts_at(5000) == std::set<std::string>{"a.test"});
}

BOOST_AUTO_TEST_CASE(other_delays_count_from_now_on_and_earned_moments_stay) {
  begin();
  for (const char* name : {"a.test", "b.test", "c.test"}) host(name, "192.0.2.7", 1);
  BOOST_TEST(take_all(0).size() == 1u);

  politeness.ip_gap = milliseconds(100);
  frontier->set_politeness(politeness);

  BOOST_TEST(take_all(499).empty());
  BOOST_TEST(take_all(500).size() == 1u);
  BOOST_TEST(take_all(600).size() == 1u);
}

namespace {

// Nanoseconds for a next() and a finish() of `count` hosts that share something.
double cost_of_a_turn(int count, int pages, bool one_address, bool one_domain) {
  auto made = options();
  const auto frontier = make_memory_frontier(made);
  for (int i = 0; i < count; ++i) {
    const std::string name = "h" + std::to_string(i) + (one_domain ? ".example.com" : ".test");
    frontier->set_crawl_delay(name, std::nullopt);
    if (one_address) frontier->set_address(name, "192.0.2.7");
    for (int page = 0; page < pages; ++page) {
      frontier->add(candidate("http://" + name + "/" + std::to_string(page)), Place::last);
    }
  }
  TimePoint now = at(0);
  const auto turn = [&] {
    auto next = frontier->next(now);
    if (!next.task) now = next.not_before.value_or(now);
    if (next.task) frontier->finish(next.task->id, Shared::good(1000), now);
  };
  turn();  // the first sorts all hosts into their lines
  constexpr int kTurns = 2000;
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < kTurns; ++i) turn();
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begun;
  return took.count() / kTurns;
}

}  // namespace

// Linear would be a hundred times as much.
BOOST_AUTO_TEST_CASE(a_turn_among_many_hosts_costs_little_more_than_among_few) {
  for (const auto& [one_address, one_domain] :
       {std::pair(true, false), std::pair(false, true), std::pair(true, true)}) {
    const double few = cost_of_a_turn(300, 20, one_address, one_domain);
    const double many = cost_of_a_turn(30'000, 2, one_address, one_domain);
    std::printf("one address %d, one domain %d: %.0f ns among 300 hosts, %.0f ns among 30,000\n",
                one_address, one_domain, few, many);
    BOOST_TEST(many < 20 * few);
  }
}

BOOST_AUTO_TEST_SUITE_END()
