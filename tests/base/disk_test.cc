#include "base/disk.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"

namespace {

struct Scratch {
  support::ScratchDir dir;
  base::Disk& disk = base::real_disk();

  std::filesystem::path path(const char* name) const { return dir.path() / name; }
  std::string text(const char* name) const {
    return base::value_or_throw(base::read_file(disk, path(name), 1000));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(disk)

BOOST_FIXTURE_TEST_CASE(what_is_appended_is_read_back, Scratch) {
  auto file = disk.open(path("a"), base::OpenMode::create_new).value().release();
  const std::unique_ptr<base::File> owner(file);
  BOOST_REQUIRE(file->append("hello "));
  BOOST_REQUIRE(file->append("world"));
  BOOST_REQUIRE(file->sync());

  BOOST_TEST(file->size() == 11u);
  const auto reader = disk.open(path("a"), base::OpenMode::read);
  BOOST_REQUIRE(reader);
  BOOST_TEST((*reader)->read_at(6, 100).value() == "world");
  BOOST_TEST((*reader)->read_at(100, 5).value() == "");
}

BOOST_FIXTURE_TEST_CASE(append_mode_goes_on_at_the_end_and_truncate_cuts, Scratch) {
  BOOST_REQUIRE(base::write_atomically(disk, path("a"), "12345"));

  {
    const auto file = disk.open(path("a"), base::OpenMode::append);
    BOOST_REQUIRE(file);
    BOOST_REQUIRE((*file)->append("678"));
    BOOST_REQUIRE((*file)->truncate(4));
    BOOST_REQUIRE((*file)->append("x"));
  }

  BOOST_TEST(text("a") == "1234x");
}

BOOST_FIXTURE_TEST_CASE(create_new_refuses_a_file_that_exists_and_replace_empties_it, Scratch) {
  BOOST_REQUIRE(base::write_atomically(disk, path("a"), "old"));

  BOOST_TEST(!disk.open(path("a"), base::OpenMode::create_new));
  BOOST_TEST(text("a") == "old");
  BOOST_TEST(disk.open(path("a"), base::OpenMode::replace).has_value());
  BOOST_TEST(text("a") == "");
}

BOOST_FIXTURE_TEST_CASE(an_atomic_write_leaves_no_neighbour_behind, Scratch) {
  BOOST_REQUIRE(base::write_atomically(disk, path("a"), "one"));
  BOOST_REQUIRE(base::write_atomically(disk, path("a"), "two"));

  BOOST_TEST(text("a") == "two");
  const std::filesystem::directory_iterator files(dir.path()), end;
  BOOST_TEST(std::distance(files, end) == 1);
}

BOOST_FIXTURE_TEST_CASE(errors_say_what_went_wrong, Scratch) {
  const auto absent = disk.open(path("absent"), base::OpenMode::read);
  BOOST_TEST_REQUIRE(!absent);
  BOOST_TEST((absent.error().code == base::Errc::not_found));
  BOOST_TEST(absent.error().detail.find("absent") != std::string::npos);

  BOOST_REQUIRE(base::write_atomically(disk, path("a"), "12345"));
  const auto large = base::read_file(disk, path("a"), 4);
  BOOST_TEST_REQUIRE(!large);
  BOOST_TEST((large.error().code == base::Errc::too_large));
  BOOST_TEST(base::read_file(disk, path("a"), 5).value() == "12345");
}

BOOST_FIXTURE_TEST_CASE(a_temporary_file_has_no_name, Scratch) {
  const auto file = disk.open_temporary(dir.path());
  BOOST_REQUIRE(file);
  BOOST_REQUIRE((*file)->append("spooled"));

  BOOST_TEST((*file)->read_at(0, 7).value() == "spooled");
  BOOST_TEST(std::filesystem::is_empty(dir.path()));
}

BOOST_FIXTURE_TEST_CASE(folders_are_made_renamed_over_and_synced, Scratch) {
  BOOST_REQUIRE(disk.create_directories(path("x") / "y"));
  BOOST_REQUIRE(disk.create_directories(path("x") / "y"));
  BOOST_REQUIRE(base::write_atomically(disk, path("a"), "a"));
  BOOST_REQUIRE(base::write_atomically(disk, path("b"), "b"));

  BOOST_REQUIRE(disk.rename(path("a"), path("b")));
  BOOST_REQUIRE(disk.sync_directory(dir.path()));

  BOOST_TEST(text("b") == "a");
  BOOST_TEST(!std::filesystem::exists(path("a")));
  BOOST_REQUIRE(disk.remove(path("b")));
  BOOST_TEST(!disk.remove(path("b")));
}

BOOST_AUTO_TEST_SUITE_END()
