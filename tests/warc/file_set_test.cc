#include "warc/file_set.h"

#include <set>

#include <boost/test/unit_test.hpp>

#include "tests/support/faulty_disk.h"
#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"
#include "warc/gzip_member.h"

using support::gunzip_members;
using support::must;
using support::parse_record;
using warc::Block;
using warc::FileSet;
using warc::Location;

namespace {

struct Archive {
  support::ScratchDir scratch;
  support::FaultyDisk disk{base::real_disk()};
  support::FixedClock clock;
  warc::NumberedIds ids;

  FileSet open(std::uint64_t max_bytes = 1'000'000) {
    warc::FileSetOptions options;
    options.directory = scratch.path();
    options.hostname = "crawler.example";
    options.max_bytes = max_bytes;
    options.warcinfo.add("software", "varve/0.1.0");
    return FileSet(disk, clock, ids, options);
  }

  Block member(const std::string& warcinfo_id, std::string body = "body") {
    const warc::Record record{warc::kResource, ids.next(), clock.now(), {}, Block(std::move(body))};
    return must(encode_member(record, warcinfo_id, {.level = 0}));
  }

  // What a crawler does: encodes again as long as the set asks for it.
  std::vector<Location> store(FileSet& set, const std::string& body, int members = 1) {
    for (int attempt = 0; attempt < 3; ++attempt) {
      const std::string id = must(set.warcinfo_id());
      std::vector<Block> all;
      for (int i = 0; i < members; ++i) all.push_back(member(id, body));
      if (auto locations = must(set.append(all, id))) return *locations;
    }
    BOOST_FAIL("asked to encode again three times");
    return {};
  }

  std::set<std::string> names() const {
    std::set<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(scratch.path())) {
      found.insert(entry.path().filename().string());
    }
    return found;
  }
  std::string bytes(const std::string& name) const {
    return support::read_all(scratch.path() / name);
  }
};

constexpr const char* kFirst = "varve-20261122103126123-00000-crawler.example.warc.gz";
constexpr const char* kSecond = "varve-20261122103126123-00001-crawler.example.warc.gz";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(file_set, Archive)

BOOST_AUTO_TEST_CASE(nothing_is_touched_before_the_first_id_is_asked_for) {
  FileSet set = open();
  must(set.sync());
  must(set.seal());

  BOOST_TEST(names().empty());
  BOOST_TEST(set.sealed_files().empty());
}

// Sections 2.3 and 2.9, W-10, W-11.
BOOST_AUTO_TEST_CASE(a_file_is_named_by_annex_c_and_opens_with_its_warcinfo) {
  FileSet set = open();
  const std::string id = must(set.warcinfo_id());
  BOOST_TEST(names() == std::set<std::string>{std::string(kFirst) + ".open"},
             boost::test_tools::per_element());
  store(set, "body");
  must(set.seal());

  BOOST_TEST(names() == std::set<std::string>{kFirst}, boost::test_tools::per_element());
  BOOST_TEST(set.sealed_files() == std::vector<std::string>{kFirst},
             boost::test_tools::per_element());
  const auto members = gunzip_members(bytes(kFirst));
  BOOST_REQUIRE_EQUAL(members.size(), 2u);
  const auto warcinfo = parse_record(members[0].text);
  BOOST_TEST(warcinfo.one("WARC-Type") == "warcinfo");
  BOOST_TEST(warcinfo.one("WARC-Filename") == kFirst);
  BOOST_TEST(warcinfo.one("WARC-Record-ID") == id);
  BOOST_TEST(
      warcinfo.block.starts_with("software: varve/0.1.0\r\nformat: WARC File Format 1.1\r\n"));
  BOOST_TEST(parse_record(members[1].text).one("WARC-Warcinfo-ID") == id);
}

// W-52, W-55: locations lead to whole members, one behind the other, to the end of the file.
BOOST_AUTO_TEST_CASE(locations_are_exactly_where_the_members_lie) {
  FileSet set = open();
  std::vector<Location> all = store(set, "one", 3);
  for (const Location& more : store(set, "two", 2)) all.push_back(more);
  must(set.seal());

  const auto members = gunzip_members(bytes(kFirst));
  BOOST_REQUIRE_EQUAL(members.size(), 6u);
  for (std::size_t i = 0; i < all.size(); ++i) {
    BOOST_TEST(all[i].filename == kFirst);
    BOOST_TEST(all[i].offset == members[i + 1].offset);
    BOOST_TEST(all[i].length == members[i + 1].length);
  }
}

// Section 2.9: rotate before the size is passed, exchanges stay together.
BOOST_AUTO_TEST_CASE(a_full_file_is_sealed_and_the_capture_asked_for_again) {
  FileSet set = open(3'000);
  const std::string first = must(set.warcinfo_id());
  store(set, std::string(1'000, 'a'), 2);

  const auto refused = must(set.append({member(first, std::string(1'000, 'b'))}, first));
  const std::string second = must(set.warcinfo_id());
  const auto stale = must(set.append({member(first)}, first));
  const auto accepted = must(set.append({member(second)}, second));
  must(set.seal());

  BOOST_TEST(!refused);
  BOOST_TEST(!stale);
  BOOST_REQUIRE(accepted);
  BOOST_TEST(accepted->front().filename == kSecond);
  BOOST_TEST(first != second);
  BOOST_TEST(set.sealed_files() == (std::vector<std::string>{kFirst, kSecond}),
             boost::test_tools::per_element());
  BOOST_TEST(gunzip_members(bytes(kFirst)).size() == 3u);
  BOOST_TEST(bytes(kFirst).size() <= 3'000u);
}

BOOST_AUTO_TEST_CASE(a_capture_larger_than_a_file_gets_one_alone) {
  FileSet set = open(2'000);
  store(set, "small");
  const auto large = store(set, std::string(5'000, 'x'), 2);
  const auto after = store(set, "small");
  must(set.seal());

  BOOST_TEST(large[0].filename == kSecond);
  BOOST_TEST(large[1].filename == kSecond);
  BOOST_TEST(after[0].filename != kSecond);
  BOOST_TEST(gunzip_members(bytes(kSecond)).size() == 3u);
  BOOST_TEST(set.sealed_files().size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_file_with_nothing_but_its_warcinfo_is_removed) {
  FileSet set = open();
  must(set.warcinfo_id());
  must(set.seal());

  BOOST_TEST(names().empty());
  BOOST_TEST(set.sealed_files().empty());
}

// Z-03: lower case, and no character that means something in a path.
BOOST_AUTO_TEST_CASE(names_hold_lower_case_and_harmless_characters_only) {
  warc::FileSetOptions options;
  options.directory = scratch.path();
  options.prefix = "../News & \xe4\xb8\xad";
  options.hostname = ".HOST/x" + std::string(300, 'y');
  FileSet set(disk, clock, ids, options);
  store(set, "x");
  must(set.seal());

  const std::string name = set.sealed_files().front();
  BOOST_TEST(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") ==
             std::string::npos);
  BOOST_TEST(name.starts_with("-.-news-------20261122103126123-00000--host-xyyy"));
  BOOST_TEST(name.size() < 200u);
}

BOOST_AUTO_TEST_CASE(a_file_of_another_crawl_is_never_overwritten) {
  support::write_all(scratch.path() / kFirst, "mine");
  support::write_all(scratch.path() / (std::string(kSecond) + ".open"), "also mine");
  FileSet set = open();
  store(set, "x");
  must(set.seal());

  BOOST_TEST(bytes(kFirst) == "mine");
  BOOST_TEST(bytes(std::string(kSecond) + ".open") == "also mine");
  BOOST_TEST(set.sealed_files().front() == "varve-20261122103126123-00002-crawler.example.warc.gz");
}

// W-53: whatever write fails, the file stays a row of whole members and can be sealed.
BOOST_AUTO_TEST_CASE(a_full_disk_at_any_append_leaves_whole_members) {
  for (std::uint64_t failing = 1; failing <= 9; ++failing) {
    for (const bool half : {false, true}) {
      Archive archive;
      FileSet set = archive.open(100'000);
      archive.disk.plan({.append = failing, .writes_half = half});
      std::uint64_t stored = 0, failures = 0;
      for (int capture = 0; capture < 4; ++capture) {
        const auto id = set.warcinfo_id();
        if (!id) {
          ++failures;
          continue;
        }
        const auto locations = set.append({archive.member(*id), archive.member(*id)}, *id);
        if (!locations) {
          BOOST_TEST((locations.error().code == base::Errc::disk_full));
          ++failures;
        } else {
          stored += locations->value().size();
        }
      }
      must(set.seal());

      BOOST_TEST(failures == 1u);
      BOOST_REQUIRE_EQUAL(set.sealed_files().size(), 1u);
      BOOST_TEST(archive.names().size() == 1u);
      const auto members = gunzip_members(archive.bytes(set.sealed_files().front()));
      BOOST_TEST(members.size() == stored + 1);
    }
  }
}

// The cut can fail as well; then it is made up for before the next write or the seal.
BOOST_AUTO_TEST_CASE(a_tail_that_could_not_be_cut_is_cut_later) {
  FileSet set = open();
  store(set, "first");
  const std::string id = must(set.warcinfo_id());
  disk.plan({.append = 1, .truncate = 1, .writes_half = true});
  BOOST_TEST(!set.append({member(id)}, id));
  must(set.seal());

  BOOST_TEST(gunzip_members(bytes(kFirst)).size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_from_the_start_leaves_no_file) {
  FileSet set = open();
  disk.plan({.append = 1, .lasting = true, .writes_half = true});

  BOOST_TEST(!set.warcinfo_id());
  BOOST_TEST(!set.warcinfo_id());
  must(set.seal());
  BOOST_TEST(names().empty());
}

BOOST_AUTO_TEST_CASE(the_first_sync_makes_the_name_durable_too) {
  FileSet set = open();
  store(set, "x");
  const auto before = disk.directory_syncs();

  must(set.sync());
  must(set.sync());

  BOOST_TEST(disk.syncs() == 2u);
  BOOST_TEST(disk.directory_syncs() == before + 1);
}

// base::File::sync(): after a failure nobody knows what is on the device.
BOOST_AUTO_TEST_CASE(after_a_failed_sync_nothing_is_sealed) {
  FileSet set = open();
  store(set, "x");
  disk.plan({.sync = 1, .error = base::fail(base::Errc::io, "EIO")});

  const std::string id = must(set.warcinfo_id());

  BOOST_TEST(!set.sync());
  BOOST_TEST(!set.sync());
  BOOST_TEST(!set.append({member(id)}, id));
  BOOST_TEST(!set.seal());
  BOOST_TEST(names() == std::set<std::string>{std::string(kFirst) + ".open"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_failed_rename_can_be_tried_again) {
  FileSet set = open();
  store(set, "x");
  disk.plan({.rename = 1});

  BOOST_TEST(!set.seal());
  must(set.seal());
  BOOST_TEST(names() == std::set<std::string>{kFirst}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
