#include "warc/index_merge.h"

#include <algorithm>
#include <random>
#include <set>

#include <boost/test/unit_test.hpp>

#include "tests/support/faulty_disk.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/shared_data.h"
#include "tests/warc/warc_support.h"
#include "warc/cdx.h"

using support::must;
using warc::merge_indexes;
using warc::MergeSummary;
using Lines = std::vector<std::string>;
namespace fs = std::filesystem;

namespace {

std::string cdxj(const std::string& key) {
  return key +
         " 20261122103126 {\"url\":\"u\",\"length\":\"1\",\"offset\":\"2\",\"filename\":\"f\"}";
}
std::string cdx9(const std::string& key) { return key + " 20261122103126 u text/html 200 A - 2 f"; }

std::string text_of(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

struct Merging {
  support::ScratchDir scratch;
  std::vector<fs::path> files;
  Lines lines;
  std::vector<warc::DroppedLine> dropped;
  warc::MergeOptions options{.scratch_directory = scratch.path(), .memory_bytes = 10'000};

  fs::path add(const std::string& text) {
    const fs::path path = scratch.path() / std::to_string(files.size());
    support::write_all(path, text);
    files.push_back(path);
    return path;
  }
  base::Result<MergeSummary> merge(base::Disk& disk = base::real_disk()) {
    lines.clear();
    dropped.clear();
    return merge_indexes(
        disk, files, options,
        [this](std::string_view line) -> base::Result<void> {
          lines.emplace_back(line);
          return {};
        },
        [this](const warc::DroppedLine& line) { dropped.push_back(line); });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(index_merge, Merging)

// formats 3.1: bytewise on the whole line.
BOOST_AUTO_TEST_CASE(sorted_files_become_one_sorted_file_without_repeats) {
  add(text_of({cdxj("cn,a)/"), cdxj("cn,c)/"), cdxj("cn,c)/")}));
  add(text_of({cdxj("CN,z)/"), cdxj("cn,b)/"), cdxj("cn,c)/")}));
  add("");

  const auto summary = must(merge());

  BOOST_TEST(lines == (Lines{cdxj("CN,z)/"), cdxj("cn,a)/"), cdxj("cn,b)/"), cdxj("cn,c)/")}),
             boost::test_tools::per_element());
  BOOST_TEST((summary.lines == 4 && summary.repeated == 2 && summary.dropped == 0));
  BOOST_TEST(summary.unsorted_files == 0u);
}

BOOST_AUTO_TEST_CASE(any_mixture_of_files_gives_what_sorting_everything_gives) {
  std::mt19937 random(7);
  std::set<std::string> expected;
  std::uint64_t written = 0;
  for (int file = 0; file < 250; ++file) {  // more than are open at once
    Lines some;
    for (int i = 0; i < 20; ++i) some.push_back(cdxj("cn,h" + std::to_string(random() % 3000)));
    if (file % 3 != 0) std::sort(some.begin(), some.end());
    expected.insert(some.begin(), some.end());
    written += some.size();
    add(text_of(some));
  }

  const auto summary = must(merge());

  BOOST_TEST((lines == Lines(expected.begin(), expected.end())));
  BOOST_TEST(summary.lines == expected.size());
  BOOST_TEST(summary.repeated == written - expected.size());
  BOOST_TEST(summary.unsorted_files > 50u);
  BOOST_TEST(std::distance(fs::directory_iterator(scratch.path()), {}) == 250);
}

// A crash while somebody else appended, an editor, a foreign file among ours.
BOOST_AUTO_TEST_CASE(what_is_no_index_line_is_left_out_and_told) {
  const fs::path first =
      add("!meta 0 {}\n\nhello\n" + cdxj("cn,b)/") + "\r\n" + cdx9("cn,c)/") + "\n" +
          std::string(5 << 20, 'x') + "\n" + cdxj("cn,d)/").substr(0, 40));
  add(text_of({cdxj("cn,a)/")}) + cdxj("cn,e)/"));

  const auto summary = must(merge());

  BOOST_TEST(lines == (Lines{cdxj("cn,a)/"), cdxj("cn,b)/"), cdxj("cn,e)/")}),
             boost::test_tools::per_element());
  BOOST_TEST(summary.dropped == 4u);
  BOOST_REQUIRE(dropped.size() == 4u);
  BOOST_TEST((dropped[0].file == first && dropped[0].number == 3));
  BOOST_TEST(dropped[0].why == "no index line");
  BOOST_TEST((dropped[1].number == 5 && dropped[1].why == "CDX among CDXJ"));
  BOOST_TEST(dropped[2].number == 6u);
  BOOST_TEST(dropped[3].number == 7u);
}

BOOST_AUTO_TEST_CASE(a_cdx_legend_stands_once_and_on_top) {
  const std::string legend(warc::kCdx9Header);
  add(text_of({legend, cdx9("cn,a)/"), cdx9("cn,c)/")}));
  add(text_of({cdx9("cn,d)/"), cdx9("cn,b)/"), cdx9("cn,b)/") + " x"}));
  add(text_of({legend}));

  const auto summary = must(merge());

  BOOST_TEST(
      lines == (Lines{legend, cdx9("cn,a)/"), cdx9("cn,b)/"), cdx9("cn,c)/"), cdx9("cn,d)/")}),
      boost::test_tools::per_element());
  BOOST_TEST((summary.lines == 4 && summary.dropped == 1));
  BOOST_TEST(dropped.at(0).why == "10 fields, not 9");
}

BOOST_AUTO_TEST_CASE(indexes_with_different_legends_do_not_mix) {
  add(text_of({std::string(warc::kCdx9Header)}));
  add(text_of({std::string(warc::kCdx11Header)}));

  const auto outcome = merge();

  BOOST_REQUIRE(!outcome);
  BOOST_TEST((outcome.error().code == base::Errc::invalid));
  BOOST_TEST(outcome.error().detail.find("different legends") != std::string::npos);
  BOOST_TEST(lines.empty());
}

BOOST_AUTO_TEST_CASE(failures_of_files_disk_and_output_are_errors) {
  add(text_of({cdxj("cn,b)/"), cdxj("cn,a)/")}));
  options.memory_bytes = 1;
  support::FaultyDisk full(base::real_disk(), {.append = 1});
  BOOST_TEST(!merge(full));

  const auto refuse = [](std::string_view) -> base::Result<void> {
    return base::fail(base::Errc::disk_full, "full");
  };
  const auto refused = merge_indexes(base::real_disk(), files, options, refuse);
  BOOST_TEST((refused.error().code == base::Errc::disk_full));

  files.push_back(scratch.path() / "absent");
  BOOST_TEST((merge().error().code == base::Errc::not_found));
  BOOST_TEST(lines.empty());
}

// What each file of malformed/cdx/own leaves in an index: its lines, those dropped, and whether it
// had to be sorted.
BOOST_AUTO_TEST_CASE(every_malformed_index_merges_to_its_good_lines) {
  const auto folder = support::shared_data("malformed/cdx/own");
  if (!folder) return;
  const auto check = [&](const std::string& name, std::uint64_t kept, std::uint64_t lost,
                         std::uint64_t unsorted = 0) {
    files = {*folder / name};
    const auto summary = must(merge());
    BOOST_TEST(summary.lines == kept, name);
    BOOST_TEST(summary.dropped == lost, name);
    BOOST_TEST(summary.unsorted_files == unsorted, name);
    BOOST_TEST(std::is_sorted(lines.begin(), lines.end()), name);
  };
  check("ok.cdxj", 5, 0);
  check("crlf.cdxj", 5, 0);
  check("duplicate-lines.cdxj", 5, 0, 1);
  check("unsorted.cdxj", 5, 0, 1);
  check("torn-last-line.cdxj", 4, 1);
  check("torn-mid-utf8.cdxj", 5, 1);
  check("zero-tail.cdxj", 5, 1);
  check("newline-in-url.cdxj", 0, 3);
  check("json-bad.cdxj", 0, 1);
  check("json-deep.cdxj", 0, 1);
  check("cdx11-fields-missing.cdx", 0, 1);
  check("cdx11-mime-with-space.cdx", 0, 1);
}

BOOST_AUTO_TEST_SUITE_END()
