#include "warc/exchange.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "warc/record.h"

namespace warc {
namespace {

// RFC 5952 form, empty when `text` is no address. A zone ("%eth0") means something on our machine
// only.
std::string canonical_ip(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const std::string address(text.substr(0, text.find('%')));
  for (const int family : {AF_INET, AF_INET6}) {
    std::array<unsigned char, sizeof(in6_addr)> raw{};
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (inet_pton(family, address.c_str(), raw.data()) != 1) continue;
    if (inet_ntop(family, raw.data(), out.data(), out.size()) != nullptr) return out.data();
  }
  return {};
}

}  // namespace

Fields fields_of(const Exchange& exchange) {
  Fields fields;
  fields.add("WARC-Target-URI", target_uri_for_record(exchange.target_uri));
  fields.add_if("WARC-IP-Address", canonical_ip(exchange.ip));
  for (const std::string& protocol : exchange.protocols) fields.add_if("WARC-Protocol", protocol);
  fields.add_if("WARC-Cipher-Suite", exchange.cipher_suite);
  return fields;
}

std::string_view truncation_reason(std::string_view reason) {
  static constexpr std::array<std::string_view, 3> known = {"length", "time", "disconnect"};
  const bool is_known = std::find(known.begin(), known.end(), reason) != known.end();
  return is_known || reason.empty() ? reason : "unspecified";
}

std::string_view protocol_of(std::string_view http_version, bool over_tls) {
  if (!base::starts_with_ignoring_case(http_version, "HTTP/")) return {};
  const std::string_view number = http_version.substr(5);
  if (number == "1.0") return "http/1.0";
  if (number.starts_with("1")) return "http/1.1";
  if (number.starts_with("2")) return over_tls ? "h2" : "h2c";
  if (number.starts_with("3")) return "h3";
  return {};
}

}  // namespace warc
