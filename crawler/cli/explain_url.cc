#include "crawler/cli/explain_url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/url_host.h"
#include "crawler/engine/settings.h"
#include "policies/address.h"
#include "policies/canonical.h"
#include "warc/surt.h"

namespace crawler::cli {
namespace {

// The parts of a URL as it was written.
struct Written {
  std::string scheme, host, port, path, query;
  bool has_backslash = false, has_blanks = false;
};

Written take_apart(std::string_view given) {
  Written written;
  std::string text;
  // The parser takes blanks off the ends and line ends and tabs out of the middle (URL Standard
  // 4.4).
  for (const char c : base::trimmed(given)) {
    if (c != '\t' && c != '\r' && c != '\n') text += c;
  }
  written.has_blanks = text != given;
  std::string front = text.substr(0, text.find_first_of("?#"));
  written.has_backslash = front.find('\\') != std::string::npos;
  std::replace(front.begin(), front.end(), '\\', '/');
  const std::size_t colon = std::min(front.find(':'), front.size());
  written.scheme = front.substr(0, colon);
  const std::size_t host = std::min(front.find_first_not_of('/', colon + 1), front.size());
  const std::size_t path = std::min(front.find('/', host), front.size());
  written.path = front.substr(path);
  std::string authority = front.substr(host, path - host);
  authority.erase(0, authority.rfind('@') + 1);
  const std::size_t port = authority.find(':', authority.find(']') + 1);
  if (port != std::string::npos) written.port = authority.substr(port + 1);
  written.host = authority.substr(0, port);
  const std::size_t query = text.find('?');
  const std::size_t fragment = text.find('#');
  if (query < fragment) written.query = text.substr(query + 1, fragment - query - 1);
  return written;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string host_change(const std::string& written, std::string_view host) {
  if (written == host) return {};
  if (base::to_lower_ascii(written) == host) return "host in lower case";
  if (!is_ascii(written)) return fmt::format("host by IDNA: {} for {}", host, written);
  return fmt::format("host read as {}", host);
}

bool has_dots(std::string path) {
  path = base::to_lower_ascii(path) + "/";
  for (std::size_t at = 0; (at = path.find("%2e", at)) != std::string::npos;)
    path.replace(at, 3, ".");
  return path.find("/./") != std::string::npos || path.find("/../") != std::string::npos;
}

// The address in the URL, in network order; empty when the host is a name.
std::vector<std::uint8_t> literal_of(std::string_view host) {
  std::array<std::uint8_t, 16> bytes{};
  const bool is_v6 = host.starts_with('[');
  const std::string text(is_v6 ? host.substr(1, host.size() - 2) : host);
  if (::inet_pton(is_v6 ? AF_INET6 : AF_INET, text.c_str(), bytes.data()) != 1) return {};
  return {bytes.begin(), bytes.begin() + (is_v6 ? 16 : 4)};
}

bool is_open_to(const job::Job& job, std::span<const std::uint8_t> address) {
  if (!job.allow_private) return false;
  if (job.private_networks.empty()) return true;
  return std::any_of(job.private_networks.begin(), job.private_networks.end(),
                     [&](const std::string& text) {
                       const auto network = policies::Network::parse(text);
                       return network && network->contains(address);
                     });
}

std::string class_of(const base::Url& url) {
  const std::vector<std::uint8_t> address = literal_of(url.host());
  if (!address.empty()) {
    return policies::is_public_address(address) ? "a public address" : "a private address";
  }
  return policies::is_private_name(url.host()) ? "a private name" : "a name";
}

}  // namespace

base::Result<base::Url> url_of(std::string_view given) {
  auto url = base::Url::parse(given);
  if (url && (url->is_http() || given.find("://") != std::string_view::npos)) return url;
  const std::string text(base::trimmed(given));
  const auto meant = base::Url::parse("https://" + text);
  const bool lacks_scheme =
      text.find("://") == std::string::npos && text.find('.') != std::string::npos;
  if (meant && lacks_scheme && (!url || url->host().empty()) && !text.starts_with("mailto:")) {
    return base::fail(base::Errc::invalid,
                      fmt::format("\"{}\" has no scheme (did you mean \"{}\"?)",
                                  base::printable(given), meant->href()));
  }
  if (url) return url;
  return base::fail(base::Errc::invalid, fmt::format("\"{}\" is no URL: {}", base::printable(given),
                                                     url.error().detail));
}

std::vector<std::string> changes_of(std::string_view given, const base::Url& url) {
  const Written written = take_apart(given);
  std::vector<std::string> changes;
  const auto add = [&changes](bool is_so, std::string what) {
    if (is_so) changes.push_back(std::move(what));
  };
  add(written.has_blanks, "blanks, tabs and line ends removed");
  add(written.has_backslash, "backslashes read as slashes");
  add(written.scheme != url.scheme(), "scheme in lower case");
  add(url.has_credentials(), "user name and password left out");
  const std::string host = host_change(written.host, url.host());
  add(!host.empty(), host);
  const bool is_default = url.origin().ends_with(url.host());
  add(!written.port.empty() && is_default, fmt::format("port {} is the scheme's own", url.port()));
  add(written.path.empty(), "path / added");
  const bool dots = has_dots(written.path);
  add(dots, "dot segments resolved");
  add(!dots && !written.path.empty() && written.path != url.path(), "path percent-encoded");
  // A page in GBK names another URL by the same characters: only the page's charset would tell.
  add(written.query != url.query(), "query percent-encoded as UTF-8");
  add(given.find('#') != std::string_view::npos, "fragment left out");
  return changes;
}

std::string why_not_public(const base::Url& url, const job::Job& job) {
  if (!job.proxy.empty()) return {};
  const std::vector<std::uint8_t> address = literal_of(url.host());
  if (!address.empty()) {
    const bool is_fine = policies::is_public_address(address) || is_open_to(job, address);
    return is_fine ? "" : fmt::format("{} is not public", url.host());
  }
  const bool may_be_private =
      job.allow_private || engine::names_in(job.resolve).contains(std::string(url.host()));
  if (may_be_private || !policies::is_private_name(url.host())) return {};
  return fmt::format("{} is a private name", url.host());
}

void explain_url(std::string_view given, const base::Url& url, const job::Job& job,
                 Explanation& explanation) {
  explanation.add("given", std::string(given));
  explanation.add("href", std::string(url.without_fragment().without_credentials().href()));
  explanation.add_list("changed", changes_of(given, url));
  if (!url.is_http()) return;
  policies::CanonicalKey key = policies::KeyMaker(job.keys).key(url);
  explanation.add("key", std::move(key.text));
  explanation.add_list("stripped", std::move(key.stripped));
  explanation.add("surt", warc::surt(url.without_fragment().without_credentials().href()));
  std::string host = fmt::format("{}, {}", url.host_port(), class_of(url));
  if (!base::is_ip_literal(url.host())) {
    host += ", domain " + base::registrable_domain(url.host());
  }
  explanation.add("host", std::move(host));
}

}  // namespace crawler::cli
