// The vectors of the SipHash paper's reference implementation (vectors.h, vectors_sip64): key
// 00 01 .. 0f, message of n bytes 00 01 .. n-1, digest as a little-endian word.
#include "crawler/frontier/fingerprint.h"

#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

using crawler::frontier::random_sip_key;
using crawler::frontier::SipKey;

namespace {

// The suite has the function's name.
std::uint64_t fingerprint_of(const SipKey& key, const std::string& text) {
  return crawler::frontier::fingerprint(key, text);
}

constexpr SipKey kReferenceKey{0x0706050403020100, 0x0f0e0d0c0b0a0908};

std::string counting(int size) {
  std::string text;
  for (int i = 0; i < size; ++i) text += static_cast<char>(i);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fingerprint)

BOOST_AUTO_TEST_CASE(the_reference_vectors_hold) {
  BOOST_TEST(fingerprint_of(kReferenceKey, counting(0)) == 0x726fdb47dd0e0e31u);
  BOOST_TEST(fingerprint_of(kReferenceKey, counting(1)) == 0x74f839c593dc67fdu);
  BOOST_TEST(fingerprint_of(kReferenceKey, counting(2)) == 0x0d6c8009d9a94f5au);
  BOOST_TEST(fingerprint_of(kReferenceKey, counting(3)) == 0x85676696d7fb7e2du);
  BOOST_TEST(fingerprint_of(kReferenceKey, counting(7)) == 0xab0200f58b01d137u);
  BOOST_TEST(fingerprint_of(kReferenceKey, counting(8)) == 0x93f5f5799a932462u);
  // The example worked through in appendix A of the paper.
  BOOST_TEST(fingerprint_of(kReferenceKey, counting(15)) == 0xa129ca6149be45e5u);
}

BOOST_AUTO_TEST_CASE(bytes_over_127_are_not_sign_extended) {
  const SipKey key{1, 2};

  std::set<std::uint64_t> prints;
  for (int byte = 0; byte < 256; ++byte) {
    prints.insert(fingerprint_of(key, std::string("/a?") + static_cast<char>(byte)));
  }

  BOOST_TEST(prints.size() == 256u);
}

BOOST_AUTO_TEST_CASE(every_process_has_a_key_of_its_own) {
  const SipKey one = random_sip_key();
  const SipKey other = random_sip_key();

  BOOST_TEST((one.low != other.low || one.high != other.high));
  BOOST_TEST(fingerprint_of(one, "http://a.test/") != fingerprint_of(other, "http://a.test/"));
}

BOOST_AUTO_TEST_SUITE_END()
