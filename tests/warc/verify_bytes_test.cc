// Every byte of a small file cut off, flipped or deleted: what the checker sees of it. The counts
// are printed (`verify_tests --run_test=verify_bytes --log_level=message`).
#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/warc/reader_support.h"
#include "warc/verify/verify.h"

namespace {

std::size_t errors_in(const std::string& bytes) {
  std::size_t errors = 0;
  const auto count = [&](const warc::Finding& finding) {
    errors += finding.severity == warc::Severity::error ? 1 : 0;
  };
  const support::MemoryFile file(bytes);
  support::must(warc::verify::verify_warc(file, count));
  return errors;
}

// What the file's members decode to. Of a file the checker let pass.
std::vector<std::string> decoded(const std::string& bytes) {
  std::vector<std::string> texts;
  for (const auto& member : support::gunzip_members(bytes)) texts.push_back(member.text);
  return texts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verify_bytes)

BOOST_AUTO_TEST_CASE(a_file_cut_at_any_byte_is_caught_unless_it_is_cut_between_records) {
  for (const bool gzip : {true, false}) {
    const std::string bytes = support::sample_file(gzip, 3);
    const auto reading = support::read_bytes(bytes);
    std::size_t caught = 0, missed = 0;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      bool is_between = false;
      for (const auto& record : reading.records) {
        is_between = is_between || (size > 0 && size == record.end.end_offset);
      }
      const bool is_caught = errors_in(bytes.substr(0, size)) > 0;
      BOOST_TEST(is_caught != is_between, "cut at " << size << ", gzip " << gzip);
      ++(is_caught ? caught : missed);
    }
    BOOST_TEST_MESSAGE("cut, gzip " << gzip << ": " << bytes.size() << " files, " << caught
                                    << " caught, " << missed << " end between records");
  }
}

BOOST_AUTO_TEST_CASE(every_flipped_bit_of_a_gzip_file_is_caught_but_for_the_meaningless_ones) {
  const std::string bytes = support::sample_file(true, 3);
  const auto original = decoded(bytes);
  std::size_t caught = 0, harmless = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = bytes;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      const bool is_caught = errors_in(flipped) > 0;
      // docs/findings.md lists them: time, system and hints of the gzip header, padding, and codes
      // that nothing uses.
      BOOST_TEST((is_caught || decoded(flipped) == original), "bit " << bit << " of " << at);
      ++(is_caught ? caught : harmless);
    }
  }
  BOOST_TEST_MESSAGE("flipped, gzip: " << bytes.size() * 8 << " bits, " << caught << " caught, "
                                       << harmless << " mean nothing");
  // Six bytes and a bit of each header, what pads the data to a byte, and little else.
  BOOST_TEST(harmless <= original.size() * (6 * 8 + 1 + 7 + 8));
}

BOOST_AUTO_TEST_CASE(every_deleted_byte_of_a_gzip_file_is_caught) {
  const std::string bytes = support::sample_file(true, 3);
  std::size_t missed = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string shorter = bytes;
    shorter.erase(at, 1);
    if (errors_in(shorter) > 0) continue;
    ++missed;
    BOOST_TEST_MESSAGE("missed: deleted at " << at);
  }
  BOOST_TEST(missed == 0U);
  BOOST_TEST_MESSAGE("deleted, gzip: " << bytes.size() << " files, " << missed << " missed");
}

// Blocks have digests; of a header only the grammar can be checked when nothing is compressed.
BOOST_AUTO_TEST_CASE(of_a_plain_file_every_changed_byte_of_a_block_or_record_end_is_caught) {
  const std::string bytes = support::sample_file(false, 3);
  const auto reading = support::read_bytes(bytes);
  std::size_t caught = 0, missed = 0, missed_deleted = 0;
  for (const auto& record : reading.records) {
    const std::size_t block = record.head.position.offset + record.head.raw.size();
    for (std::size_t at = record.head.position.offset; at < record.end.end_offset; ++at) {
      std::string flipped = bytes, shorter = bytes;
      flipped[at] = static_cast<char>(flipped[at] ^ 0x20);
      shorter.erase(at, 1);
      const bool is_caught = errors_in(flipped) > 0, is_deletion_caught = errors_in(shorter) > 0;
      BOOST_TEST((is_caught || at < block), "flipped " << at);
      BOOST_TEST((is_deletion_caught || at < block), "deleted " << at);
      ++(is_caught ? caught : missed);
      missed_deleted += is_deletion_caught ? 0 : 1;
    }
  }
  BOOST_TEST_MESSAGE("plain: " << bytes.size() << " bytes; flipped: " << caught << " caught, "
                               << missed << " in header values missed; deleted: " << missed_deleted
                               << " in header values missed");
}

BOOST_AUTO_TEST_CASE(swapped_members_are_caught) {
  const std::string bytes = support::sample_file(true, 4);
  const auto members = support::gunzip_members(bytes);
  const auto at = [&](std::size_t i) { return bytes.substr(members[i].offset, members[i].length); };
  BOOST_TEST(errors_in(at(0) + at(1) + at(2) + at(3)) == 0U);
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = i + 1; j < 4; ++j) {
      // Request and metadata both belong to the response; their order is free.
      if (i == 2 && j == 3) continue;
      std::vector<std::size_t> order = {0, 1, 2, 3};
      std::swap(order[i], order[j]);
      std::string swapped;
      for (const std::size_t place : order) swapped += at(place);
      BOOST_TEST(errors_in(swapped) > 0U, "swapped " << i << " and " << j);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
