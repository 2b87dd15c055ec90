// 64-bit fingerprints of URLs for the seen set: SipHash-2-4 (Aumasson, Bernstein 2012) under a
// random key, because whoever writes a page chooses the URLs and could aim them at one bucket of an
// unkeyed hash. Odds of one false "seen" among 50 million URLs: 7 in 100,000.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace crawler::frontier {

struct SipKey {
  std::uint64_t low = 0, high = 0;
};

// From the kernel's random source.
SipKey random_sip_key();

std::uint64_t fingerprint(const SipKey& key, std::string_view text);

}  // namespace crawler::frontier
