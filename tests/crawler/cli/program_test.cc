// The program itself, as an operator runs it: exit codes, messages, and what signals do.
#include <boost/test/unit_test.hpp>

#include "tests/support/collection.h"
#include "tests/support/process.h"
#include "tests/support/raw_server.h"
#include "tests/support/scratch_dir.h"

using support::Collection;
using support::End;
using support::html;
using support::Process;
using support::Reply;
using support::text_of;

namespace {

struct Program {
  support::ScratchDir scratch;
  support::RawServer server;

  // `varve` in the scratch folder.
  Process run(std::vector<std::string> arguments) {
    return Process(VARVE_PROGRAM, std::move(arguments), scratch.path().string());
  }
  // `varve crawl` of the scripted server into collections/c, quick and quiet but for events.
  Process crawl(std::vector<std::string> more) {
    std::vector<std::string> arguments = {
        "crawl", "--allow-private", "--resolve", server.resolve(), "--delay",
        "0",     "--tries",         "1",         "--collection",   "c"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(std::move(arguments));
  }
  Collection archive() const { return Collection(scratch.path() / "collections/c"); }
  void write(const std::string& name, const std::string& text) {
    support::write_all(scratch.path() / name, text);
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(program, Program)

BOOST_AUTO_TEST_CASE(a_good_crawl_exits_with_0_and_says_where_the_archive_is) {
  server.on("/page", html("<a href=/next>n</a>"));
  server.on("/next", html("next"));

  Process varve = crawl({server.url("/page")});

  BOOST_TEST(varve.wait() == 0);
  BOOST_TEST(has(varve.out(), "archive   collections/c\n"));
  BOOST_TEST(has(varve.out(), "pages     2\n"));
  BOOST_TEST(std::filesystem::exists(archive().root() / "c.wacz"));
  archive().require_sound();
}

BOOST_AUTO_TEST_CASE(the_version_is_one_line) {
  Process varve = run({"--version"});

  BOOST_TEST(varve.wait() == 0);
  BOOST_TEST(varve.out() == "varve 0.1.0\n");
}

BOOST_AUTO_TEST_CASE(wrong_use_exits_with_2) {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"crwal"},
                                             {"crawl"},
                                             {"crawl", "--nonsense"},
                                             {"crawl", "no-such-file.txt"},
                                             {"crawl", "http://a.test/", "--exclude", "("},
                                             {"crawl", "http://a.test/", "--resolve", "nonsense"},
                                             {"crawl", "http://a.test/", "--header", "no colon"}}) {
    Process varve = run(arguments);

    BOOST_TEST_CONTEXT((arguments.empty() ? "" : arguments.back())) {
      BOOST_TEST(varve.wait() == 2);
      BOOST_TEST(!varve.err().empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(an_option_is_found_wrong_before_anything_is_written) {
  write("broken.txt", "sid=OPEN-SESAME\n");
  for (const auto& wrong : std::vector<std::vector<std::string>>{{"--header", "foo"},
                                                                 {"--exclude", "("},
                                                                 {"--resolve", "nonsense"},
                                                                 {"--ca-file", "/nonexistent"},
                                                                 {"--cookie-file", "/nonexistent"},
                                                                 {"--cookie-file", "broken.txt"}}) {
    for (const bool is_dry : {false, true}) {
      std::vector<std::string> arguments = {"crawl", "http://a.test/"};
      arguments.insert(arguments.end(), wrong.begin(), wrong.end());
      if (is_dry) arguments.push_back("--dry-run");
      Process varve = run(arguments);

      BOOST_TEST_CONTEXT(wrong.front() + (is_dry ? " dry" : "")) {
        BOOST_TEST(varve.wait() == 2);
        BOOST_TEST(has(varve.err(), wrong.front().substr(2)));
        BOOST_TEST(varve.out().empty());
        BOOST_TEST(!std::filesystem::exists(scratch.path() / "collections"));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_cookie_file_without_use_is_warned_of_once) {
  server.on("/page", html("end"));
  write("old.txt", "raw.test\tFALSE\t/\tFALSE\t1000000000\tsid\tOPEN-SESAME\n");

  Process varve = crawl({"--cookie-file", "old.txt", server.url("/page")});

  BOOST_TEST(varve.wait() == 0);
  const std::string warning = "cookie-file: 0 of 1 cookies usable: raw.test expired 2001-09-09";
  const std::string said = varve.err();
  BOOST_TEST(has(said, warning));
  BOOST_TEST(said.find(warning) == said.rfind(warning));
  BOOST_TEST(!has(said, "OPEN-SESAME"));
}

BOOST_AUTO_TEST_CASE(a_cookie_file_without_use_is_told_why) {
  const auto line = [](const std::string& domain, const std::string& expires) {
    const std::string subdomains = domain.starts_with('.') ? "TRUE" : "FALSE";
    return domain + "\t" + subdomains + "\t/\tFALSE\t" + expires + "\tn\tv\n";
  };
  const std::string old = line("a.test", "1");
  const std::string far = "99999999999";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "0 of 0 cookies usable: the file holds none\n"},
      {"# nothing\n\n", "0 of 0 cookies usable: the file holds none\n"},
      {line(".co.uk", "0"), "0 of 1 cookies usable: co.uk is a public suffix\n"},
      {old + line(".com", far), "of 2 cookies usable: a.test expired 1970-01-01, com is"},
      {line("a.test", "-9999999999999999"), "a.test expired 1970-01-01"},
      {old + old + old + old + old, "0 of 5 cookies usable: a.test expired "},
      {old + line("a.test", "0"), ""},
      {line(".a.co.uk", far) + line("co.uk", "0"), ""},
      {line("127.0.0.1", "0") + old, ""},
  };
  for (const auto& [text, warning] : cases) {
    write("cookies.txt", text);
    Process varve = crawl({"--dry-run", "--cookie-file", "cookies.txt", "http://a.test/"});

    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST(varve.wait() == 0);
      BOOST_TEST(has(varve.err(), warning));
      BOOST_TEST(has(varve.err(), "usable") == !warning.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_option_names_its_neighbour) {
  Process varve = run({"crawl", "--exlude", "x", "http://a.test/"});

  BOOST_TEST(varve.wait() == 2);
  BOOST_TEST(has(varve.err(), "did you mean --exclude?"));
}

BOOST_AUTO_TEST_CASE(a_bad_job_file_exits_with_4) {
  write("job.yaml", "seeds: http://a.test/\nlimti: 5\n");

  Process varve = run({"crawl", "job.yaml"});

  BOOST_TEST(varve.wait() == 4);
  BOOST_TEST(has(varve.err(), "job.yaml:2: unknown key \"limti\" (did you mean \"limit\"?)"));
}

BOOST_AUTO_TEST_CASE(failed_seeds_exit_with_9_and_are_named) {
  Process varve = crawl({server.url("/missing")});

  BOOST_TEST(varve.wait() == 9);
  BOOST_TEST(has(varve.err(), "/missing failed: the server answered 404"));
}

BOOST_AUTO_TEST_CASE(a_quiet_crawl_whose_seeds_failed_says_why_in_one_line) {
  Process varve = crawl({"--quiet", server.url("/missing"), server.url("/neither")});

  BOOST_TEST(varve.wait() == 9);
  BOOST_TEST(varve.err() == "varve: error: ended with seeds_failed: every seed failed, first " +
                                server.url("/missing") + ": the server answered 404\n");
}

BOOST_AUTO_TEST_CASE(the_page_limit_exits_with_12) {
  server.on("/page", html("<a href=/next>n</a>"));

  Process varve = crawl({"--limit", "1", server.url("/page")});

  BOOST_TEST(varve.wait() == 12);
}

BOOST_AUTO_TEST_CASE(a_private_address_is_refused_in_words) {
  Process varve =
      run({"crawl", server.url("/page"), "--resolve", server.resolve(), "--tries", "1"});

  BOOST_TEST(varve.wait() == 9);
  BOOST_TEST(has(varve.err(), "127.0.0.1 is not public; --allow-private lets it be fetched"));
  BOOST_TEST(server.accepted() == 0u);
}

BOOST_AUTO_TEST_CASE(flags_beat_the_job_file) {
  server.on("/page", html("<a href=/next>n</a>"));
  server.on("/next", html("next"));
  write("job.yaml", "seeds:\n  - " + server.url("/page") +
                        "\nlimit: 1\ndelay: 0\nallow-private: true\ncollection: c\nresolve: \"" +
                        server.resolve() + "\"\n");

  Process varve = run({"crawl", "job.yaml", "--limit", "5", "--quiet"});

  BOOST_TEST(varve.wait() == 0);
  BOOST_TEST(varve.out().empty());
  BOOST_TEST(server.requests("/next").size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_dry_run_prints_a_job_file_that_loads) {
  write("list.txt", server.url("/page") + "\n");
  Process first = crawl({"--dry-run", "--exclude", "\"x\\d\"", "--scope", "domain", "list.txt",
                         "--user-agent", "a: b # c"});
  BOOST_REQUIRE(first.wait() == 0);
  BOOST_TEST(server.accepted() == 0u);
  BOOST_TEST(!std::filesystem::exists(scratch.path() / "collections"));
  write("resolved.yaml", first.out());

  Process second = run({"crawl", "--dry-run", "resolved.yaml"});

  BOOST_TEST(second.wait() == 0);
  BOOST_TEST(second.out() == first.out());
}

BOOST_AUTO_TEST_CASE(one_interrupt_lets_the_running_page_finish_and_seals) {
  Reply slow = html("<a href=/never>n</a>slow but whole");
  slow.before = std::chrono::milliseconds(700);
  server.on("/slow", slow);
  Process varve = crawl({server.url("/slow")});
  BOOST_REQUIRE(server.wait_for("/slow"));

  varve.signal(SIGINT);

  BOOST_TEST(varve.wait() == 11);
  BOOST_TEST(has(varve.err(), "stopping: 1 in flight"));
  BOOST_TEST(server.requests("/never").empty());
  archive().require_sound();
  BOOST_TEST(has(archive().only("response", server.url("/slow")).body(), "slow but whole"));
  BOOST_TEST(text_of(archive().report(), "result") == "interrupted");
}

BOOST_AUTO_TEST_CASE(a_terminate_signal_does_the_same) {
  server.on("/slow", Reply{html("whole").bytes, End::keep, std::chrono::milliseconds(300)});
  Process varve = crawl({server.url("/slow")});
  BOOST_REQUIRE(server.wait_for("/slow"));

  varve.signal(SIGTERM);

  BOOST_TEST(varve.wait() == 11);
  archive().require_sound();
}

BOOST_AUTO_TEST_CASE(two_interrupts_stop_at_once_with_whole_files) {
  server.on("/page", html("<a href=/stall>s</a>"));
  server.on("/stall", Reply{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", End::stall});
  Process varve = crawl({server.url("/page")});
  BOOST_REQUIRE(server.wait_for("/stall"));
  varve.signal(SIGINT);
  BOOST_REQUIRE(varve.wait_for_error_text("stopping:"));
  const auto asked = std::chrono::steady_clock::now();

  varve.signal(SIGINT);

  BOOST_TEST(varve.wait() == 13);
  BOOST_TEST((std::chrono::steady_clock::now() - asked < std::chrono::seconds(2)));
  archive().require_sound();
  BOOST_TEST(archive().indexed().contains(server.url("/page")));
  BOOST_TEST(!archive().indexed().contains(server.url("/stall")));
  BOOST_TEST(text_of(archive().report(), "result") == "interrupted_twice");
}

// What was cut off is still to be done: it counts as left and has no line that says it ended.
BOOST_AUTO_TEST_CASE(what_was_cut_off_counts_as_left) {
  server.on("/stall", Reply{"", End::stall});
  Process varve = crawl({server.url("/stall")});
  BOOST_REQUIRE(server.wait_for("/stall"));
  varve.signal(SIGINT);
  BOOST_REQUIRE(varve.wait_for_error_text("stopping:"));
  varve.signal(SIGINT);

  BOOST_TEST(varve.wait() == 13);
  BOOST_TEST(support::number_of(archive().report(), "left") == 1);
  BOOST_TEST(archive().lines("logs/crawl.jsonl").empty());
}

BOOST_AUTO_TEST_SUITE_END()
