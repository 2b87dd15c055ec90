#include "warc/line_sorter.h"

#include <algorithm>
#include <random>
#include <set>

#include <boost/test/unit_test.hpp>

#include "tests/support/faulty_disk.h"
#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"

using support::must;
using warc::LineSorter;

namespace {

std::vector<std::string> merged(LineSorter& sorter) {
  std::vector<std::string> lines;
  must(sorter.merge([&](std::string_view line) -> base::Result<void> {
    lines.emplace_back(line);
    return {};
  }));
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(line_sorter)

BOOST_AUTO_TEST_CASE(lines_come_out_bytewise_sorted_once_whatever_the_run_size) {
  support::ScratchDir scratch;
  std::mt19937 random(3);
  std::set<std::string> expected;
  std::vector<std::string> lines;
  for (int i = 0; i < 3000; ++i) {
    std::string line(random() % 40, ' ');
    for (char& c : line) c = static_cast<char>(random() % 250 + 11);  // all bytes but LF, and high
    expected.insert(line);
    lines.push_back(line);
    if (i % 3 == 0) lines.push_back(line);
  }
  for (const std::uint64_t run_bytes : {0, 100, 5'000, 100'000'000}) {
    LineSorter sorter(base::real_disk(), scratch.path(), run_bytes);
    for (const std::string& line : lines) must(sorter.add(line));

    const auto found = merged(sorter);

    BOOST_TEST((found == std::vector<std::string>(expected.begin(), expected.end())));
    BOOST_TEST(merged(sorter).empty());
  }
  BOOST_TEST(std::filesystem::is_empty(scratch.path()));
}

BOOST_AUTO_TEST_CASE(lines_longer_than_a_buffer_survive_the_runs) {
  support::ScratchDir scratch;
  LineSorter sorter(base::real_disk(), scratch.path(), 10);
  const std::string a(50'000, 'a'), b(70'000, 'b');
  must(sorter.add(b));
  must(sorter.add(a));
  must(sorter.add(b));

  BOOST_TEST((merged(sorter) == std::vector<std::string>{a, b}));
}

BOOST_AUTO_TEST_CASE(what_is_no_line_is_refused) {
  LineSorter sorter(base::real_disk(), "/nonexistent", 100);

  BOOST_TEST(!sorter.add("a\nb"));
  BOOST_TEST(!sorter.add(std::string(LineSorter::kMaxLine + 1, 'x')));
  BOOST_TEST(merged(sorter).empty());
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_at_every_write) {
  for (std::uint64_t failing = 1; failing <= 3; ++failing) {
    support::ScratchDir scratch;
    support::FaultyDisk disk(base::real_disk(), {.append = failing, .writes_half = true});
    LineSorter sorter(disk, scratch.path(), 1);
    base::Result<void> outcome;
    for (const char* line : {"c", "b", "a"}) {
      if (outcome) outcome = sorter.add(line);
    }
    if (outcome) outcome = sorter.merge([](std::string_view) { return base::Result<void>(); });

    BOOST_TEST(!outcome);
  }
}

BOOST_AUTO_TEST_SUITE_END()
