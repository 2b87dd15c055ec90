#include "warc/surt.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/url_host.h"
#include "warc/surt_session.h"

namespace warc {
namespace {

struct Parts {
  std::string_view scheme;
  std::string_view authority;
  std::string_view path;
  std::optional<std::string_view> query;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Rule 1: TAB, CR and LF go wherever they stand, blanks at the ends.
std::string without_breaks(std::string_view url) {
  std::string out(base::trimmed(url));
  std::erase_if(out, [](char c) { return c == '\t' || c == '\r' || c == '\n'; });
  return out;
}

// Rule 3. Decoding until nothing changes has one result whatever the order, as no two escapes
// overlap; so one pass that looks back after each byte is enough, however deep "%2525..." goes.
std::string unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    out += c;
    while (out.size() >= 3 && out[out.size() - 3] == '%') {
      const int high = base::hex_value(out[out.size() - 2]);
      const int low = base::hex_value(out[out.size() - 1]);
      if (high < 0 || low < 0) break;
      out.resize(out.size() - 3);
      out += static_cast<char>(high * 16 + low);
    }
  }
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c > 0x20 && c < 0x7f && c != '#' && c != '%') {
      out += c;
    } else {
      out += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

// Only what would break an index line: for keys that are otherwise left alone.
std::string escaped_blanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c > 0x20 && c < 0x7f) {
      out += c;
    } else {
      out += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string_view scheme_of(std::string_view url) {
  if (url.empty() || !is_letter(url.front())) return {};
  const std::size_t end =
      url.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
  return end != std::string_view::npos && url[end] == ':' ? url.substr(0, end) : std::string_view();
}

bool is_http(std::string_view scheme) {
  return base::equals_ignoring_case(scheme, "http") || base::equals_ignoring_case(scheme, "https");
}

// "http://https://a.b/" means https://a.b/: an old habit of form fields.
std::string_view without_doubled_scheme(std::string_view url) {
  while (true) {
    const std::size_t inner = url.find("://");
    if (inner == std::string_view::npos || !is_http(url.substr(0, inner))) return url;
    const std::string_view rest = url.substr(inner + 3);
    if (!rest.starts_with("http://") && !rest.starts_with("https://")) return url;
    url = rest;
  }
}

// Rule 2 goes on the way: the fragment here, user and password in host_and_port().
Parts split(std::string_view url) {
  Parts parts;
  url = url.substr(0, url.find('#'));
  parts.scheme = scheme_of(url);
  url.remove_prefix(parts.scheme.size() + 1);
  if (const std::size_t mark = url.find('?'); mark != std::string_view::npos) {
    parts.query = url.substr(mark + 1);
    url = url.substr(0, mark);
  }
  url.remove_prefix(std::min(url.find_first_not_of('/'), url.size()));
  const std::size_t slash = std::min(url.find('/'), url.size());
  parts.authority = url.substr(0, slash);
  parts.path = url.substr(slash);
  return parts;
}

// Rule 4, numbers: "3279880203", "017.0.0.1" and "10.0.258" are IPv4; "0x7f.1" is a name.
std::optional<std::string> ipv4_of(const std::string& host) {
  if (host.empty() || !is_digit(host.front())) return std::nullopt;
  if (host.find_first_not_of("0123456789.") != std::string::npos) return std::nullopt;
  in_addr address{};
  if (host.find('.') == std::string::npos) {
    // Larger numbers lose their high bits, as ever since the first ARC files.
    std::uint32_t value = 0;
    for (const char c : host) value = value * 10 + static_cast<std::uint32_t>(c - '0');
    address.s_addr = htonl(value);
  } else if (inet_aton(host.c_str(), &address) == 0) {
    return std::nullopt;
  }
  std::array<char, INET_ADDRSTRLEN> text{};
  return inet_ntop(AF_INET, &address, text.data(), text.size());
}

std::string normal_dots(std::string_view host) {
  std::string out;
  for (const char c : host) {
    if (c == '.' && (out.empty() || out.back() == '.')) continue;
    out += c;
  }
  if (out.ends_with('.')) out.pop_back();
  return out;
}

// Rule 4. A name IDNA refuses is escaped as UTF-8 instead.
std::string normal_host(std::string_view raw) {
  std::string host = unescaped(raw);
  const bool is_ascii = std::all_of(host.begin(), host.end(), [](char c) { return c >= 0; });
  if (!is_ascii) {
    if (auto mapped = base::parse_host(host)) host = std::move(*mapped);
  }
  host = normal_dots(host);
  if (auto address = ipv4_of(host)) return *address;
  return escaped(base::to_lower_ascii(host));
}

// Rule 6: "www." and "www12." at the start only.
std::string_view without_www(std::string_view host) {
  if (!host.starts_with("www")) return host;
  std::size_t at = 3;
  while (at < host.size() && is_digit(host[at])) ++at;
  return at < host.size() && host[at] == '.' ? host.substr(at + 1) : host;
}

// Rule 13. The colons of an IPv6 address are no dots, so it stays in one piece.
std::string reversed_labels(std::string_view host) {
  std::string out;
  while (true) {
    const std::size_t dot = host.rfind('.');
    if (dot == std::string_view::npos) return out.append(host);
    out.append(host.substr(dot + 1)).append(",");
    host = host.substr(0, dot);
  }
}

// Rule 7: the port, or nothing for none, an empty one and the scheme's own.
std::string kept_port(std::string_view scheme, std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  const std::string_view own = base::equals_ignoring_case(scheme, "http")    ? "80"
                               : base::equals_ignoring_case(scheme, "https") ? "443"
                                                                             : "";
  return digits.empty() || digits == own ? std::string() : ":" + std::string(digits);
}

std::string host_and_port(std::string_view scheme, std::string_view authority) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    authority.remove_prefix(at + 1);
  }
  std::string_view port;
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  const bool is_port = colon != std::string_view::npos &&
                       (bracket == std::string_view::npos || colon > bracket) &&
                       std::all_of(authority.begin() + static_cast<std::ptrdiff_t>(colon) + 1,
                                   authority.end(), is_digit);
  if (is_port) {
    port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
  }
  if (authority.starts_with('[') && authority.ends_with(']')) {
    authority = authority.substr(1, authority.size() - 2);
  }
  const std::string host = normal_host(authority);
  return reversed_labels(without_www(host)) + kept_port(scheme, port);
}

// Rule 5: dots resolved, slashes collapsed; a ".." with nothing to go up from stays.
std::string normal_path(std::string_view path) {
  std::vector<std::string_view> kept;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    if (segment == "..") {
      if (kept.empty()) {
        kept.push_back(segment);
      } else {
        kept.pop_back();
      }
    } else if (segment != ".") {
      kept.push_back(segment);
    }
  }
  std::string out = "/";
  for (std::size_t i = 0; i < kept.size(); ++i) {
    out += kept[i];
    if (i + 1 < kept.size() && !kept[i].empty()) out += '/';
  }
  return out;
}

// Rule 12.
std::string sorted_query(std::string_view query) {
  if (query.size() <= 1) return std::string(query);
  struct Argument {
    std::string_view name, value, text;
    bool has_value;
  };
  std::vector<Argument> arguments;
  for (std::size_t at = 0; at <= query.size();) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string_view text = query.substr(at, end - at);
    const std::size_t equals = text.find('=');
    const bool has_value = equals != std::string_view::npos;
    arguments.push_back(
        {text.substr(0, equals), has_value ? text.substr(equals + 1) : "", text, has_value});
    at = end + 1;
  }
  std::sort(arguments.begin(), arguments.end(), [](const Argument& a, const Argument& b) {
    if (a.name != b.name) return a.name < b.name;
    if (a.has_value != b.has_value) return b.has_value;
    return a.value < b.value;
  });
  std::string out;
  for (const Argument& argument : arguments) out.append(argument.text).append("&");
  out.pop_back();
  return out;
}

// Rules 3, 8, 9, 10, 11 and 12.
std::string path_and_query(const Parts& parts) {
  std::string path = base::to_lower_ascii(escaped(normal_path(unescaped(parts.path))));
  path = without_path_session(path);
  if (path.size() > 1 && path.ends_with('/')) path.pop_back();
  if (!parts.query) return path;
  const std::string query = base::to_lower_ascii(escaped(unescaped(*parts.query)));
  const std::string sorted = sorted_query(without_query_session(query));
  return sorted.empty() ? path : path + "?" + sorted;
}

// "dns:...", "urn:...", "mailto:...": lower case and no trailing slash is all that happens.
std::string opaque_key(std::string_view url) {
  std::string key = base::to_lower_ascii(escaped_blanks(url.substr(0, url.find('#'))));
  if (key.ends_with('/')) key.pop_back();
  return key;
}

}  // namespace

std::string surt(std::string_view url) {
  if (url.starts_with("filedesc")) return escaped_blanks(url);
  std::string text = without_breaks(url);
  if (text.empty()) return "-";
  if (scheme_of(text).empty()) text.insert(0, "http://");
  const std::string_view whole = without_doubled_scheme(text);
  const std::string_view scheme = scheme_of(whole);
  const bool has_host = whole.substr(scheme.size() + 1).starts_with("//");
  if (!has_host && !is_http(scheme)) return opaque_key(whole);
  const Parts parts = split(whole);
  return host_and_port(parts.scheme, parts.authority) + ")" + path_and_query(parts);
}

}  // namespace warc
