#include "policies/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>

#include "base/encoding.h"
#include "base/url_host.h"

namespace policies {
namespace {

using Bytes = std::span<const std::uint8_t>;

struct Prefix {
  std::array<std::uint8_t, 8> bytes;
  unsigned bits;
};

// IANA IPv4 Special-Purpose Address Registry, with multicast and the reserved class E.
constexpr Prefix kSpecialIpv4[] = {
    {{0}, 8},              // this network; Linux takes 0.0.0.0 for itself
    {{10}, 8},             // RFC 1918
    {{100, 64}, 10},       // carrier-grade NAT, RFC 6598
    {{127}, 8},            // loopback
    {{169, 254}, 16},      // link-local; cloud metadata
    {{172, 16}, 12},       // RFC 1918
    {{192, 0, 0}, 24},     // IETF protocol assignments
    {{192, 0, 2}, 24},     // documentation
    {{192, 31, 196}, 24},  // AS112
    {{192, 52, 193}, 24},  // AMT
    {{192, 88, 99}, 24},   // 6to4 relays
    {{192, 168}, 16},      // RFC 1918
    {{192, 175, 48}, 24},  // AS112
    {{198, 18}, 15},       // benchmarking
    {{198, 51, 100}, 24},  // documentation
    {{203, 0, 113}, 24},   // documentation
    {{224}, 4},            // multicast
    {{240}, 4},            // reserved, and broadcast
};

// Inside 2000::/3, the only space from which global unicast addresses are given out.
constexpr Prefix kSpecialIpv6[] = {
    {{0x20, 0x01, 0x00}, 23},                    // IETF: Teredo, ORCHID and others
    {{0x20, 0x01, 0x0d, 0xb8}, 32},              // documentation
    {{0x26, 0x20, 0x00, 0x4f, 0x80, 0x00}, 48},  // AS112
    {{0x3f, 0xff, 0x00}, 20},                    // documentation, RFC 9637
};
constexpr Prefix kGlobalUnicast = {{0x20}, 3};
constexpr Prefix k6to4 = {{0x20, 0x02}, 16};

constexpr std::array<std::uint8_t, 12> kMappedIpv4 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::array<std::uint8_t, 12> kNat64 = {0, 0x64, 0xff, 0x9b};

bool agree(Bytes a, Bytes b, unsigned bits) {
  for (unsigned bit = 0; bit < bits; ++bit) {
    const unsigned differing = a[bit / 8] ^ b[bit / 8];
    if ((differing >> (7 - bit % 8) & 1) != 0) return false;
  }
  return true;
}

bool has_prefix(Bytes address, const Prefix& prefix) {
  return agree(address, prefix.bytes, prefix.bits);
}

bool is_in_any(Bytes address, std::span<const Prefix> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const Prefix& prefix) { return has_prefix(address, prefix); });
}

bool is_public_ipv4(Bytes address) { return !is_in_any(address, kSpecialIpv4); }

bool starts_with(Bytes address, Bytes prefix) {
  return std::equal(prefix.begin(), prefix.end(), address.begin());
}

// RFC 5214: the interface identifier says 00-00-5E-FE or, for a globally unique address, 02.
bool is_isatap(Bytes address) {
  return (address[8] & 0xfd) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == 0xfe;
}

// Is the IPv6 address only another way to write, or to reach, the IPv4 address at its end?
bool stands_for_ipv4(Bytes address) {
  return starts_with(address, kMappedIpv4) || starts_with(address, kNat64);
}

bool is_public_ipv6(Bytes address) {
  const Bytes last_four = address.subspan(12);
  if (stands_for_ipv4(address)) return is_public_ipv4(last_four);
  if (!has_prefix(address, kGlobalUnicast) || is_in_any(address, kSpecialIpv6)) return false;
  if (has_prefix(address, k6to4) && !is_public_ipv4(address.subspan(2, 4))) return false;
  return !is_isatap(address) || is_public_ipv4(last_four);
}

bool is_below(std::string_view host, std::string_view suffix) {
  if (!host.ends_with(suffix)) return false;
  const std::size_t before = host.size() - suffix.size();
  return before == 0 || host[before - 1] == '.';
}

// RFC 1035 2.3.4, a name without its last dot.
bool fits_dns(std::string_view host) {
  if (host.size() > 253) return false;
  for (std::size_t at = 0; at <= host.size();) {
    const std::size_t end = std::min(host.find('.', at), host.size());
    if (end == at || end - at > 63) return false;
    at = end + 1;
  }
  return true;
}

// Top-level domains, and one domain, that the public DNS does not hold.
constexpr std::string_view kPrivateDomains[] = {
    "localhost",   "test",     "invalid",                         // RFC 6761
    "local",       "intranet", "private", "corp", "home", "lan",  // RFC 6762, and its appendix G
    "onion",                                                      // RFC 7686
    "home.arpa",                                                  // RFC 8375
    "alt",                                                        // RFC 9476
    "internal",                                                   // reserved by ICANN in 2024
    "mail",                                                       // never given away, ICANN 2018
    "localdomain",                                                // of hosts files
};

base::Error no_network(std::string_view text) {
  return base::fail(
      base::Errc::invalid,
      "\"" + base::printable(text) + "\" is no network such as 10.0.0.0/8, fd00::/8 or 127.0.0.1");
}

}  // namespace

bool is_public_address(std::span<const std::uint8_t> address) {
  if (address.size() == 4) return is_public_ipv4(address);
  return address.size() == 16 && is_public_ipv6(address);
}

base::Result<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  Network network;
  network.size_ = address.find(':') == std::string::npos ? 4 : 16;
  const int family = network.size_ == 4 ? AF_INET : AF_INET6;
  if (inet_pton(family, address.c_str(), network.bytes_.data()) != 1) return no_network(text);
  const unsigned most = static_cast<unsigned>(network.size_) * 8;
  network.bits_ = most;
  if (slash == std::string_view::npos) return network;
  const std::string_view length = text.substr(slash + 1);
  const char* const end = length.data() + length.size();
  const auto [stop, error] = std::from_chars(length.data(), end, network.bits_);
  if (error != std::errc() || stop != end || network.bits_ > most) return no_network(text);
  return network;
}

bool Network::contains(std::span<const std::uint8_t> address) const {
  if (size_ == 4 && address.size() == 16 && stands_for_ipv4(address)) address = address.subspan(12);
  return address.size() == size_ && agree(address, bytes_, bits_);
}

bool is_private_name(std::string_view host) {
  if (base::is_ip_literal(host)) return false;
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.find('.') == std::string_view::npos || !fits_dns(host)) return true;
  return std::any_of(std::begin(kPrivateDomains), std::end(kPrivateDomains),
                     [host](std::string_view domain) { return is_below(host, domain); });
}

}  // namespace policies
