#include "warc/gzip_reader.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/support/deflated.h"
#include "tests/support/memory_file.h"
#include "tests/warc/warc_support.h"

namespace {

std::string member_of(std::string_view text, gz_header* header = nullptr) {
  return support::deflated(text, support::kGzipWindow, 6, header);
}

struct Decoded {
  std::string text;
  warc::MemberStatus status;
  std::uint64_t end;
};

Decoded decode(const std::string& bytes, std::uint64_t offset = 0, bool is_strict = false) {
  const support::MemoryFile file(bytes);
  warc::Window window(file);
  warc::GzipReader reader(window, is_strict);
  support::must(reader.open(offset));
  Decoded decoded;
  while (true) {
    const std::string_view piece = support::must(reader.next());
    if (piece.empty()) break;
    decoded.text += piece;
  }
  decoded.status = reader.status();
  decoded.end = reader.end_offset();
  return decoded;
}

bool is_good(const Decoded& decoded) { return decoded.status == warc::MemberStatus::good; }

}  // namespace

BOOST_AUTO_TEST_SUITE(gzip_reader)

BOOST_AUTO_TEST_CASE(a_member_ends_exactly_where_it_ends) {  // W-50, W-55
  const std::string first = member_of("one"), second = member_of("two");
  for (const bool is_strict : {false, true}) {
    const Decoded one = decode(first + second, 0, is_strict);
    const Decoded two = decode(first + second, one.end, is_strict);

    BOOST_TEST(one.text == "one");
    BOOST_TEST(one.end == first.size());
    BOOST_TEST(two.text == "two");
    BOOST_TEST((is_good(one) && is_good(two)));
  }
}

BOOST_AUTO_TEST_CASE(header_fields_are_passed_over) {  // W-54
  std::string extra(60'000, 'e'), name = "a name", comment = "why";
  gz_header header{};
  header.extra = reinterpret_cast<Bytef*>(extra.data());
  header.extra_len = static_cast<uInt>(extra.size());
  header.name = reinterpret_cast<Bytef*>(name.data());
  header.comment = reinterpret_cast<Bytef*>(comment.data());
  header.hcrc = 1;
  std::string bytes = member_of("hello", &header);

  BOOST_TEST(decode(bytes).text == "hello");
  BOOST_TEST(is_good(decode(bytes)));
  bytes[20] ^= 1;  // the header's own checksum knows
  BOOST_TEST((decode(bytes).status == warc::MemberStatus::bad_header));
}

BOOST_AUTO_TEST_CASE(each_fault_has_its_name) {
  using warc::MemberStatus;
  const std::string good = member_of("some text that is long enough to be compressed, compressed");
  const auto status_with = [&](std::size_t at, char bits) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(bytes[at] ^ bits);
    return decode(bytes).status;
  };
  BOOST_TEST((status_with(good.size() - 8, 1) == MemberStatus::bad_crc));
  BOOST_TEST((status_with(good.size() - 1, 1) == MemberStatus::bad_length));
  BOOST_TEST((status_with(2, 1) == MemberStatus::bad_header));
  BOOST_TEST((status_with(3, '\x40') == MemberStatus::bad_header));
  BOOST_TEST((status_with(10, '\x06') == MemberStatus::damaged));
  for (std::size_t size = 0; size < good.size(); ++size) {
    BOOST_TEST((decode(good.substr(0, size)).status == MemberStatus::cut), size);
  }
}

BOOST_AUTO_TEST_CASE(a_name_without_end_is_no_name) {
  const std::string start("\x1f\x8b\x08\x08\0\0\0\0\0\0", 10);
  BOOST_TEST((decode(start + std::string(200'000, 'n')).status == warc::MemberStatus::bad_header));
}

BOOST_AUTO_TEST_CASE(members_of_every_size_come_back) {
  std::string text(3 << 20, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * i >> 7);
  for (const std::size_t size : {0U, 1U, 65'535U, 1U << 20, (1U << 20) + 1, 3U << 20}) {
    const std::string bytes = "xx" + member_of(std::string_view(text).substr(0, size)) + "yy";
    const Decoded decoded = decode(bytes, 2);

    BOOST_TEST((decoded.text == text.substr(0, size)), size);
    BOOST_TEST(is_good(decoded));
    BOOST_TEST(decoded.end == bytes.size() - 2);
  }
}

BOOST_AUTO_TEST_SUITE_END()
