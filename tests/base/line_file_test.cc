#include "base/line_file.h"

#include <fstream>
#include <iterator>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/support/faulty_disk.h"
#include "tests/support/scratch_dir.h"

namespace {

struct Lines {
  support::ScratchDir scratch;
  std::filesystem::path path = scratch.path() / "log.jsonl";

  std::string content() const {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& bytes) const { std::ofstream(path, std::ios::binary) << bytes; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(line_file, Lines)

BOOST_AUTO_TEST_CASE(lines_are_appended_to_what_is_there) {
  write("old\n");

  auto file = base::LineFile::open(base::real_disk(), path);
  BOOST_REQUIRE(file.has_value());
  BOOST_REQUIRE(file->append("new").has_value());

  BOOST_TEST(content() == "old\nnew\n");
}

BOOST_AUTO_TEST_CASE(a_torn_last_line_is_cut_off_however_long_it_is) {
  for (const std::size_t length : {1u, 70'000u, 200'000u}) {
    write("whole\n" + std::string(length, 'x'));

    auto file = base::LineFile::open(base::real_disk(), path);

    BOOST_REQUIRE(file.has_value());
    BOOST_TEST(content() == "whole\n");
  }
}

BOOST_AUTO_TEST_CASE(a_file_of_one_torn_line_is_emptied) {
  write("torn");

  const auto file = base::LineFile::open(base::real_disk(), path);

  BOOST_REQUIRE(file.has_value());
  BOOST_TEST(file->is_empty());
}

BOOST_AUTO_TEST_SUITE_END()
