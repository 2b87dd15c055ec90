// Which addresses a crawl may connect to: the guard against pages that send us into our own network
// (promise "Safe"). Asked about the address of the socket, after DNS, so a name that changes its
// mind cannot get past it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace policies {

// Is this address, 4 or 16 bytes in network order, reachable by anyone? Everything in the IANA
// special-purpose registries (RFC 6890), multicast and unallocated space is not. An IPv4 address
// inside an IPv6 one (mapped, NAT64 64:ff9b::/96, 6to4, ISATAP) is judged as itself; Teredo,
// compatible and translated forms are not public. Any other length: false.
bool is_public_address(std::span<const std::uint8_t> address);

// Is `host` (as Url::host() gives it) a name that never leads out: a single label, or below
// localhost, localdomain, local, internal or home.arpa? False for IP literals. Only a courtesy that
// saves the look-up; is_public_address() is the guard.
bool is_private_name(std::string_view host);

}  // namespace policies
