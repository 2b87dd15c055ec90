#include "warc/compressibility.h"

#include <random>

#include <boost/test/unit_test.hpp>

#include "tests/support/scratch_dir.h"
#include "tests/warc/warc_support.h"

using namespace std::string_view_literals;
using support::must;
using warc::Block;

namespace {

std::string noise(std::size_t size) {
  std::mt19937 random(7);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

std::string base64_like(std::size_t size) {
  std::string bytes = noise(size);
  for (char& c : bytes) c = static_cast<char>('0' + (static_cast<unsigned char>(c) & 63));
  return bytes;
}

bool incompressible(std::string body, std::string_view type = "application/octet-stream",
                    std::string_view coding = "") {
  return must(is_incompressible(type, coding, Block(std::move(body))));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(compressibility)

BOOST_AUTO_TEST_CASE(compressed_content_is_told_by_its_bytes) {
  for (const auto bytes :
       {"\xff\xd8\xff\xe0"sv, "\x89PNG\r\n\x1a\n...."sv, "GIF89a"sv, "RIFF....WEBPVP8 "sv,
        "\0\0\0\x1c"
        "ftypavif"sv,
        "\0\0\0\x18"
        "ftypmp42"sv,
        "\x1a\x45\xdf\xa3"sv, "ID3\x04"sv, "wOFF"sv, "wOF2"sv, "PK\x03\x04"sv, "\x1f\x8b\x08\0"sv,
        "\x28\xb5\x2f\xfd"sv}) {
    BOOST_TEST(warc::already_compressed("", "", bytes));
  }
  BOOST_TEST(warc::already_compressed("text/html", " BR ", "\x0b\x02"));
  BOOST_TEST(warc::already_compressed("audio/mpeg", "", "\xff\xfb\x90"));
}

BOOST_AUTO_TEST_CASE(types_and_codings_that_lie_are_not_believed) {
  BOOST_TEST(!warc::already_compressed("image/jpeg", "", "<!DOCTYPE html>"));
  BOOST_TEST(!warc::already_compressed("text/html", "gzip", "<!DOCTYPE html>"));
  BOOST_TEST(!warc::already_compressed("text/plain", "",
                                       "\xff\xfe"
                                       "a"));
  BOOST_TEST(!warc::already_compressed("", "", ""));
  BOOST_TEST(!warc::already_compressed("", "", "RIFF"));
}

// Video segments, encrypted files, fonts: no signature, and nothing to gain.
BOOST_AUTO_TEST_CASE(a_sample_from_the_middle_tells_the_rest) {
  const std::string words(40'000, 'w');

  BOOST_TEST(incompressible(noise(40'000)));
  BOOST_TEST(incompressible(words.substr(0, 10'000) + noise(40'000)));
  BOOST_TEST(incompressible(noise(40'000), "text/html", "deflate"));
  BOOST_TEST(!incompressible(words));
  BOOST_TEST(!incompressible(noise(10'000) + words));
  BOOST_TEST(!incompressible(base64_like(40'000)));
  BOOST_TEST(incompressible("\x89PNG\r\n\x1a\n....", "image/png"));
}

BOOST_AUTO_TEST_CASE(text_and_small_bodies_are_not_sampled) {
  BOOST_TEST(!incompressible(noise(40'000), "text/html"));
  BOOST_TEST(!incompressible(noise(40'000), "application/ld+json; x=y", "identity"));
  BOOST_TEST(!incompressible(noise(warc::kLeastSampledBytes - 1)));
  BOOST_TEST(incompressible(noise(warc::kLeastSampledBytes)));
}

BOOST_AUTO_TEST_CASE(a_sample_of_a_spooled_body_is_read_where_it_lies) {
  support::ScratchDir scratch;
  std::shared_ptr<base::File> file = must(base::real_disk().open_temporary(scratch.path()));
  must(file->append(std::string(50'000, 'a') + noise(60'000)));

  BOOST_TEST(must(is_incompressible("", "", Block(file, 0, 110'000))));
  BOOST_TEST(!must(is_incompressible("", "", Block(file, 0, 60'000))));
  BOOST_TEST(!is_incompressible("", "", Block(file, 0, 300'000)));
}

BOOST_AUTO_TEST_SUITE_END()
