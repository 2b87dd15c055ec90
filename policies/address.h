// Which addresses a crawl may connect to: the guard against pages that send us into our own network
// (promise "Safe"). Asked about the address of the socket, after DNS, so a name that changes its
// mind cannot get past it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/error.h"

namespace policies {

// Is this address, 4 or 16 bytes in network order, reachable by anyone? Everything in the IANA
// special-purpose registries (RFC 6890), multicast and unallocated space is not. An IPv4 address
// inside an IPv6 one (mapped, NAT64 64:ff9b::/96, 6to4, ISATAP) is judged as itself; Teredo,
// compatible and translated forms are not public. Any other length: false.
bool is_public_address(std::span<const std::uint8_t> address);

// A block of addresses the operator opens to a crawl: "10.0.0.0/8", "fd00::/8", "127.0.0.1".
class Network {
 public:
  // An IPv4 or IPv6 address without brackets, with or without a prefix length; bits behind the
  // prefix do not count. Errors: what is no such thing.
  static base::Result<Network> parse(std::string_view text);

  // Is this address (4 or 16 bytes in network order) in it? An IPv4 address mapped into IPv6 or
  // behind NAT64 is in the IPv4 networks it would be in as itself.
  bool contains(std::span<const std::uint8_t> address) const;

 private:
  std::array<std::uint8_t, 16> bytes_{};
  std::size_t size_ = 4;  // of the address: 4 or 16
  unsigned bits_ = 0;
};

// Is `host` (as Url::host() gives it) a name that never leads out: a single label, one below a
// domain that is kept out of the public DNS (RFC 6761, 6762, 7686, 8375, 9476; .internal, .corp and
// others that ICANN will not give away), or none that DNS could hold (an empty label, one over 63
// bytes, 253 in all)? False for IP literals. Only a courtesy that saves the look-up;
// is_public_address() is the guard.
bool is_private_name(std::string_view host);

}  // namespace policies
