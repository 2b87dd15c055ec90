#include "crawler/engine/clock_journal.h"

#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"

using crawler::engine::ClockJournal;
using crawler::frontier::Frontier;
using crawler::frontier::Place;
using crawler::frontier::TimePoint;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

struct SetClock : base::Clock {
  base::Timestamp time{seconds{1'795'343'486}};
  base::Timestamp now() const override { return time; }
};

constexpr TimePoint kNow{std::chrono::hours(5)};

struct Journal {
  support::ScratchDir scratch;
  SetClock clock;

  ClockJournal open() {
    auto journal = ClockJournal::open(base::real_disk(), scratch.path(), clock);
    BOOST_REQUIRE_MESSAGE(journal.has_value(), (journal ? "" : journal.error().detail));
    return std::move(*journal);
  }
  // A run that notes these rests; killed unless it is told to close.
  void run(const std::vector<std::pair<std::string, int>>& rests, bool closes = true) {
    ClockJournal journal = open();
    for (const auto& [host, rest] : rests) journal.note(host, seconds(rest));
    if (closes) BOOST_TEST(journal.close().has_value());
  }
  // How long the host rests in the next run, in milliseconds.
  long left_for(const std::string& host) {
    ClockJournal journal = open();
    BOOST_TEST(journal.close().has_value());
    const auto frontier = crawler::frontier::make_memory_frontier({});
    journal.restore(*frontier, kNow);
    policies::Candidate candidate;
    candidate.url = *base::Url::parse("http://" + (host.empty() ? "any.test" : host) + "/");
    frontier->add(std::move(candidate), Place::last);
    const auto next = frontier->next(kNow);
    if (next.task) return 0;
    return static_cast<long>(
        std::chrono::duration_cast<milliseconds>(*next.not_before - kNow).count());
  }
  std::size_t lines() const {
    std::ifstream file(scratch.path() / "clocks.jsonl");
    std::size_t count = 0;
    for (std::string line; std::getline(file, line);) ++count;
    return count;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(clock_journal, Journal)

BOOST_AUTO_TEST_CASE(a_host_rests_what_is_left_of_its_rest) {
  run({{"a.test", 100}, {"b.test:8080", 20}});
  clock.time += seconds(30);

  BOOST_TEST(left_for("b.test:8080") == 0);
  BOOST_TEST(left_for("a.test") == 70'000);
  BOOST_TEST(left_for("c.test") == 0);
}

BOOST_AUTO_TEST_CASE(the_last_line_of_a_host_counts) {
  run({{"a.test", 100}, {"a.test", 5}});
  BOOST_TEST(left_for("a.test") == 5000);
}

BOOST_AUTO_TEST_CASE(an_empty_name_is_everybody) {
  run({{"", 40}});
  BOOST_TEST(left_for("") == 40'000);
}

BOOST_AUTO_TEST_CASE(a_clock_set_back_a_year_prolongs_nothing) {
  run({{"a.test", 100}});
  clock.time -= std::chrono::hours(365 * 24);
  BOOST_TEST(left_for("a.test") == 100'000);
}

BOOST_AUTO_TEST_CASE(after_a_kill_every_host_rests_again_five_minutes_at_most) {
  run({{"a.test", 20}, {"b.test", 4000}}, false);
  clock.time += std::chrono::hours(2);

  BOOST_TEST(open().close().has_value());  // what it has read goes into the new file

  BOOST_TEST(left_for("a.test") == 20'000);
  BOOST_TEST(left_for("b.test") == 300'000);
}

BOOST_AUTO_TEST_CASE(after_a_kill_a_rest_that_goes_on_is_not_shortened) {
  run({{"a.test", 4000}}, false);
  clock.time += seconds(1000);
  BOOST_TEST(left_for("a.test") == 3'000'000);
}

BOOST_AUTO_TEST_CASE(torn_and_foreign_lines_are_passed_over) {
  run({{"a.test", 100}});
  std::ofstream(scratch.path() / "clocks.jsonl", std::ios::app)
      << "nonsense\n\n[1]\n{\"at\":-5,\"rest\":9223372036854775807,\"host\":\"big.test\"}\n"
      << "{\"at\":1,\"rest\":-1,\"host\":\"b.test\"}\n{\"at\":\"x\"}\n{\"at\":1,\"re";
  BOOST_TEST(left_for("a.test") == 100'000);
  BOOST_TEST(left_for("b.test") == 0);
}

BOOST_AUTO_TEST_CASE(what_is_over_is_left_out_of_the_next_file) {
  run({{"a.test", 10}, {"b.test", 10}, {"c.test", 100}});
  BOOST_TEST(lines() == 4u);
  clock.time += seconds(50);
  run({});
  BOOST_TEST(lines() == 2u);
}

BOOST_AUTO_TEST_CASE(a_long_run_keeps_its_file_short) {
  ClockJournal journal = open();
  for (int i = 0; i < 50'000; ++i) journal.note("h" + std::to_string(i % 10) + ".test", seconds(1));
  BOOST_TEST(journal.close().has_value());
  BOOST_TEST(lines() <= 20'011u);
}

BOOST_AUTO_TEST_SUITE_END()
