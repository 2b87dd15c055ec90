#include "warc/index_file.h"

#include <algorithm>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "tests/support/faulty_disk.h"
#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"

using support::must;
using warc::CdxEntry;
using warc::IndexBuilder;

namespace {

CdxEntry capture(const std::string& key, int second = 0) {
  CdxEntry entry;
  entry.key = key;
  entry.timestamp14 = "202611221031" + std::to_string(10 + second);
  entry.url = "http://example.cn/";
  entry.mime = "text/html";
  entry.status = "200";
  entry.filename = "a.warc.gz";
  return entry;
}

struct Collection {
  support::ScratchDir scratch;

  std::string text(std::string_view name) const { return support::read_all(scratch.path() / name); }
  std::vector<std::string> lines(std::string_view name) const {
    std::istringstream in(text(name));
    std::vector<std::string> found;
    for (std::string line; std::getline(in, line);) found.push_back(line);
    return found;
  }
  warc::IndexSummary add(base::Disk& disk, const std::vector<std::string>& keys) {
    IndexBuilder builder(disk, scratch.path(), 2'000);
    for (const std::string& key : keys) must(builder.add(capture(key)));
    return must(builder.finish());
  }
  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(scratch.path()), {}));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(index_file, Collection)

// formats 3.1: bytewise on the whole line.
BOOST_AUTO_TEST_CASE(both_files_are_sorted_bytewise_and_whole) {
  const auto summary =
      add(base::real_disk(), {"cn,b)/", "cn,a)/b", "cn,a)/", "CN,z)/", "cn,a,x)/"});

  BOOST_TEST(summary.lines == 5u);
  const auto cdxj = lines("index.cdxj"), cdx = lines("index.cdx");
  BOOST_TEST(std::is_sorted(cdxj.begin(), cdxj.end()));
  BOOST_TEST(std::is_sorted(cdx.begin(), cdx.end()));
  BOOST_TEST(cdxj.size() == 5u);
  BOOST_TEST(cdx.size() == 6u);
  BOOST_TEST(cdx.front() == warc::kCdx11Header);
  BOOST_TEST(cdxj.front() == to_cdxj(capture("CN,z)/")));
  BOOST_TEST(text("index.cdxj").ends_with("}\n"));
  BOOST_TEST(files() == 2u);
}

BOOST_AUTO_TEST_CASE(a_second_crawl_adds_to_the_first_and_repeats_nothing) {
  std::vector<std::string> first, second;
  for (int i = 0; i < 60; ++i) {
    first.push_back("cn,a)/" + std::to_string(i));
    second.push_back("cn,a)/" + std::to_string(i + 30));
  }
  add(base::real_disk(), first);

  const auto summary = add(base::real_disk(), second);

  BOOST_TEST(summary.lines == 90u);
  BOOST_TEST(summary.dropped == 0u);
  const auto cdxj = lines("index.cdxj"), cdx = lines("index.cdx");
  BOOST_TEST(cdxj.size() == 90u);
  BOOST_TEST(cdx.size() == 91u);
  BOOST_TEST(std::is_sorted(cdxj.begin(), cdxj.end()));
  BOOST_TEST(std::count(cdx.begin(), cdx.end(), std::string(warc::kCdx11Header)) == 1);
}

BOOST_AUTO_TEST_CASE(an_empty_index_is_an_index) {
  add(base::real_disk(), {});

  BOOST_TEST(text("index.cdxj").empty());
  BOOST_TEST(text("index.cdx") == std::string(warc::kCdx11Header) + "\n");
}

// A crash while somebody else appended, or an editor: good lines stay, torn ones go and are
// counted.
BOOST_AUTO_TEST_CASE(old_files_may_be_unsorted_and_torn) {
  const std::string good = to_cdxj(capture("cn,a)/")), other = to_cdxj(capture("cn,b)/"));
  support::write_all(scratch.path() / "index.cdxj", other + "\r\n\n" + good + "\nnot a line\n" +
                                                        std::string(5 << 20, 'x') + "\n" +
                                                        good.substr(0, 30));

  const auto summary = add(base::real_disk(), {"cn,c)/"});

  BOOST_TEST(summary.dropped == 3u);
  BOOST_TEST(
      lines("index.cdxj") == (std::vector<std::string>{good, other, to_cdxj(capture("cn,c)/"))}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_format_alone_can_be_asked_for) {
  IndexBuilder builder(base::real_disk(), scratch.path(), 1'000, {.cdxj = true, .cdx11 = false});
  must(builder.add(capture("cn,a)/")));
  must(builder.finish());

  BOOST_TEST(files() == 1u);
}

// Readers see the old index or the new one, whatever fails.
BOOST_AUTO_TEST_CASE(a_failure_leaves_the_old_index_and_no_rubbish) {
  add(base::real_disk(), {"cn,a)/", "cn,b)/"});
  const std::string cdxj = text("index.cdxj"), cdx = text("index.cdx");
  const std::vector<support::Faults> faults = {
      {.append = 1, .writes_half = true}, {.sync = 1}, {.rename = 1}};
  for (const support::Faults& fault : faults) {
    support::FaultyDisk disk(base::real_disk(), fault);
    IndexBuilder builder(disk, scratch.path());
    must(builder.add(capture("cn,c)/")));

    BOOST_TEST(!builder.finish());
    BOOST_TEST(text("index.cdxj") == cdxj);
    BOOST_TEST(text("index.cdx") == cdx);
    BOOST_TEST(files() == 2u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
