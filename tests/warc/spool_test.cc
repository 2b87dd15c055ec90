#include "warc/spool.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/faulty_disk.h"
#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"

using support::must;
using warc::Spool;

BOOST_AUTO_TEST_SUITE(spool)

BOOST_AUTO_TEST_CASE(bytes_within_the_limit_touch_no_file) {
  Spool spool(base::real_disk(), "/nonexistent", 4);
  must(spool.append("ab"));
  must(spool.append("cd"));

  BOOST_TEST(spool.size() == 4u);
  BOOST_TEST(must(spool.take().to_string(100)) == "abcd");
}

BOOST_AUTO_TEST_CASE(what_passes_the_limit_goes_into_a_nameless_file) {
  support::ScratchDir scratch;
  Spool spool(base::real_disk(), scratch.path(), 4);
  for (const char* part : {"abc", "de", "f", "ghijkl"}) must(spool.append(part));

  BOOST_TEST(std::filesystem::is_empty(scratch.path()));
  BOOST_TEST(spool.size() == 12u);
  const warc::Block block = spool.take();
  BOOST_TEST(must(block.to_string(100)) == "abcdefghijkl");
}

BOOST_AUTO_TEST_CASE(a_taken_spool_starts_again_and_leaves_the_block_alone) {
  support::ScratchDir scratch;
  Spool spool(base::real_disk(), scratch.path(), 1);
  must(spool.append("first"));
  const warc::Block first = spool.take();

  must(spool.append("second"));

  BOOST_TEST(must(first.to_string(100)) == "first");
  BOOST_TEST(must(spool.take().to_string(100)) == "second");
  BOOST_TEST(spool.size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_full_disk_keeps_what_came_before_whole) {
  support::ScratchDir scratch;
  support::FaultyDisk disk(base::real_disk(), {.append = 2, .writes_half = true});
  Spool spool(disk, scratch.path(), 2);
  must(spool.append("ab"));
  must(spool.append("cdef"));

  const auto failed = spool.append("ghij");
  const auto again = spool.append("k");

  BOOST_REQUIRE(!failed);
  BOOST_TEST((failed.error().code == base::Errc::disk_full));
  BOOST_TEST(!again);
  BOOST_TEST(spool.size() == 6u);
  BOOST_TEST(must(spool.take().to_string(100)) == "abcdef");
}

BOOST_AUTO_TEST_CASE(a_missing_directory_is_an_error_once_it_is_needed) {
  Spool spool(base::real_disk(), "/nonexistent/varve", 0);

  BOOST_TEST(!spool.append("x"));
}

BOOST_AUTO_TEST_SUITE_END()
