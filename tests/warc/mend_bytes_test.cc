// Every cut and every flipped byte of small files: what is in order is never lost.
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/warc/mend_support.h"

using mend_test::joined;
using mend_test::members;
using mend_test::Mended;
using mend_test::structure_faults;

BOOST_FIXTURE_TEST_SUITE(mend_bytes, mend_test::Workshop)

BOOST_AUTO_TEST_CASE(a_file_cut_at_any_byte_keeps_every_record_before_the_cut_byte_for_byte) {
  // W-53
  const auto pieces = members(true);
  const std::string whole = joined(pieces);
  std::size_t saved_after_cut = 0;
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    std::string before;
    std::size_t count = 0;
    while (before.size() + pieces[count].size() <= cut) before += pieces[count++];

    const Mended mended = mend_once(whole.substr(0, cut));

    BOOST_TEST_CONTEXT("cut at " << cut) {
      BOOST_REQUIRE_EQUAL(mended.summary.copied, count);
      BOOST_REQUIRE_EQUAL(mended.summary.is_whole, before.size() == cut);
      BOOST_REQUIRE(mended.bytes.empty() || mended.bytes.starts_with(before));
      BOOST_REQUIRE(mended.bytes.empty() == (before.size() == cut || mended.summary.kept() == 0));
      BOOST_REQUIRE_LE(mended.summary.repacked, 1u);
      if (mended.summary.repacked == 1) {
        // All of the record was there, only its member was not closed.
        ++saved_after_cut;
        const auto records = support::gunzip_members(mended.bytes);
        const auto expected = support::gunzip_members(pieces[count]);
        BOOST_REQUIRE_EQUAL(records.back().text, expected[0].text);
      }
    }
  }
  BOOST_TEST(saved_after_cut >= 5 * 8u);  // cuts in the eight bytes of each trailer at least
}

BOOST_AUTO_TEST_CASE(a_plain_file_cut_at_any_byte_keeps_every_record_before_the_cut) {
  const auto pieces = members(false);
  const std::string whole = joined({pieces[0], pieces[1], pieces[2]});
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    std::string before;
    std::size_t count = 0;
    while (before.size() + pieces[count].size() <= cut) before += pieces[count++];
    // What closes a record is added when its block is all there.
    const bool is_block_whole = before.size() + pieces[count].size() - 4 <= cut;

    const Mended mended = mend_once(whole.substr(0, cut));

    BOOST_TEST_CONTEXT("cut at " << cut) {
      BOOST_REQUIRE_EQUAL(mended.summary.kept(), count + (is_block_whole ? 1 : 0));
      const std::string expected = is_block_whole ? before + pieces[count] : before;
      const bool is_written = before.size() != cut && mended.summary.kept() > 0;
      BOOST_REQUIRE_EQUAL(mended.bytes, is_written ? expected : "");
    }
  }
}

BOOST_AUTO_TEST_CASE(whatever_byte_is_flipped_the_other_records_are_kept) {
  const auto pieces = members(true);
  const std::string whole = joined({pieces[0], pieces[1], pieces[2]});
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x41);

    const Mended mended = mend_once(flipped);

    BOOST_TEST_CONTEXT("flipped at " << at) {
      BOOST_REQUIRE_GE(mended.summary.copied, 2u);
      BOOST_REQUIRE_EQUAL(structure_faults(mended.summary.is_whole ? flipped : mended.bytes), "");
    }
  }
}

BOOST_AUTO_TEST_CASE(compressed_data_that_only_some_readers_take_is_packed_anew) {
  // The code tables stand first: zlib refuses some that others let pass with the same result.
  const auto pieces = members(true);
  std::size_t repacked = 0;
  for (std::size_t bit = 8 * 10; bit < 8 * 80; ++bit) {
    std::string flipped = pieces[2];
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));

    const Mended mended = mend_once(pieces[0] + flipped);

    BOOST_REQUIRE(!mended.summary.is_whole);
    BOOST_REQUIRE_EQUAL(structure_faults(mended.bytes), "");
    repacked += mended.reasons().find("zlib refuses") != std::string::npos ? 1 : 0;
  }
  BOOST_TEST(repacked > 0u);
}

BOOST_AUTO_TEST_SUITE_END()
