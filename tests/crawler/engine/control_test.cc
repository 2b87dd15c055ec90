// collections/NAME/control/: a running crawl steered by files, and what the archive keeps of it.
#include "crawler/engine/control.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <thread>

#include "crawler/engine/control_file.h"
#include "tests/crawler/engine/crawling.h"

namespace {

namespace fs = std::filesystem;
using namespace engine_test;
using Steady = std::chrono::steady_clock;

struct Controlled : RawCrawling {
  fs::path folder() const { return crawler::job::directory_of(job) / "control"; }
  // As `echo TEXT > control/NAME` does, in one step.
  void put(const std::string& name, const std::string& text = "") const {
    fs::create_directories(folder());
    support::write_all(scratch.path() / "neighbour", text);
    fs::rename(scratch.path() / "neighbour", folder() / name);
  }
  void take_away(const std::string& name) const { fs::remove(folder() / name); }

  // `/0` links to `/1` and so on; the last to nothing.
  void serve_chain(std::size_t pages) {
    for (std::size_t i = 0; i < pages; ++i) {
      server.on("/" + std::to_string(i), html("<a href=/" + std::to_string(i + 1) + ">next</a>"));
    }
    server.on("/" + std::to_string(pages), html("the end"));
  }
  // Crawls while `hand` does what an operator would.
  Collection crawl_while(const std::string& seed, const std::function<void()>& hand) {
    std::thread operators(hand);
    Collection collection = crawl({server.url(seed)});
    operators.join();
    return collection;
  }
  std::vector<std::string> notes(const Collection& collection) const {
    std::vector<std::string> found;
    for (const auto& record : collection.records("metadata", crawler::engine::kControlUri)) {
      found.push_back(record.block.substr(0, record.block.find("time: ")));
    }
    return found;
  }
};

using support::write_all;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(control, Controlled)

BOOST_AUTO_TEST_CASE(the_folder_is_made_and_empty) {
  serve_chain(0);

  const Collection collection = crawl({server.url("/0")});

  BOOST_TEST(fs::is_directory(folder()));
  BOOST_TEST(fs::is_empty(folder()));
  BOOST_TEST(notes(collection).empty());
}

BOOST_AUTO_TEST_CASE(what_lies_there_holds_from_the_first_url_on_and_is_recorded) {
  serve_chain(5);
  put("limit", "# for today\n 2 \n");

  const Collection collection = crawl({server.url("/0")});

  BOOST_TEST(report.stats.pages == 2u);
  BOOST_CHECK(report.exit_code == ExitCode::page_limit);
  const auto found = notes(collection);
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found.front() == "control: limit\r\nvalue: 2\r\n");
  for (const auto& row : collection.index()) {
    BOOST_TEST(text_of(row, "url") != crawler::engine::kControlUri);
  }
}

BOOST_AUTO_TEST_CASE(a_paused_crawl_asks_for_nothing_until_the_file_is_gone) {
  serve_chain(3);
  put("pause");
  std::size_t asked_while_paused = 99;
  Steady::time_point taken_away;

  const Collection collection = crawl_while("/0", [&] {
    std::this_thread::sleep_for(milliseconds(700));
    asked_while_paused = server.requests().size();
    taken_away = Steady::now();
    take_away("pause");
  });

  BOOST_TEST(asked_while_paused == 0u);
  // Half a second at most, and something for a busy machine.
  BOOST_CHECK(server.requests().front().time - taken_away < milliseconds(1500));
  BOOST_TEST(report.stats.pages == 4u);
  const auto found = notes(collection);
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found[0] == "control: pause\r\nvalue: yes\r\nprevious: no\r\n");
  BOOST_TEST(found[1] == "control: pause\r\nvalue: no\r\nprevious: yes\r\n");
}

BOOST_AUTO_TEST_CASE(the_time_limit_goes_on_counting_in_a_pause) {
  serve_chain(3);
  put("pause");
  job.budget.crawl.time = std::chrono::seconds(1);

  crawl({server.url("/0")});

  BOOST_CHECK(report.exit_code == ExitCode::time_limit);
  BOOST_TEST(server.requests().empty());
}

BOOST_AUTO_TEST_CASE(stop_ends_the_crawl_as_a_signal_does_and_is_taken_away) {
  serve_chain(3);
  put("pause");

  const auto begun = Steady::now();
  const Collection collection = crawl_while("/0", [&] {
    // The crawl removes what an earlier one may have left, so this must come later.
    while (!fs::exists(folder().parent_path() / "state" / "lock")) std::this_thread::yield();
    std::this_thread::sleep_for(milliseconds(200));
    put("stop");
  });

  BOOST_CHECK(report.exit_code == ExitCode::interrupted);
  BOOST_TEST(report.message == "stopped by control/stop");
  BOOST_CHECK(Steady::now() - begun < std::chrono::seconds(3));
  BOOST_TEST(!fs::exists(folder() / "stop"));
  BOOST_TEST(notes(collection).back() == "control: stop\r\nvalue: yes\r\nprevious: no\r\n");
}

BOOST_AUTO_TEST_CASE(a_stop_that_was_left_does_not_stop_the_next_crawl) {
  serve_chain(2);
  put("stop");

  crawl({server.url("/0")});

  BOOST_TEST(report.stats.pages == 3u);
  BOOST_TEST(!fs::exists(folder() / "stop"));
}

BOOST_AUTO_TEST_CASE(an_excluded_url_that_waits_already_is_never_asked_for) {
  server.on("/0", html("<a href=/secret/1>s</a><a href=/open>o</a>"));
  server.on("/open", html("open"));
  put("exclude", "# not these\n/secret/\n");

  const Collection collection = crawl({server.url("/0")});

  BOOST_TEST(asked("/secret/1") == 0u);
  BOOST_TEST(asked("/open") == 1u);
  BOOST_TEST(notes(collection).front() == "control: exclude\r\nvalue: /secret/\r\n");
}

BOOST_AUTO_TEST_CASE(an_include_widens_the_scope) {
  server.on("/0", html("<a href='" + server.url("/far", "far.test") + "'>f</a>"));
  server.on("/far", html("far"));
  job.resolve.push_back(server.resolve("far.test"));
  put("include", "//far\\.test");

  crawl({server.url("/0")});

  BOOST_TEST(asked("/far") == 1u);
}

BOOST_AUTO_TEST_CASE(a_changed_delay_counts_within_a_second_and_the_jobs_own_comes_back) {
  serve_chain(6);
  put("delay", "100s");

  const auto begun = Steady::now();
  const Collection collection = crawl_while("/0", [&] {
    BOOST_CHECK(server.wait_for("/robots.txt"));
    take_away("delay");
    // The rest that was begun under it stays: this frees the host's other clock, not that one.
    put("stop");
  });

  BOOST_CHECK(Steady::now() - begun < std::chrono::seconds(10));
  const auto found = notes(collection);
  BOOST_REQUIRE(found.size() >= 2u);
  BOOST_TEST(found[0] == "control: delay\r\nvalue: 100\r\nprevious: 0\r\n");
  BOOST_TEST(found[1] == "control: delay\r\nvalue: 0\r\nprevious: 100\r\n");
}

BOOST_AUTO_TEST_CASE(a_bad_value_changes_nothing) {
  serve_chain(3);
  put("delay", "fast");
  put("concurrency", "0");
  put("limit", "1\n2\n");
  put("exclude", "(");
  put("include", std::string(70'000, 'x'));
  fs::create_symlink("/etc/hostname", folder() / "pause");

  const Collection collection = crawl({server.url("/0")});

  BOOST_TEST(report.stats.pages == 4u);
  BOOST_TEST(notes(collection).empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(control_file, support::ScratchDir)

BOOST_AUTO_TEST_CASE(a_file_is_read_and_its_absence_told) {
  support::write_all(path() / "delay", "2\n");

  const auto there = crawler::engine::read_control_file(path(), "delay");
  const auto absent = crawler::engine::read_control_file(path(), "limit");
  const auto nowhere = crawler::engine::read_control_file(path() / "none", "limit");

  BOOST_TEST(there.exists);
  BOOST_TEST(there.text == "2\n");
  BOOST_TEST(there.fault.empty());
  BOOST_TEST(!absent.exists);
  BOOST_TEST(!nowhere.exists);
}

BOOST_AUTO_TEST_CASE(what_is_no_plain_file_is_refused_without_waiting) {
  namespace fs = std::filesystem;
  support::write_all(path() / "real", "2\n");
  fs::create_symlink("real", path() / "link");
  fs::create_directory(path() / "folder");
  BOOST_REQUIRE(::mkfifo((path() / "pipe").c_str(), 0600) == 0);
  support::write_all(path() / "long", std::string(crawler::engine::kMaxControlBytes + 1, 'x'));
  support::write_all(path() / "longest", std::string(crawler::engine::kMaxControlBytes, 'x'));
  const auto fault = [&](const char* name) {
    return crawler::engine::read_control_file(path(), name).fault;
  };

  BOOST_TEST(fault("link") == "a symbolic link, which is not followed");
  BOOST_TEST(fault("folder") == "no regular file");
  BOOST_TEST(fault("pipe") == "no regular file");
  BOOST_TEST(fault("long") == "longer than 65536 B");
  BOOST_TEST(fault("longest").empty());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_a_link_is_not_entered) {
  std::filesystem::create_directory(path() / "real");
  support::write_all(path() / "real" / "delay", "2");
  std::filesystem::create_directory_symlink("real", path() / "control");

  BOOST_TEST(!crawler::engine::read_control_file(path() / "control", "delay").exists);
}

BOOST_AUTO_TEST_CASE(lines_lose_their_blanks_and_comments) {
  const auto lines = crawler::engine::control_lines("# one\r\n  /a  \r\n\n\t/b#c\n#");

  BOOST_TEST(lines == (std::vector<std::string>{"/a", "/b#c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
