#include "warc/index_files.h"

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "tests/support/memory_file.h"
#include "tests/warc/warc_support.h"

using support::MemoryFile;
using support::must;

namespace {

std::string response(const std::string& uri) {
  const std::string block = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhello";
  return "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:1>\r\nWARC-Date: "
         "2026-11-22T10:31:26Z\r\nWARC-Target-URI: " +
         uri +
         "\r\nContent-Type: application/http\r\nContent-Length: " + std::to_string(block.size()) +
         "\r\n\r\n" + block + "\r\n\r\n";
}

// Archives in memory, by name; names without one cannot be opened.
struct Archives {
  std::map<std::string, std::string> contents;
  std::vector<std::string> names;
  std::vector<std::string> lines, findings;
  std::mutex mutex;
  std::set<std::thread::id> threads;

  void add(const std::string& name, const std::string& bytes) {
    names.push_back(name);
    contents[name] = bytes;
  }
  void add_pages(const std::string& name, int pages) {
    std::string bytes;
    for (int i = 0; i < pages; ++i) {
      bytes += response("http://" + name + "/" + std::to_string(i));
    }
    add("folder/" + name + ".warc", bytes);
  }
  base::Result<void> open(const std::string& name, const warc::VisitArchive& visit) {
    {
      const std::lock_guard lock(mutex);
      threads.insert(std::this_thread::get_id());
    }
    const auto found = contents.find(name);
    if (found == contents.end()) return base::fail(base::Errc::not_found, "no " + name);
    return visit(name, MemoryFile(found->second));
  }
  base::Result<warc::IndexFilesResult> index(warc::IndexFilesOptions options) {
    lines.clear();
    findings.clear();
    warc::IndexFilesSinks sinks;
    sinks.line = [this](std::string_view line) -> base::Result<void> {
      lines.emplace_back(line);
      return {};
    };
    sinks.finding = [this](std::string_view name, const warc::Finding& finding) {
      findings.push_back(std::string(name) + " " + std::string(finding.code));
    };
    return index_files(
        names, [this](const auto& name, const auto& visit) { return open(name, visit); }, options,
        sinks);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(index_files, Archives)

BOOST_AUTO_TEST_CASE(any_number_of_threads_gives_the_same_lines_in_the_same_order) {
  for (int i = 0; i < 40; ++i) add_pages("h" + std::to_string(i), i % 7 == 0 ? 200 : i % 5);
  const auto alone = must(index({.jobs = 1}));
  const auto expected = lines;
  BOOST_TEST(alone.counts.entries == expected.size());
  BOOST_TEST(expected.front().starts_with("h0)/0 20261122103126 "));

  // The smallest limit makes every thread wait whose turn has not come.
  for (const std::uint64_t held : {1u, 1'000u, 64u << 20}) {
    const auto result = must(index({.jobs = 8, .held_bytes = held}));
    BOOST_TEST((lines == expected));
    BOOST_TEST(result.counts.entries == alone.counts.entries);
    BOOST_TEST(result.counts.records == alone.counts.records);
  }
}

BOOST_AUTO_TEST_CASE(lines_say_the_file_as_asked_for) {
  add_pages("h", 1);
  must(index({}));
  BOOST_TEST(lines.at(0).find("\"filename\":\"h.warc\"") != std::string::npos);
  must(index({.format = warc::IndexFormat::cdx9, .filename = warc::FilenameForm::path}));
  BOOST_TEST(lines.at(0).ends_with(" 0 folder/h.warc"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_opened_or_read_does_not_stop_the_others) {
  add_pages("a", 2);
  names.push_back("absent");
  add("broken", "no archive at all");
  add_pages("b", 1);

  const auto result = must(index({.jobs = 3}));

  BOOST_TEST(lines.size() == 3u);
  BOOST_TEST(result.failed_inputs == 1u);
  BOOST_TEST(!result.counts.is_complete());
  BOOST_TEST(!findings.empty());
  for (const std::string& finding : findings) BOOST_TEST(finding.starts_with("broken "));
}

BOOST_AUTO_TEST_CASE(a_failing_output_ends_everything) {
  for (int i = 0; i < 20; ++i) add_pages("h" + std::to_string(i), 50);
  int calls = 0;
  warc::IndexFilesSinks sinks;
  sinks.line = [&calls](std::string_view) -> base::Result<void> {
    if (++calls < 120) return {};
    return base::fail(base::Errc::disk_full, "full");
  };
  const auto result = ::warc::index_files(
      names, [this](const auto& name, const auto& visit) { return open(name, visit); },
      {.jobs = 4, .held_bytes = 100}, sinks);

  BOOST_REQUIRE(!result);
  BOOST_TEST((result.error().code == base::Errc::disk_full));
  BOOST_TEST(calls == 120);
}

BOOST_AUTO_TEST_CASE(no_input_gives_no_lines) {
  const auto result = must(index({.jobs = 4}));
  BOOST_TEST((lines.empty() && result.counts.is_complete()));
}

BOOST_AUTO_TEST_SUITE_END()
