// The basic URL parser of the URL Standard (section 4.4): text to components. Url keeps the
// serialised form; only url.cc uses this header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/url.h"

namespace base {

// The standard's "URL record". Everything is percent-encoded as it stands in the href.
struct UrlParts {
  std::string scheme;                 // "https"
  std::string credentials;            // "", "user@" or "user:password@"
  std::optional<std::string> host;    // absent for "mailto:x", empty for "file:///x"
  std::optional<std::uint16_t> port;  // absent when it is the scheme's own
  std::string path;                   // "/a/b", or the text of an opaque path
  bool has_opaque_path = false;
  std::optional<std::string> query, fragment;
};

// Longer inputs, and URLs that grow longer than this when written out, are refused (too_large):
// nobody serves them, and every later step may take the bound for granted.
inline constexpr std::size_t kMaxUrlBytes = 1 << 20;

// http, https, ws, wss, ftp, file.
bool is_special_scheme(std::string_view scheme);
// 0 for schemes without one.
std::uint16_t default_port(std::string_view scheme);

// `base` may be null; `encode_query` may be empty.
Result<UrlParts> parse_url(std::string_view input, const UrlParts* base,
                           const QueryEncoder& encode_query);

}  // namespace base
