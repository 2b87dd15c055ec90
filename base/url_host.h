// Hosts: the WHATWG host parser (IDNA through ICU, IPv4 in any spelling, IPv6), and registrable
// domains by the Public Suffix List through libpsl.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace base {

// The host of a special URL (http, https, ws, wss, ftp) as the URL Standard's host parser gives it:
// percent-decoded, mapped to A-labels, lower case; IPv4 as a dotted quad; IPv6 compressed in
// brackets.
Result<std::string> parse_host(std::string_view input);

// The host of a non-special URL (URL Standard, opaque-host parser).
Result<std::string> parse_opaque_host(std::string_view input);

// Is `host` (as Url::host() gives it) an IPv4 or bracketed IPv6 literal?
bool is_ip_literal(std::string_view host);

// "example.co.uk" for "www.example.co.uk". IP literals, single labels and public suffixes
// themselves are their own registrable domain.
std::string registrable_domain(std::string_view host);

}  // namespace base
