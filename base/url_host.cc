#include "base/url_host.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <libpsl.h>
#include <unicode/uidna.h>

#include "base/encoding.h"
#include "base/percent.h"

namespace base {
namespace {

// DNS ends at 253 bytes, and the standard's own tests stay under 2,000. The bound keeps
// normalisation cheap.
constexpr std::size_t kMaxHostBytes = 4096;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// URL Standard 3.2, forbidden host code points.
bool is_forbidden_in_host(char c) {
  static constexpr std::string_view forbidden("\0\t\n\r #/:<>?@[\\]^|", 17);
  return forbidden.find(c) != std::string_view::npos;
}

bool is_forbidden_in_domain(char c) {
  return is_forbidden_in_host(c) || static_cast<unsigned char>(c) <= 0x1f || c == '%' || c == 0x7f;
}

// What most hosts are made of: nothing here is decoded, mapped or refused.
bool is_plain(std::string_view host) {
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '.' || c == '-' || c == '_';
  });
}

Error bad_host(std::string_view host) {
  return fail(Errc::invalid, fmt::format("bad host \"{}\"", printable(host.substr(0, 80))));
}

std::string as_valid_utf8(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) append_utf8(out, next_code_point(bytes, at));
  return out;
}

// Open for the whole run; usable from any thread. Null when ICU finds no data.
const UIDNA* idna() {
  static const UIDNA* const handle = [] {
    UErrorCode status = U_ZERO_ERROR;
    return uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                               UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
                           &status);
  }();
  return handle;
}

// URL Standard 3.3, domain to ASCII with beStrict false: lengths and hyphens are not checked.
constexpr std::uint32_t kIgnoredIdnaErrors =
    UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG |
    UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

// UTS #46 since Unicode 15.1: the capital sharp s is the small one. ICU 72 still says "ss", which
// is another host.
std::string with_small_sharp_s(std::string domain) {
  for (std::size_t at = domain.find("\u1e9e"); at != std::string::npos;
       at = domain.find("\u1e9e", at)) {
    domain.replace(at, 3, "\u00df");
  }
  return domain;
}

std::optional<std::string> domain_to_ascii(const std::string& input) {
  if (is_ascii(input)) return to_lower_ascii(input);
  if (idna() == nullptr) return std::nullopt;
  const std::string domain = with_small_sharp_s(input);

  std::string out(domain.size() * 4 + 64, '\0');
  for (int attempt = 0; attempt < 2; ++attempt) {
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t size =
        uidna_nameToASCII_UTF8(idna(), domain.data(), static_cast<std::int32_t>(domain.size()),
                               out.data(), static_cast<std::int32_t>(out.size()), &info, &status);
    out.resize(static_cast<std::size_t>(std::max(size, 0)));
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_FAILURE(status) || (info.errors & ~kIgnoredIdnaErrors) != 0) return std::nullopt;
    return out;
  }
  return std::nullopt;
}

// One number of an IPv4 address: decimal, 0x hexadecimal or 0 octal. Values that cannot fit stay
// at a value that is surely too large.
std::optional<std::uint64_t> parse_ipv4_number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::uint64_t radix = 10;
  if (text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    radix = 16;
    text.remove_prefix(2);
  } else if (text.size() >= 2 && text[0] == '0') {
    radix = 8;
    text.remove_prefix(1);
  }
  std::uint64_t value = 0;
  for (const char c : text) {
    const int digit = hex_value(c);
    if (digit < 0 || static_cast<std::uint64_t>(digit) >= radix) return std::nullopt;
    value = std::min<std::uint64_t>(value * radix + static_cast<std::uint64_t>(digit), 1ull << 40);
  }
  return value;
}

std::string_view without_trailing_dot(std::string_view host) {
  return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}

// URL Standard 3.5, ends-in-a-number checker.
bool ends_in_a_number(std::string_view host) {
  host = without_trailing_dot(host);
  const std::string_view last = host.substr(host.rfind('.') + 1);  // npos + 1 is 0
  if (last.empty()) return false;
  return std::all_of(last.begin(), last.end(), is_digit) || parse_ipv4_number(last).has_value();
}

std::optional<std::string> parse_ipv4(std::string_view host) {
  host = without_trailing_dot(host);
  std::vector<std::uint64_t> numbers;
  for (std::size_t from = 0; from <= host.size();) {
    const std::size_t dot = std::min(host.find('.', from), host.size());
    const std::optional<std::uint64_t> number = parse_ipv4_number(host.substr(from, dot - from));
    if (!number || numbers.size() == 4) return std::nullopt;
    numbers.push_back(*number);
    from = dot + 1;
  }
  std::uint64_t address = 0;
  for (std::size_t i = 0; i + 1 < numbers.size(); ++i) {
    if (numbers[i] > 255) return std::nullopt;
    address |= numbers[i] << (8 * (3 - i));
  }
  // The last number fills all the bytes that are left.
  if (numbers.back() >= 1ull << (8 * (5 - numbers.size()))) return std::nullopt;
  address |= numbers.back();
  return fmt::format("{}.{}.{}.{}", address >> 24, (address >> 16) & 255, (address >> 8) & 255,
                     address & 255);
}

using Pieces = std::array<std::uint16_t, 8>;

// The dotted quad at the end of an IPv6 address.
bool parse_embedded_ipv4(std::string_view text, Pieces& pieces, std::size_t& at) {
  if (at > 6) return false;
  std::array<unsigned, 4> bytes{};
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0) {
      if (!text.starts_with('.')) return false;
      text.remove_prefix(1);
    }
    std::size_t digits = 0;
    while (digits < text.size() && digits < 4 && is_digit(text[digits])) {
      bytes[i] = bytes[i] * 10 + static_cast<unsigned>(text[digits++] - '0');
    }
    if (digits == 0 || bytes[i] > 255 || (digits > 1 && text[0] == '0')) return false;
    text.remove_prefix(digits);
  }
  if (!text.empty()) return false;
  pieces[at++] = static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
  pieces[at++] = static_cast<std::uint16_t>(bytes[2] << 8 | bytes[3]);
  return true;
}

// URL Standard 3.5, IPv6 parser. `text` stands between the brackets.
std::optional<Pieces> parse_ipv6(std::string_view text) {
  Pieces pieces{};
  std::size_t at = 0;
  std::optional<std::size_t> compress;
  if (text.starts_with(':')) {
    if (!text.starts_with("::")) return std::nullopt;
    text.remove_prefix(2);
    compress = 0;
  }
  while (!text.empty()) {
    if (at == 8) return std::nullopt;
    if (text[0] == ':') {
      if (compress) return std::nullopt;
      text.remove_prefix(1);
      compress = at;
      continue;
    }
    unsigned value = 0;
    std::size_t digits = 0;
    while (digits < text.size() && digits < 4 && hex_value(text[digits]) >= 0) {
      value = value * 16 + static_cast<unsigned>(hex_value(text[digits++]));
    }
    const std::string_view rest = text.substr(digits);
    if (rest.starts_with('.')) {
      if (!parse_embedded_ipv4(text, pieces, at)) return std::nullopt;
      break;
    }
    const bool ends_well = rest.empty() || (rest[0] == ':' && rest.size() > 1);
    if (digits == 0 || !ends_well) return std::nullopt;
    pieces[at++] = static_cast<std::uint16_t>(value);
    text = rest.empty() ? rest : rest.substr(1);
  }
  if (!compress) return at == 8 ? std::optional(pieces) : std::nullopt;
  if (at == 8) return std::nullopt;
  std::rotate(pieces.begin() + static_cast<std::ptrdiff_t>(*compress),
              pieces.begin() + static_cast<std::ptrdiff_t>(at), pieces.end());
  return pieces;
}

// URL Standard 3.6, IPv6 serializer: the first longest run of two or more zeros becomes "::".
std::string ipv6_to_string(const Pieces& pieces) {
  std::size_t run_begin = 8, run_size = 1;
  for (std::size_t i = 0; i < 8;) {
    std::size_t end = i;
    while (end < 8 && pieces[end] == 0) ++end;
    if (end - i > run_size) {
      run_begin = i;
      run_size = end - i;
    }
    i = end + 1;
  }
  std::string out = "[";
  for (std::size_t i = 0; i < 8;) {
    if (i == run_begin) {
      out += i == 0 ? "::" : ":";
      i += run_size;
      continue;
    }
    out += fmt::format("{:x}", pieces[i]);
    if (++i < 8) out += ':';
  }
  return out + "]";
}

Result<std::string> parse_bracketed(std::string_view input) {
  if (!input.ends_with(']')) return bad_host(input);
  const std::optional<Pieces> pieces = parse_ipv6(input.substr(1, input.size() - 2));
  if (!pieces) return bad_host(input);
  return ipv6_to_string(*pieces);
}

// The list that is newer: libpsl's own or the distribution's. Lives for the whole program.
const psl_ctx_t* public_suffixes() {
  static const psl_ctx_t* const list = [] {
    const psl_ctx_t* latest = psl_latest(nullptr);
    return latest != nullptr ? latest : psl_builtin();
  }();
  return list;
}

}  // namespace

Result<std::string> parse_host(std::string_view input) {
  if (input.size() > kMaxHostBytes) return bad_host(input);
  if (input.starts_with('[')) return parse_bracketed(input);
  if (!input.empty() && is_plain(input) && !ends_in_a_number(input)) return std::string(input);
  const std::string domain = as_valid_utf8(percent_decode(input));
  std::optional<std::string> ascii = domain_to_ascii(domain);
  if (!ascii || ascii->empty() ||
      std::any_of(ascii->begin(), ascii->end(), is_forbidden_in_domain)) {
    return bad_host(input);
  }
  if (!ends_in_a_number(*ascii)) return std::move(*ascii);
  const std::optional<std::string> quad = parse_ipv4(*ascii);
  if (!quad) return bad_host(input);
  return *quad;
}

Result<std::string> parse_opaque_host(std::string_view input) {
  if (input.size() > kMaxHostBytes) return bad_host(input);
  if (input.starts_with('[')) return parse_bracketed(input);
  if (std::any_of(input.begin(), input.end(), is_forbidden_in_host)) return bad_host(input);
  std::string host;
  append_percent_encoded(host, input, EncodeSet::c0_control);
  return host;
}

bool is_ip_literal(std::string_view host) {
  return host.starts_with('[') || (ends_in_a_number(host) && parse_ipv4(host).has_value());
}

std::string registrable_domain(std::string_view host) {
  const std::string name(without_trailing_dot(host));
  // libpsl takes "1.1" for the domain of 192.168.1.1, and has none for a single label.
  if (is_ip_literal(host) || name.find('.') == std::string::npos) return name;
  const char* domain = psl_registrable_domain(public_suffixes(), name.c_str());
  return domain != nullptr ? domain : name;
}

}  // namespace base
