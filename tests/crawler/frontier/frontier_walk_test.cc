// Random walks through the frontier against its promises (policies.md 4.2): whatever happens in
// whatever order, a host is never asked too often or too early, and every URL comes to its end.
#include <map>
#include <random>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "crawler/frontier/frontier.h"
#include "tests/crawler/frontier/tasks.h"

using namespace frontier_test;
using crawler::frontier::Frontier;
using crawler::frontier::host_key;
using crawler::frontier::Place;

namespace {

constexpr unsigned kHosts = 7;
constexpr unsigned kMostTries = 4;

// What the walk itself knows of a host, written down independently.
struct Seen {
  unsigned pages = 0, requisites = 0;  // in flight
  TimePoint next_page{}, next_requisite{}, paused_until{};
  bool has_crawl_delay = false;
};

class Walk {
 public:
  explicit Walk(unsigned seed) : random_(seed) {
    for (unsigned host = 0; host < kHosts; ++host) {
      // Every third host declares a Crawl-delay.
      Seen& seen = hosts_[name_of(host)];
      seen.has_crawl_delay = host % 3 == 0;
      frontier_->set_crawl_delay(
          name_of(host), seen.has_crawl_delay ? std::optional(milliseconds(2000)) : std::nullopt);
    }
  }

  void step() {
    switch (pick(10)) {
      case 0:
      case 1: return add_page();
      case 2: return add_requisite();
      case 3:
      case 4: return finish_one();
      case 5: with_pages_ = pick(4) != 0; return frontier_->hand_out_pages(with_pages_);
      case 6: now_ += milliseconds(pick(400)); [[fallthrough]];
      default: return take_all();
    }
  }

  // No more URLs: runs until nothing is left. Each round something must happen.
  void run_out() {
    with_pages_ = true;
    frontier_->hand_out_pages(true);
    while (!frontier_->is_exhausted()) {
      const auto before = now_;
      const std::size_t running = in_flight_.size();
      take_all();
      while (!in_flight_.empty()) finish_one();
      const auto next = frontier_->next(now_);
      if (next.task) check_and_keep(*next.task);
      if (next.not_before) now_ = *next.not_before;
      const bool moved = next.task || next.not_before || running > 0 || now_ != before;
      BOOST_REQUIRE_MESSAGE(moved || frontier_->is_exhausted(), "nothing moves any more");
    }
  }

  const std::set<std::string>& added() const { return added_; }
  const std::map<std::string, unsigned>& ended() const { return ended_; }
  std::size_t handed_out() const { return handed_out_; }
  const Frontier& frontier() const { return *frontier_; }

 private:
  static std::string name_of(unsigned host) { return "h" + std::to_string(host) + ".test"; }
  unsigned pick(unsigned below) {
    return std::uniform_int_distribution<unsigned>(0, below - 1)(random_);
  }

  void add_page() { add(LinkKind::page); }
  void add_requisite() { add(LinkKind::requisite); }
  void add(LinkKind kind) {
    const std::string url = "http://" + name_of(pick(kHosts)) + "/" + std::to_string(pick(2000));
    const bool is_new = frontier_->add(candidate(url, kind), place(pick(3) == 0));
    BOOST_REQUIRE_EQUAL(is_new, added_.insert(url).second);
  }

  void take_all() {
    for (auto next = frontier_->next(now_); next.task; next = frontier_->next(now_)) {
      check_and_keep(*next.task);
    }
  }

  void check_and_keep(const Task& task) {
    const bool is_requisite = task.candidate.kind == LinkKind::requisite;
    Seen& host = hosts_.at(host_key(task.candidate.url));
    BOOST_REQUIRE(with_pages_ || is_requisite);
    BOOST_REQUIRE(now_ >= host.paused_until);
    BOOST_REQUIRE(!ended_.contains(std::string(task.candidate.url.href())));
    BOOST_REQUIRE_EQUAL(task.attempt, attempts_[task.id] + 1);
    if (is_requisite && !host.has_crawl_delay) {
      BOOST_REQUIRE_EQUAL(host.pages, 0u);
      BOOST_REQUIRE_LT(host.requisites, 6u);
      BOOST_REQUIRE(now_ >= host.next_requisite);
      host.next_requisite = now_ + milliseconds(250);
    } else {
      BOOST_REQUIRE_EQUAL(host.pages + host.requisites, 0u);
      BOOST_REQUIRE(now_ >= host.next_page);
    }
    ++(is_requisite ? host.requisites : host.pages);
    BOOST_REQUIRE(in_flight_.emplace(task.id, task).second);
    ++handed_out_;
  }

  void finish_one() {
    if (in_flight_.empty()) return;
    auto found = in_flight_.begin();
    std::advance(found, pick(static_cast<unsigned>(in_flight_.size())));
    const Task task = found->second;
    in_flight_.erase(found);
    now_ += milliseconds(pick(50));

    Seen& host = hosts_.at(host_key(task.candidate.url));
    const bool is_requisite = task.candidate.kind == LinkKind::requisite;
    --(is_requisite ? host.requisites : host.pages);
    Release release = rest(host.has_crawl_delay ? 2000 : 1000);
    if (pick(5) == 0) release.host_pause = milliseconds(pick(3000));
    const unsigned fate = pick(4);
    if (fate == 0 && task.attempt < kMostTries) {
      release.again_in = milliseconds(pick(5000));
      ++attempts_[task.id];
    } else if (fate == 1) {
      release.again_in = milliseconds(pick(700));
      release.counts_as_attempt = false;
    } else {
      ++ended_[std::string(task.candidate.url.href())];
    }
    host.next_page = std::max(host.next_page, now_ + release.page_delay);
    if (!is_requisite) {
      host.next_requisite = std::max(host.next_requisite, now_ + milliseconds(250));
    }
    host.paused_until = std::max(host.paused_until, now_ + release.host_pause);
    frontier_->finish(task.id, release, now_);
  }

  std::mt19937 random_;
  TimePoint now_ = at(0);
  bool with_pages_ = true;
  std::unique_ptr<Frontier> frontier_ = crawler::frontier::make_memory_frontier(options());
  std::map<std::string, Seen> hosts_;
  std::map<std::uint64_t, Task> in_flight_;
  std::map<std::uint64_t, unsigned> attempts_;  // counted ones, by task
  std::set<std::string> added_;
  std::map<std::string, unsigned> ended_;
  std::size_t handed_out_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(frontier_walk)

BOOST_AUTO_TEST_CASE(ten_thousand_random_steps_break_no_promise) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      Walk walk(seed);

      for (int i = 0; i < 10'000; ++i) walk.step();
      walk.run_out();

      BOOST_TEST(walk.ended().size() == walk.added().size());
      for (const auto& [url, times] : walk.ended()) {
        BOOST_TEST_CONTEXT(url) { BOOST_TEST(times == 1u); }
      }
      BOOST_TEST(walk.handed_out() > walk.added().size());
      BOOST_TEST(walk.frontier().counts().queued == 0u);
    }
  }
}

// A page limit is set for good: every requisite must still come to its end, also those that wait
// behind pages nobody will ask for.
BOOST_AUTO_TEST_CASE(requisites_come_to_their_end_when_pages_have_stopped) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 random(seed);
    const auto frontier = crawler::frontier::make_memory_frontier(options());
    frontier->set_crawl_delay("a.test", std::nullopt);
    TimePoint now = at(0);
    for (unsigned i = 0; i < 6; ++i) {
      frontier->add(candidate("http://a.test/" + std::to_string(i),
                              i % 2 == 0 ? LinkKind::page : LinkKind::requisite),
                    Place::last);
    }
    // Each is asked for once and told to come back.
    for (int i = 0; i < 6;) {
      const auto next = frontier->next(now);
      if (next.not_before) now = *next.not_before;
      if (!next.task) continue;
      frontier->finish(next.task->id, again(static_cast<int>(random() % 60'000), 10), now);
      ++i;
    }
    frontier->hand_out_pages(false);

    int left = 100;
    while (!frontier->is_exhausted() && left-- > 0) {
      const auto next = frontier->next(now);
      if (next.not_before) now = *next.not_before;
      if (next.task) frontier->finish(next.task->id, rest(10), now);
    }

    BOOST_TEST_CONTEXT("seed " << seed) { BOOST_REQUIRE(frontier->is_exhausted()); }
  }
}

BOOST_AUTO_TEST_SUITE_END()
