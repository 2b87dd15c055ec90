// The basic URL parser of the URL Standard (section 4.4): text to href, written front to back into
// the one string a Url keeps. Only url.cc uses this header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/url.h"

namespace base {

// Longer inputs, and URLs that grow longer than this when written out, are refused (too_large):
// nobody serves them, and every later step may take the bound for granted.
inline constexpr std::size_t kMaxUrlBytes = 1 << 20;

// http, https, ws, wss, ftp, file.
bool is_special_scheme(std::string_view scheme);

class UrlParser {
 public:
  // `base` may be null; `encode_query` may be empty. Both outlive the parser.
  UrlParser(const Url* base, const QueryEncoder& encode_query)
      : base_(base), encode_query_(encode_query) {}

  // At most once for a parser. Errors as Url::parse().
  Result<Url> parse(std::string_view input);

 private:
  // The states of the standard, by whole components.
  Result<void> scheme_start(std::string_view text);
  Result<void> no_scheme(std::string_view text);
  Result<void> relative(std::string_view text);
  Result<void> authority(std::string_view text);
  Result<void> host_and_port(std::string_view text);
  Result<void> port(std::string_view digits);
  Result<void> file(std::string_view text);
  Result<void> file_host(std::string_view text);
  void credentials(std::string_view userinfo);
  void path_start(std::string_view text);
  void path(std::string_view text);
  void opaque_path(std::string_view text);
  void query(std::string_view text);

  void write_scheme(std::string_view scheme);
  void write_no_authority();
  void copy_authority();
  void copy_path();
  void shorten();
  void end_host() { url_.host_end_ = url_.path_begin_ = here(); }
  void end_path();

  void enter_scheme(std::string_view scheme);
  bool is_slash(char c) const { return c == '/' || (is_special_ && c == '\\'); }
  bool starts_with_slash(std::string_view text) const;
  std::string_view without_slashes(std::string_view text) const;
  std::uint32_t here() const { return static_cast<std::uint32_t>(url_.href_.size()); }

  const Url* base_;
  const QueryEncoder& encode_query_;
  Url url_;
  std::size_t input_bytes_ = 0;
  bool is_special_ = false, is_file_ = false;
  bool has_query_ = false, has_fragment_ = false, keeps_base_query_ = false;
};

}  // namespace base
