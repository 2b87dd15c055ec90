#include "warc/zip_reader.h"

#include <zlib.h>

#include <boost/test/unit_test.hpp>

#include "tests/support/deflated.h"
#include "tests/warc/warc_support.h"
#include "tests/warc/zip_support.h"

using support::must;
using warc::ZipEntry;
using warc::ZipReader;

namespace {

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

std::uint64_t crc_of(std::string_view bytes) {
  return ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
}

// One entry, true or not.
struct Part {
  std::string name, raw;
  std::uint64_t size, crc;
  unsigned method = 0, flags = 0;
  std::string local_extra = {}, central_extra = {};
};

Part stored(std::string name, const std::string& content) {
  return {std::move(name), content, content.size(), crc_of(content)};
}
Part compressed(std::string name, const std::string& content) {
  return {std::move(name), support::deflated(content, support::kRawWindow), content.size(),
          crc_of(content), 8};
}

// A ZIP file with every field as told; written from APPNOTE 4.3, not from warc/zip_writer.
struct Zip {
  std::vector<Part> parts;
  std::string comment = {};
  int count_error = 0, offset_error = 0, size_error = 0;

  std::string bytes() const {
    std::string out, directory;
    for (const Part& part : parts) {
      const bool streamed = (part.flags & 8) != 0;
      put(directory, 0x02014b50, 4);
      put(directory, 20, 2);
      const auto common = [&](std::string& to, bool local) {
        put(to, 20, 2);
        put(to, part.flags, 2);
        put(to, part.method, 2);
        put(to, 0x5d7653ed, 4);
        put(to, local && streamed ? 0 : part.crc, 4);
        put(to, local && streamed ? 0 : part.raw.size(), 4);
        put(to, local && streamed ? 0 : part.size, 4);
        put(to, part.name.size(), 2);
        put(to, local ? part.local_extra.size() : part.central_extra.size(), 2);
      };
      common(directory, false);
      put(directory, 0, 2);  // comment, disk, attributes
      put(directory, 0, 8);
      put(directory, out.size(), 4);
      directory += part.name + part.central_extra;
      put(out, 0x04034b50, 4);
      common(out, true);
      out += part.name + part.local_extra + part.raw;
      if (streamed) {
        put(out, 0x08074b50, 4);
        put(out, part.crc, 4);
        put(out, part.raw.size(), 4);
        put(out, part.size, 4);
      }
    }
    const auto count = parts.size() + static_cast<std::size_t>(count_error);
    const auto offset = out.size() + static_cast<std::size_t>(offset_error);
    out += directory;
    put(out, 0x06054b50, 4);
    put(out, 0, 4);
    put(out, count, 2);
    put(out, count, 2);
    put(out, directory.size() + static_cast<std::size_t>(size_error), 4);
    put(out, offset, 4);
    put(out, comment.size(), 2);
    return out + comment;
  }
};

base::Result<ZipReader> open(const std::string& bytes, const warc::ZipLimits& limits = {}) {
  return ZipReader::open(std::make_shared<support::MemoryFile>(bytes), limits);
}

base::Result<std::string> first_of(const Zip& zip, std::uint64_t limit = 1 << 20) {
  const auto reader = open(zip.bytes());
  if (!reader) return reader.error();
  return reader->read(reader->entries().front(), limit);
}

bool refused(const Zip& zip, base::Errc code = base::Errc::invalid) {
  const auto content = first_of(zip);
  return !content && content.error().code == code;
}

const Zip kSmall{{stored("archive/a.warc.gz", "some bytes"), compressed("b.json", "{\"b\":1}")}};

}  // namespace

BOOST_AUTO_TEST_SUITE(zip_reader)

BOOST_AUTO_TEST_CASE(entries_are_found_by_name_and_read) {
  const auto reader = must(open(kSmall.bytes()));

  BOOST_REQUIRE_EQUAL(reader.entries().size(), 2u);
  const ZipEntry* warc = reader.find("archive/a.warc.gz");
  BOOST_REQUIRE(warc != nullptr);
  BOOST_TEST(warc->is_stored());
  BOOST_TEST(must(reader.data_offset(*warc)) == 30u + 17);
  BOOST_TEST(must(reader.read(*warc, 10)) == "some bytes");
  BOOST_TEST(must(must(reader.stored(*warc)).to_string(4)) == "some");
  BOOST_TEST(must(reader.read(*reader.find("b.json"), 7)) == "{\"b\":1}");
  BOOST_TEST(reader.find("c") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_stored_entry_is_a_file_of_its_own) {
  const auto reader = must(open(kSmall.bytes()));
  const auto file = must(reader.open_stored(reader.entries()[0]));

  BOOST_TEST(file->size() == 10u);
  BOOST_TEST(must(file->read_at(5, 100)) == "bytes");
  BOOST_TEST(must(file->read_at(10, 1)).empty());
  BOOST_TEST(!file->append("more"));
  BOOST_TEST(!file->truncate(0));
  BOOST_TEST(!reader.open_stored(reader.entries()[1]));
}

// Z-12: descriptors and comments; and the local header may have an extra field of its own.
BOOST_AUTO_TEST_CASE(what_other_writers_add_does_no_harm) {
  Zip zip = kSmall;
  zip.parts[0].flags = 8;
  zip.parts[0].local_extra = std::string("UT\x01\x00x", 5);
  zip.comment = "PK\x05\x06 and twenty bytes more than that, which are no end record";

  BOOST_TEST(must(first_of(zip)) == "some bytes");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_cut_anywhere_is_refused) {
  const std::string whole = kSmall.bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto reader = open(whole.substr(0, size));
    BOOST_REQUIRE_MESSAGE(!reader, size);
    const auto expected = size < 4 ? base::Errc::invalid : base::Errc::truncated;
    BOOST_TEST((reader.error().code == expected), size);
  }
}

// Dates, versions, attributes and what nobody uses may change unseen; content and names may not.
BOOST_AUTO_TEST_CASE(no_byte_that_is_flipped_changes_what_is_read) {
  const std::string whole = kSmall.bytes();
  int harmless = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ 1 << bit);
      const auto reader = open(damaged);
      if (!reader) continue;
      BOOST_REQUIRE_EQUAL(reader->entries().size(), 2u);
      const auto first = reader->read(reader->entries()[0], 100);
      const auto second = reader->read(reader->entries()[1], 100);
      if (!first || !second) continue;
      BOOST_TEST(*first + *second == "some bytes{\"b\":1}", at);
      BOOST_TEST(reader->entries()[0].name + reader->entries()[1].name == "archive/a.warc.gzb.json",
                 at);
      ++harmless;
    }
  }
  BOOST_TEST_MESSAGE(harmless << " of " << whole.size() * 8 << " flipped bits do no harm");
}

BOOST_AUTO_TEST_CASE(content_is_never_longer_than_allowed_or_told) {
  const std::string zeros(1'000'000, '\0');
  Zip zip{{compressed("bomb", zeros)}};
  BOOST_TEST(must(first_of(zip)).size() == zeros.size());

  const auto reader = must(open(zip.bytes()));
  const auto read = reader.read(reader.entries()[0], zeros.size() - 1);
  BOOST_TEST((!read && read.error().code == base::Errc::too_large));
  for (const std::uint64_t lie : {0u, 10u, 999'999u, 1'000'001u}) {
    zip.parts[0].size = lie;
    BOOST_TEST(refused(zip), lie);
  }
  zip.parts[0].size = 0xfffffffe;
  BOOST_TEST(refused(zip, base::Errc::too_large));
}

BOOST_AUTO_TEST_CASE(damaged_content_is_refused) {
  Zip crc = kSmall, deflate{{compressed("a", "text text text")}}, tail = deflate, empty = deflate;
  crc.parts[0].crc ^= 1;
  deflate.parts[0].raw[0] = '\x07';  // a block of a kind that is not
  tail.parts[0].raw += "x";
  empty.parts[0].raw.clear();

  for (const Zip& zip : {crc, deflate, tail, empty}) BOOST_TEST(refused(zip));
}

BOOST_AUTO_TEST_CASE(a_directory_that_does_not_add_up_is_refused) {
  Zip few = kSmall, many = few, shifted = few, back = few, longer = few;
  few.count_error = -1;
  many.count_error = 1;
  shifted.offset_error = 1;
  back.offset_error = -1;
  longer.size_error = 1;

  for (const Zip& zip : {few, many, shifted, back, longer}) BOOST_TEST(refused(zip));
}

BOOST_AUTO_TEST_CASE(two_entries_of_one_name_are_refused) {
  const Zip zip{{stored("datapackage.json", "{}"), stored("datapackage.json", "[]")}};

  BOOST_TEST(refused(zip));
}

BOOST_AUTO_TEST_CASE(entries_nobody_can_read_are_refused_alone) {
  Zip encrypted = kSmall, unknown = kSmall;
  encrypted.parts[0].flags = 1;
  unknown.parts[0].method = 93;

  for (const Zip& zip : {encrypted, unknown}) {
    BOOST_TEST(refused(zip));
    const auto reader = must(open(zip.bytes()));
    BOOST_TEST(must(reader.read(reader.entries()[1], 100)) == "{\"b\":1}");
  }
}

BOOST_AUTO_TEST_CASE(an_entry_that_reaches_into_the_directory_is_refused) {
  Zip zip{{stored("a", "x")}};
  std::string bytes = zip.bytes();
  // The size, local and central, stored and whole.
  for (const std::size_t at : {18u, 22u, 32u + 20, 32u + 24}) bytes[at] = '\x02';
  const auto reader = must(open(bytes));

  BOOST_TEST(!reader.stored(reader.entries()[0]));
}

BOOST_AUTO_TEST_CASE(a_directory_beyond_the_limit_is_refused) {
  const std::string bytes = kSmall.bytes();
  const auto reader = open(bytes, {.max_directory_bytes = 100});

  BOOST_TEST((!reader && reader.error().code == base::Errc::too_large));
}

BOOST_AUTO_TEST_CASE(a_zip64_field_that_is_missing_or_short_is_refused) {
  Zip missing = kSmall;
  missing.parts[0].size = 0xffffffff;
  Zip cut = missing;
  cut.parts[0].central_extra = std::string("\x01\x00\x04\x00    ", 8);
  Zip lying = missing;
  lying.parts[0].central_extra = std::string("\x01\x00\xff\x00    ", 8);

  for (const Zip& zip : {missing, cut, lying}) BOOST_TEST(refused(zip));
}

// A locator that leads anywhere but to the record in front of it.
BOOST_AUTO_TEST_CASE(zip64_end_records_in_wrong_places_are_refused) {
  for (const std::uint64_t position : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}}) {
    std::string bytes(100, '\0');
    put(bytes, 0x07064b50, 4);
    put(bytes, 0, 4);
    put(bytes, position, 8);
    put(bytes, 1, 4);
    put(bytes, 0x06054b50, 4);
    put(bytes, 0, 4);
    put(bytes, ~std::uint64_t{0}, 4);
    put(bytes, ~std::uint64_t{0}, 8);
    put(bytes, 0, 2);
    const auto reader = open(bytes);
    BOOST_TEST((!reader && reader.error().code == base::Errc::invalid), position);
  }
}

BOOST_AUTO_TEST_SUITE_END()
