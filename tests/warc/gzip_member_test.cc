#include "warc/gzip_member.h"

#include <random>

#include <boost/test/unit_test.hpp>

#include "tests/support/faulty_disk.h"
#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"

using namespace std::string_view_literals;
using support::gunzip_members;
using support::must;
using warc::Block;
using warc::Record;

namespace {

Record record_of(std::string body) {
  return {warc::kResource, "<urn:uuid:a>", support::golden_time(), {}, Block(std::move(body))};
}

std::string noise(std::size_t size) {
  std::mt19937 random(7);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

std::string bytes_of(const Block& block) { return must(block.to_string(1 << 30)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(gzip_member)

// W-50, W-51, W-55: one member, whole, nothing behind it.
BOOST_AUTO_TEST_CASE(a_record_is_one_member_and_comes_back_whole) {
  for (const std::size_t size : {0, 1, 65'536, 300'000}) {
    for (const bool store : {false, true}) {
      const std::string body = noise(size);
      const Record record = record_of(body);
      const std::string bytes =
          bytes_of(must(encode_member(record, "<urn:uuid:w>", {.store = store})));

      const auto members = gunzip_members(bytes);
      BOOST_REQUIRE_EQUAL(members.size(), 1u);
      BOOST_TEST(members[0].length == bytes.size());
      BOOST_TEST((members[0].text == serialize_header(record, "<urn:uuid:w>") + body + "\r\n\r\n"));
      BOOST_TEST((support::parse_record(members[0].text).block == body));
    }
  }
}

// W-56.
BOOST_AUTO_TEST_CASE(the_member_header_holds_no_time_no_name_and_no_system) {
  const std::string bytes = bytes_of(must(encode_member(record_of("x"), "", {})));

  BOOST_TEST((bytes.substr(0, 10) == "\x1f\x8b\x08\0\0\0\0\0\0\xff"sv));
  BOOST_TEST((bytes == bytes_of(must(encode_member(record_of("x"), "", {})))));
}

// W-54: every level and stored blocks are read by all.
BOOST_AUTO_TEST_CASE(stored_members_cost_next_to_nothing_and_levels_are_clamped) {
  const std::string text(100'000, 'a');
  const auto size_at = [&](warc::MemberOptions options) {
    return must(encode_member(record_of(text), "", options)).size();
  };

  BOOST_TEST(size_at({.store = true}) > 100'000u);
  BOOST_TEST(size_at({.store = true}) < 100'400u);
  BOOST_TEST(size_at({.level = 99}) == size_at({.level = 12}));
  BOOST_TEST(size_at({.level = -5}) == size_at({.level = 0}));
  BOOST_TEST(size_at({}) < 1'000u);
}

BOOST_AUTO_TEST_CASE(a_body_larger_than_memory_goes_through_files) {
  support::ScratchDir scratch;
  const std::string body = noise(3 << 20);
  std::shared_ptr<base::File> file = must(base::real_disk().open_temporary(scratch.path()));
  must(file->append(body));
  Record record = record_of("");
  record.block = Block(file, 0, body.size());

  const Block member = must(encode_member(
      record, "", {.level = 1, .spool_directory = scratch.path(), .memory_limit = 1000}));

  BOOST_TEST((gunzip_members(bytes_of(member))[0].text.ends_with(body.substr(body.size() - 100) +
                                                                 "\r\n\r\n")));
}

BOOST_AUTO_TEST_CASE(a_full_disk_while_spooling_is_an_error) {
  support::ScratchDir scratch;
  support::FaultyDisk disk(base::real_disk(), {.append = 2});

  const auto member =
      encode_member(record_of(noise(300'000)), "",
                    {.disk = &disk, .spool_directory = scratch.path(), .memory_limit = 10});

  BOOST_REQUIRE(!member);
  BOOST_TEST((member.error().code == base::Errc::disk_full));
}

BOOST_AUTO_TEST_CASE(a_body_that_cannot_be_read_is_an_error) {
  support::ScratchDir scratch;
  std::shared_ptr<base::File> file = must(base::real_disk().open_temporary(scratch.path()));
  Record record = record_of("");
  record.block = Block(file, 0, 10);

  BOOST_TEST(!encode_member(record, "", {}));
}

BOOST_AUTO_TEST_SUITE_END()
