#include "warc/zip_writer.h"

#include <fmt/format.h>
#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"
#include "tests/warc/zip_support.h"
#include "warc/zip_reader.h"

using support::must;
using warc::Block;

namespace {

constexpr std::uint64_t kFourGiB = std::uint64_t{1} << 32;

std::string hex(std::string_view bytes, std::size_t from, std::size_t count) {
  std::string out;
  for (const char c : bytes.substr(from, count)) {
    out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  }
  return out;
}

struct Writing {
  support::ScratchDir scratch;
  std::filesystem::path path = scratch.path() / "out.zip";
  std::unique_ptr<warc::Replacement> out = must(warc::Replacement::open(base::real_disk(), path));
  warc::ZipWriter zip{*out, support::golden_time()};

  std::string finished() {
    must(zip.finish());
    must(out->commit());
    return support::read_all(path);
  }
};

// Says something else each time it is asked.
class FickleFile : public support::MemoryFile {
 public:
  FickleFile() : MemoryFile("0123456789") {}
  base::Result<std::string> read_at(std::uint64_t, std::size_t size) const override {
    return std::string(size, static_cast<char>('a' + calls_++));
  }

 private:
  mutable int calls_ = 0;
};

std::shared_ptr<warc::ZipReader> read(std::shared_ptr<const base::File> file) {
  return std::make_shared<warc::ZipReader>(must(warc::ZipReader::open(std::move(file))));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(zip_writer, Writing)

// APPNOTE 4.3.7, 4.3.12 and 4.3.16, and Z-11: no extra field. 2026-11-22 10:31:26 UTC is 5d76 53ed
// in DOS terms, whatever the zone of this machine. The CRC of "123456789" is cbf43926.
BOOST_AUTO_TEST_CASE(the_bytes_are_those_of_the_format) {
  must(zip.add("a/b", Block("123456789")));
  const std::string bytes = finished();

  const std::string common = "0000 0000 ed53765d 2639f4cb 09000000 09000000 0300";
  const auto packed = [](std::string text) {
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    return text;
  };
  BOOST_TEST(hex(bytes, 0, 42) ==
             packed("504b0304 0a00" + common + "0000 612f62 313233343536373839"));
  BOOST_TEST(hex(bytes, 42, 49) == packed("504b0102 2d03 0a00" + common +
                                          "0000 0000 0000 0000 0000a481 00000000 612f62"));
  BOOST_TEST(hex(bytes, 91, 99) == packed("504b0506 0000 0000 0100 0100 31000000 2a000000 0000"));
}

BOOST_AUTO_TEST_CASE(moments_dos_cannot_say_become_the_nearest_it_can) {
  using namespace std::chrono;
  const auto dos_time = [this](base::Timestamp time) {
    auto sink = must(warc::Replacement::open(base::real_disk(), path));
    warc::ZipWriter writer(*sink, time);
    must(writer.add("a", Block("")));
    must(writer.finish());
    must(sink->commit());
    return hex(support::read_all(path), 10, 4);
  };
  BOOST_TEST(dos_time(base::Timestamp{}) == "00002100");
  BOOST_TEST(dos_time(sys_days{year{2200} / 1 / 1}) == "7dbf9fff");
}

BOOST_AUTO_TEST_CASE(whoever_listens_sees_each_byte_once) {
  std::string seen;
  Block content("abc");
  content.append("def");
  must(zip.add("a", content, [&seen](std::string_view bytes) -> base::Result<void> {
    seen += bytes;
    return {};
  }));

  BOOST_TEST(seen == "abcdef");
}

BOOST_AUTO_TEST_CASE(names_beyond_ascii_are_marked_as_utf_8) {
  must(zip.add("\xe6\xb5\xb7", Block("x")));

  BOOST_TEST(hex(finished(), 6, 2) == "0008");
}

BOOST_AUTO_TEST_CASE(names_that_cannot_be_or_stand_twice_are_refused) {
  must(zip.add("a", Block("x")));

  for (const std::string& name : {std::string("a"), std::string(), std::string(65'536, 'n')}) {
    const auto added = zip.add(name, Block("y"));
    BOOST_TEST((!added && added.error().code == base::Errc::invalid));
  }
}

BOOST_AUTO_TEST_CASE(content_that_changes_while_it_is_packed_is_refused) {
  const auto added = zip.add("log", Block(std::make_shared<FickleFile>(), 0, 10));

  BOOST_REQUIRE(!added);
  BOOST_TEST(added.error().detail == "log was changed while it was being packed");
}

BOOST_AUTO_TEST_CASE(a_file_without_entries_is_its_end_record) {
  BOOST_TEST(finished().size() == 22u);
}

BOOST_AUTO_TEST_CASE(more_entries_than_16_bits_can_count_are_all_found) {
  for (int i = 0; i < 65'535; ++i) must(zip.add(std::to_string(i), Block("x")));
  finished();

  const auto zip_file = read(must(base::real_disk().open(path, base::OpenMode::read)));
  BOOST_TEST(zip_file->entries().size() == 65'535u);
  BOOST_REQUIRE(zip_file->find("65534") != nullptr);
  BOOST_TEST(must(zip_file->read(*zip_file->find("65534"), 10)) == "x");
}

// Z-11, Z-12 and APPNOTE 4.5.3: the ZIP64 field stands in both headers of what is itself large, and
// in the directory alone of what lies behind it. None of the 4 GiB is on a disk.
BOOST_AUTO_TEST_CASE(an_entry_of_4_gib_and_what_lies_behind_it_are_found) {
  support::SparseDisk disk;
  const auto sink = must(warc::Replacement::open(disk, "large.zip"));
  warc::ZipWriter writer(*sink, support::golden_time());
  Block zeros(std::string(1 << 20, '\0'));
  while (zeros.size() < kFourGiB) zeros.append(zeros);
  must(writer.add("first", Block("in front")));
  must(writer.add("large", zeros));
  must(writer.add("last", Block("behind")));
  must(writer.finish());
  must(sink->commit());

  const auto zip_file = read(std::make_shared<support::SparseFile>(disk.file));
  BOOST_REQUIRE_EQUAL(zip_file->entries().size(), 3u);
  const warc::ZipEntry& large = *zip_file->find("large");
  const warc::ZipEntry& last = *zip_file->find("last");
  BOOST_TEST(large.size == kFourGiB);
  BOOST_TEST(must(zip_file->data_offset(large)) - large.header_offset == 30u + 5 + 20);
  BOOST_TEST(last.header_offset == must(zip_file->data_offset(large)) + kFourGiB);
  BOOST_TEST(must(zip_file->data_offset(last)) - last.header_offset == 30u + 4);
  BOOST_TEST(must(zip_file->read(last, 10)) == "behind");
  BOOST_TEST(must(zip_file->read(*zip_file->find("first"), 10)) == "in front");
  const auto file = must(zip_file->open_stored(large));
  BOOST_TEST(must(file->read_at(kFourGiB - 3, 10)).size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
