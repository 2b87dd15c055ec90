// One parsed absolute URL, by the WHATWG URL Standard: the one meaning of "the same URL" for SURT
// keys, robots rules, scope and links. Values only; nothing here touches the network.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace base {

// Turns the query of a link (UTF-8) into the bytes of its document's charset before
// percent-encoding (URL Standard, "percent-encode after encoding"): U+4E2D U+56FD on a GBK page
// are `%D6%D0%B9%FA`. What the charset cannot hold, the encoder writes as `%26%23N%3B` (N decimal).
using QueryEncoder = std::function<std::string(std::string_view utf8)>;

class Url {
 public:
  // The URL a browser would make of `input` without a base. Errc::invalid when it refuses;
  // Errc::too_large when the input or the URL is over 1 MiB.
  static Result<Url> parse(std::string_view input);

  // `reference` as a browser resolves it in a document at this URL (or with this <base>). The query
  // is encoded as UTF-8 unless `encode_query` is set, and then only for the special schemes but ws
  // and wss.
  Result<Url> join(std::string_view reference, const QueryEncoder& encode_query = nullptr) const;

  // All views live as long as this object is not assigned to.
  std::string_view href() const { return href_; }
  std::string_view scheme() const;  // "https", no colon
  std::string_view host() const;    // "www.example.cn", "127.0.0.1", "[::1]"; A-labels, lower case
  std::string_view path() const;    // "/a/b", or the opaque path of "mailto:x"
  std::string_view query() const;   // without '?'; empty when absent or empty
  std::string_view fragment() const;  // without '#'
  bool has_credentials() const;
  // The port, explicit or the scheme's own (80, 443); 0 for schemes without one.
  std::uint16_t port() const;
  // "http://host" or "http://host:8080": scheme, host and the port when it is not the scheme's own.
  // "null" for all schemes but http, https, ws, wss and ftp.
  std::string origin() const;
  // "host:port", the port always given.
  std::string host_port() const;
  // What goes into the request line: path, and '?' with the query when there is one.
  std::string_view request_target() const;
  bool is_http() const;  // http or https

  Url without_fragment() const&;
  Url without_fragment() &&;
  // Without user name and password: what may be shown, stored or sent as Referer.
  Url without_credentials() const;

  friend bool operator==(const Url& a, const Url& b) { return a.href_ == b.href_; }
  friend auto operator<=>(const Url& a, const Url& b) { return a.href_ <=> b.href_; }

 private:
  friend class UrlParser;  // writes href_ in one go, and the offsets into it

  std::string href_;
  std::uint32_t scheme_end_ = 0, host_begin_ = 0, host_end_ = 0, path_begin_ = 0, path_end_ = 0,
                query_end_ = 0;
  std::uint16_t port_ = 0;
  bool has_host_ = false, has_opaque_path_ = false;
};

}  // namespace base
