#include "warc/digest.h"

#include <boost/test/unit_test.hpp>

#include "tests/warc/warc_support.h"

using warc::digest_of;
using warc::DigestAlgorithm;

BOOST_AUTO_TEST_SUITE(digest)

// formats 1.4: upper-case Base32 for sha1, lower-case hexadecimal for sha256.
BOOST_AUTO_TEST_CASE(digests_are_spelled_as_every_reader_accepts_them) {
  BOOST_TEST(digest_of("", DigestAlgorithm::sha1) == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
  BOOST_TEST(digest_of("abc", DigestAlgorithm::sha1) == "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5");
  BOOST_TEST(digest_of("abc", DigestAlgorithm::sha256) ==
             "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(warc::sha256_hex("abc") ==
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

BOOST_AUTO_TEST_CASE(pieces_and_whole_have_one_digest) {
  warc::Hasher hasher(DigestAlgorithm::sha1);
  hasher.update("a");
  hasher.update("");
  hasher.update("bc");
  warc::Block block("ab");
  block.append(std::string("c"));

  BOOST_TEST(hasher.finish() == digest_of("abc", DigestAlgorithm::sha1));
  BOOST_TEST(support::must(digest_of(block, DigestAlgorithm::sha256)) ==
             digest_of("abc", DigestAlgorithm::sha256));
}

BOOST_AUTO_TEST_CASE(the_digest_of_nothing_is_known_in_both_forms) {
  BOOST_TEST(warc::is_digest_of_nothing(digest_of("", DigestAlgorithm::sha1)));
  BOOST_TEST(warc::is_digest_of_nothing(digest_of("", DigestAlgorithm::sha256)));
  BOOST_TEST(!warc::is_digest_of_nothing(digest_of(" ", DigestAlgorithm::sha1)));
}

BOOST_AUTO_TEST_SUITE_END()
