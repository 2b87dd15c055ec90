#include "policies/address.h"

#include <algorithm>
#include <array>
#include <cstddef>

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

bool has_prefix(Bytes address, const Prefix& prefix) {
  for (unsigned bit = 0; bit < prefix.bits; ++bit) {
    const unsigned differing = address[bit / 8] ^ prefix.bytes[bit / 8];
    if ((differing >> (7 - bit % 8) & 1) != 0) return false;
  }
  return true;
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

bool is_public_ipv6(Bytes address) {
  const Bytes last_four = address.subspan(12);
  if (starts_with(address, kMappedIpv4) || starts_with(address, kNat64)) {
    return is_public_ipv4(last_four);
  }
  if (!has_prefix(address, kGlobalUnicast) || is_in_any(address, kSpecialIpv6)) return false;
  if (has_prefix(address, k6to4) && !is_public_ipv4(address.subspan(2, 4))) return false;
  return !is_isatap(address) || is_public_ipv4(last_four);
}

bool is_below(std::string_view host, std::string_view suffix) {
  if (!host.ends_with(suffix)) return false;
  const std::size_t before = host.size() - suffix.size();
  return before == 0 || host[before - 1] == '.';
}

}  // namespace

bool is_public_address(std::span<const std::uint8_t> address) {
  if (address.size() == 4) return is_public_ipv4(address);
  return address.size() == 16 && is_public_ipv6(address);
}

bool is_private_name(std::string_view host) {
  if (base::is_ip_literal(host)) return false;
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.find('.') == std::string_view::npos) return true;
  for (const std::string_view suffix :
       {"localhost", "localdomain", "local", "internal", "home.arpa"}) {
    if (is_below(host, suffix)) return true;
  }
  return false;
}

}  // namespace policies
