#include "warc/mend/mend.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/support/faulty_disk.h"
#include "tests/support/scratch_dir.h"
#include "tests/warc/mend_support.h"

using mend_test::deflated;
using mend_test::joined;
using mend_test::members;
using mend_test::Mended;
using support::sample_file;

namespace {

namespace fs = std::filesystem;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string without_digest(const std::string& record) {
  return replaced(record, "WARC-Block-Digest", "X-Was-Digest-Of-Block");
}

std::string with_bare_lf(std::string text) {
  std::erase(text, '\r');
  return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mend, mend_test::Workshop)

BOOST_AUTO_TEST_CASE(a_whole_file_is_left_as_it_is) {
  for (const bool gzip : {true, false}) {
    const Mended mended = mend(sample_file(gzip));

    BOOST_TEST(mended.summary.is_whole);
    BOOST_TEST(mended.summary.copied == 5u);
    BOOST_TEST(mended.events.empty());
    BOOST_TEST(mended.summary.output.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_checksum_is_forgiven_when_the_block_agrees_with_its_digest) {
  auto pieces = members(true);
  pieces[1][pieces[1].size() - 8] ^= 1;  // of the CRC

  const Mended mended = mend(joined(pieces));

  BOOST_TEST(mended.summary.copied == 4u);
  BOOST_TEST(mended.summary.repacked == 1u);
  BOOST_TEST(mended.events.at(0).position.offset == pieces[0].size());
  BOOST_TEST(mended.events.at(0).bytes == pieces[1].size());
  BOOST_TEST(support::gunzip_members(mended.bytes)[1].text == members(false)[1]);
}

BOOST_AUTO_TEST_CASE(a_wrong_checksum_without_a_digest_costs_the_record) {
  auto pieces = members(true);
  pieces[1] = deflated(without_digest(members(false)[1]));
  pieces[1][pieces[1].size() - 8] ^= 1;

  const Mended mended = mend(joined(pieces));

  BOOST_TEST(mended.summary.copied == 4u);
  BOOST_TEST(mended.summary.dropped == 1u);
  BOOST_TEST(mended.bytes == joined({pieces[0], pieces[2], pieces[3], pieces[4]}));
}

BOOST_AUTO_TEST_CASE(records_that_share_a_member_get_members_of_their_own) {
  // W-50
  const Mended mended = mend(deflated(sample_file(false)));

  BOOST_TEST(mended.summary.repacked == 5u);
  BOOST_TEST(mended.bytes == sample_file(true));
}

BOOST_AUTO_TEST_CASE(of_a_damaged_member_that_is_shared_only_records_with_a_digest_are_kept) {
  const auto pieces = members(false);
  std::string shared = deflated(joined({pieces[0], without_digest(pieces[1]), pieces[2]}));
  shared[shared.size() - 8] ^= 1;

  const Mended mended = mend(shared);

  BOOST_TEST(mended.summary.repacked == 2u);
  BOOST_TEST(mended.summary.dropped == 1u);
}

BOOST_AUTO_TEST_CASE(a_record_split_over_two_members_is_put_together) {
  // W-50
  const auto pieces = members(false);
  const std::size_t middle = pieces[1].find("HTTP/1.1") + 9;
  const std::string split = deflated(pieces[0]) + deflated(pieces[1].substr(0, middle)) +
                            deflated(pieces[1].substr(middle)) + deflated(pieces[2]);

  const Mended mended = mend(split);

  BOOST_TEST(mended.summary.kept() == 3u);
  BOOST_TEST(support::gunzip_members(mended.bytes)[1].text == pieces[1]);
}

BOOST_AUTO_TEST_CASE(what_lies_between_members_is_left_out_and_told_of) {
  // W-51, W-52
  const auto pieces = members(true);
  const std::string zeros(300, '\0');
  const std::string file = pieces[0] + deflated("") + pieces[1] + "garbage" + pieces[2] + zeros;

  const Mended mended = mend(file);

  BOOST_TEST(mended.bytes == pieces[0] + pieces[1] + pieces[2]);
  BOOST_REQUIRE(mended.events.size() == 3u);
  BOOST_TEST(mended.events[1].bytes == 7u);
  BOOST_TEST(mended.events[1].position.offset ==
             pieces[0].size() + deflated("").size() + pieces[1].size());
  BOOST_TEST(mended.events[2].bytes == 300u);
  BOOST_TEST(mended.summary.skipped_bytes == 307 + deflated("").size());
}

BOOST_AUTO_TEST_CASE(a_file_whose_beginning_is_lost_keeps_the_rest) {
  const auto pieces = members(true);
  std::string file = joined(pieces);
  file.replace(0, 100, 100, '\0');

  const Mended mended = mend(file);

  BOOST_TEST(mended.bytes == joined({pieces[1], pieces[2], pieces[3], pieces[4]}));
  BOOST_TEST(mended.summary.skipped_bytes == pieces[0].size());
}

BOOST_AUTO_TEST_CASE(a_torn_member_with_others_appended_behind_it_costs_only_its_record) {
  const auto pieces = members(true);

  const Mended mended = mend(pieces[0] + pieces[1].substr(0, 150) + pieces[2] + pieces[3]);

  BOOST_TEST(mended.bytes == pieces[0] + pieces[2] + pieces[3]);
}

BOOST_AUTO_TEST_CASE(bare_line_feeds_in_a_header_become_crlf) {
  // W-01
  const auto pieces = members(false);
  const std::size_t head_end = pieces[1].find("\r\n\r\n") + 4;
  const std::string bare = with_bare_lf(pieces[1].substr(0, head_end)) + pieces[1].substr(head_end);

  const Mended mended = mend(pieces[0] + bare + pieces[2]);

  BOOST_TEST(mended.bytes == pieces[0] + pieces[1] + pieces[2]);
  BOOST_TEST(mended.reasons() == "header lines ended in a bare LF\n");
}

BOOST_AUTO_TEST_CASE(what_closes_a_record_is_added_where_it_is_missing) {
  // W-01
  for (const bool gzip : {true, false}) {
    const auto pieces = members(false);
    const auto as_stored = [gzip](const std::string& text) { return gzip ? deflated(text) : text; };
    const std::string unclosed = pieces[1].substr(0, pieces[1].size() - 4);

    const Mended mended = mend(as_stored(pieces[0]) + as_stored(unclosed) + as_stored(pieces[2]));

    BOOST_TEST(mended.summary.copied == 2u);
    BOOST_TEST(mended.summary.repacked == 1u);
    const std::string text = gzip ? support::gunzip_members(mended.bytes)[1].text
                                  : mended.bytes.substr(pieces[0].size(), pieces[1].size());
    BOOST_TEST(text == pieces[1]);
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_content_length_is_put_right_when_the_digest_proves_the_block) {
  // W-03
  const auto pieces = members(false);
  const std::string length = "Content-Length: 90\r\n\r\n";
  for (const char* wrong : {"Content-Length: 88\r\n\r\n", "Content-Length: 92\r\n\r\n",
                            "Content-Length: 100000\r\n\r\n", "Content-Length: x\r\n\r\n",
                            "Content-Length: 90\r\nContent-Length: 3\r\n\r\n", "\r\n"}) {
    for (const bool gzip : {true, false}) {
      const auto as_stored = [gzip](const std::string& t) { return gzip ? deflated(t) : t; };
      const std::string lying = replaced(pieces[1], length, wrong);

      const Mended mended = mend(as_stored(pieces[0]) + as_stored(lying) + as_stored(pieces[2]));

      BOOST_TEST_CONTEXT(wrong << (gzip ? " gzip" : " plain")) {
        BOOST_TEST(mended.summary.kept() == 3u);
        const std::string text = gzip ? support::gunzip_members(mended.bytes)[1].text
                                      : mended.bytes.substr(pieces[0].size(), pieces[1].size());
        BOOST_TEST(text == pieces[1]);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_content_length_without_a_digest_costs_the_record) {
  const auto pieces = members(false);
  const std::string lying = replaced(without_digest(pieces[1]), "Content-Length: 90\r\n\r\n",
                                     "Content-Length: 88\r\n\r\n");

  const Mended mended = mend(pieces[0] + lying + pieces[2]);

  BOOST_TEST(mended.bytes == pieces[0] + pieces[2]);
  BOOST_TEST(mended.events.at(0).bytes == lying.size());
}

BOOST_AUTO_TEST_CASE(a_plain_file_is_compressed_when_that_is_wanted) {
  warc::mend::Options options;
  options.gzip = true;

  const Mended mended = mend(sample_file(false), options);

  BOOST_TEST(mended.bytes == sample_file(true));
  BOOST_TEST(mended.summary.repacked == 5u);
}

BOOST_AUTO_TEST_CASE(a_block_larger_than_memory_is_spooled) {
  warc::mend::Options options;
  options.memory_limit = 16;

  const Mended mended = mend(deflated(sample_file(false)), options);

  BOOST_TEST(mended.summary.repacked == 5u);
  const auto records = support::gunzip_members(mended.bytes);
  BOOST_REQUIRE(records.size() == 5u);
  for (std::size_t i = 0; i < records.size(); ++i) BOOST_TEST(records[i].text == members(false)[i]);
}

BOOST_AUTO_TEST_CASE(nothing_that_can_be_saved_makes_no_file) {
  for (const char* bytes : {"", "no archive at all\r\n", "\r\n\r\n\r\n"}) {
    const Mended mended = mend(bytes);

    BOOST_TEST(mended.summary.kept() == 0u);
    BOOST_TEST(!mended.summary.is_whole);
    BOOST_TEST(mended.summary.output.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_exists_is_never_replaced) {
  const support::ScratchDir scratch;
  const fs::path damaged = scratch.path() / "b.warc.gz";
  support::write_all(damaged, sample_file(true) + "x");
  for (const char* there : {"b.mended.warc.gz", "b.mended.warc.gz.open"}) {
    support::write_all(scratch.path() / there, "mine");

    const auto mended = warc::mend::mend_file(base::real_disk(), damaged, {});

    BOOST_REQUIRE(!mended);
    BOOST_TEST((mended.error().code == base::Errc::refused));
    BOOST_TEST(support::read_all(scratch.path() / there) == "mine");
    fs::remove(scratch.path() / there);
  }
}

BOOST_AUTO_TEST_CASE(what_a_killed_run_left_does_not_stop_the_next) {
  const support::ScratchDir scratch;
  const fs::path damaged = scratch.path() / "b.warc.gz";
  const fs::path output = scratch.path() / "b.mended.warc.gz";
  support::write_all(damaged, sample_file(true) + "x");
  support::write_all(output.string() + ".tmp", "half of a member");
  for (const bool is_named : {false, true}) {
    if (is_named) support::write_all(output, "");  // killed between claiming the name and renaming

    const auto mended = warc::mend::mend_file(base::real_disk(), damaged, {});

    BOOST_TEST(mended.has_value());
    BOOST_TEST(support::read_all(output) == sample_file(true));
    BOOST_TEST(!fs::exists(output.string() + ".tmp"));
    fs::remove(output);
    support::write_all(output.string() + ".tmp", "all of it");
  }
}

BOOST_AUTO_TEST_CASE(an_empty_file_that_no_run_left_is_not_replaced_either) {
  const support::ScratchDir scratch;
  support::write_all(scratch.path() / "b.warc.gz", sample_file(true) + "x");
  support::write_all(scratch.path() / "b.mended.warc.gz", "");

  const auto mended = warc::mend::mend_file(base::real_disk(), scratch.path() / "b.warc.gz", {});

  BOOST_REQUIRE(!mended);
  BOOST_TEST((mended.error().code == base::Errc::refused));
}

BOOST_AUTO_TEST_CASE(arc_and_zip_files_are_refused) {
  const support::ScratchDir scratch;
  const fs::path path = scratch.path() / "a.arc";
  for (const char* bytes :
       {"filedesc://a.arc 0.0.0.0 20010101000000 text/plain 2\n1\n", "PK\x03\x04"}) {
    support::write_all(path, bytes);

    const auto mended = warc::mend::mend_file(base::real_disk(), path, {});

    BOOST_REQUIRE(!mended);
    BOOST_TEST((mended.error().code == base::Errc::invalid));
  }
}

BOOST_AUTO_TEST_CASE(a_disk_that_fails_leaves_no_mended_file) {
  const support::ScratchDir scratch;
  const std::string damaged = "\r\n" + sample_file(false);
  const auto plans = {support::Faults{.append = 1}, support::Faults{.sync = 1},
                      support::Faults{.rename = 1},
                      support::Faults{.append = 1, .writes_half = true}};
  for (const support::Faults& plan : plans) {
    support::FaultyDisk disk(base::real_disk(), plan);
    const fs::path path = scratch.path() / "a.warc";
    support::write_all(path, damaged);

    const auto mended = warc::mend::mend_file(disk, path, {});

    BOOST_TEST(!mended);
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(scratch.path())) ++files;
    BOOST_TEST(files == 1u);
    BOOST_TEST(support::read_all(path) == damaged);
  }
}

BOOST_AUTO_TEST_CASE(a_mended_file_is_named_after_the_damaged_one) {
  using warc::mend::mended_path;
  BOOST_TEST(mended_path("d/a.warc.gz", true) == "d/a.mended.warc.gz");
  BOOST_TEST(mended_path("d/a.warc.gz.open", true) == "d/a.mended.warc.gz");
  BOOST_TEST(mended_path("a.warc", false) == "a.mended.warc");
  BOOST_TEST(mended_path("a.warc", true) == "a.mended.warc.gz");
  BOOST_TEST(mended_path("a.warc.gz.bad", true) == "a.warc.gz.bad.mended.warc.gz");
  BOOST_TEST(mended_path(".gz", true) == ".gz.mended.warc.gz");
}

BOOST_AUTO_TEST_SUITE_END()
