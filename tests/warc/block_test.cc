#include "warc/block.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"

using support::must;
using warc::Block;

namespace {

std::shared_ptr<base::File> file_with(const support::ScratchDir& scratch, std::string_view bytes) {
  auto file = must(base::real_disk().open_temporary(scratch.path()));
  must(file->append(bytes));
  return file;
}

std::vector<std::size_t> chunk_sizes(const Block& block) {
  std::vector<std::size_t> sizes;
  must(block.for_each_chunk([&](std::string_view bytes) -> base::Result<void> {
    sizes.push_back(bytes.size());
    return {};
  }));
  return sizes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(block)

BOOST_AUTO_TEST_CASE(an_empty_block_has_no_pieces) {
  Block block{std::string()};
  block.append(std::string());
  block.append(Block());

  BOOST_TEST(block.size() == 0u);
  BOOST_TEST(chunk_sizes(block).empty());
  BOOST_TEST(must(block.to_string(10)).empty());
}

BOOST_AUTO_TEST_CASE(pieces_keep_their_order_and_copies_share_them) {
  support::ScratchDir scratch;
  Block body(file_with(scratch, "0123456789"), 2, 5);
  Block block("head ");
  block.append(body);
  block.append(std::string(" tail"));
  const Block copy = block;

  block.append(block);

  BOOST_TEST(must(copy.to_string(100)) == "head 23456 tail");
  BOOST_TEST(must(block.to_string(100)) == "head 23456 tailhead 23456 tail");
  BOOST_TEST(block.size() == 30u);
}

BOOST_AUTO_TEST_CASE(to_string_gives_the_first_bytes_only) {
  support::ScratchDir scratch;
  Block block("abc");
  block.append(Block(file_with(scratch, "defghi"), 0, 6));

  BOOST_TEST(must(block.to_string(0)) == "");
  BOOST_TEST(must(block.to_string(2)) == "ab");
  BOOST_TEST(must(block.to_string(5)) == "abcde");
}

BOOST_AUTO_TEST_CASE(a_large_slice_comes_in_reads_of_at_most_a_megabyte) {
  support::ScratchDir scratch;
  const std::string bytes((2 << 20) + 7, 'x');

  const auto sizes = chunk_sizes(Block(file_with(scratch, bytes), 0, bytes.size()));

  BOOST_TEST(sizes == (std::vector<std::size_t>{1 << 20, 1 << 20, 7}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_slice_past_the_end_of_its_file_is_an_error_not_a_short_body) {
  support::ScratchDir scratch;
  const Block block(file_with(scratch, "short"), 0, 6);

  const auto read = block.to_string(100);

  BOOST_REQUIRE(!read);
  BOOST_TEST((read.error().code == base::Errc::truncated));
}

BOOST_AUTO_TEST_CASE(the_first_error_of_the_sink_stops_the_reading) {
  Block block("a");
  block.append(std::string("b"));
  int calls = 0;

  const auto read = block.for_each_chunk([&](std::string_view) -> base::Result<void> {
    ++calls;
    return base::fail(base::Errc::io, "stop");
  });

  BOOST_TEST(!read);
  BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_SUITE_END()
