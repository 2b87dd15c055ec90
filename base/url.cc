#include "base/url.h"

#include <fmt/format.h>

#include "base/url_parser.h"

namespace base {
namespace {

std::string_view between(std::string_view text, std::size_t from, std::size_t to) {
  return from < to ? text.substr(from, to - from) : std::string_view();
}

}  // namespace

Result<Url> Url::parse(std::string_view input) {
  const Result<UrlParts> parts = parse_url(input, nullptr, nullptr);
  if (!parts) return parts.error();
  return from_parts(*parts);
}

Result<Url> Url::join(std::string_view reference, const QueryEncoder& encode_query) const {
  const UrlParts base = parts();
  const Result<UrlParts> joined = parse_url(reference, &base, encode_query);
  if (!joined) return joined.error();
  return from_parts(*joined);
}

// URL Standard 4.5, the URL serializer.
Result<Url> Url::from_parts(const UrlParts& parts) {
  Url url;
  std::string& out = url.href_;
  const auto here = [&out] { return static_cast<std::uint32_t>(out.size()); };
  out = parts.scheme;
  url.scheme_end_ = here();
  out += ':';
  url.has_host_ = parts.host.has_value();
  if (url.has_host_) out += "//" + parts.credentials;
  url.host_begin_ = here();
  if (url.has_host_) out += *parts.host;
  url.host_end_ = here();
  url.port_ = parts.port.value_or(default_port(parts.scheme));
  if (parts.port) out += fmt::format(":{}", *parts.port);
  // Without this, "web+demo:/.//x" would read back as a URL with the host "x".
  const bool would_look_like_host =
      !url.has_host_ && !parts.has_opaque_path && parts.path.starts_with("//");
  if (would_look_like_host) out += "/.";
  url.path_begin_ = here();
  out += parts.path;
  url.has_opaque_path_ = parts.has_opaque_path;
  url.path_end_ = here();
  if (parts.query) out += "?" + *parts.query;
  url.query_end_ = here();
  if (parts.fragment) out += "#" + *parts.fragment;
  if (out.size() > kMaxUrlBytes) {
    return fail(Errc::too_large, fmt::format("a URL of {} bytes", out.size()));
  }
  return url;
}

UrlParts Url::parts() const {
  UrlParts parts;
  parts.scheme = scheme();
  if (has_host_) {
    parts.credentials = between(href_, scheme_end_ + 3, host_begin_);
    parts.host = std::string(host());
    if (host_end_ < path_begin_) parts.port = port_;
  }
  parts.path = path();
  parts.has_opaque_path = has_opaque_path_;
  if (path_end_ < query_end_) parts.query = std::string(query());
  if (query_end_ < href_.size()) parts.fragment = std::string(fragment());
  return parts;
}

std::string_view Url::scheme() const { return between(href_, 0, scheme_end_); }
std::string_view Url::host() const { return between(href_, host_begin_, host_end_); }
std::string_view Url::path() const { return between(href_, path_begin_, path_end_); }
std::string_view Url::query() const { return between(href_, path_end_ + 1, query_end_); }
std::string_view Url::fragment() const { return between(href_, query_end_ + 1, href_.size()); }
std::string_view Url::request_target() const { return between(href_, path_begin_, query_end_); }

bool Url::has_credentials() const { return has_host_ && host_begin_ > scheme_end_ + 3; }
std::uint16_t Url::port() const { return port_; }
bool Url::is_http() const { return scheme() == "http" || scheme() == "https"; }

std::string Url::origin() const {
  if (!is_special_scheme(scheme()) || scheme() == "file") return "null";
  return fmt::format("{}://{}", scheme(), between(href_, host_begin_, path_begin_));
}

std::string Url::host_port() const { return fmt::format("{}:{}", host(), port_); }

Url Url::without_fragment() const {
  Url url = *this;
  url.href_.resize(query_end_);
  return url;
}

Url Url::without_credentials() const {
  Url url = *this;
  if (!has_credentials()) return url;
  const std::uint32_t cut = host_begin_ - (scheme_end_ + 3);
  url.href_.erase(scheme_end_ + 3, cut);
  for (std::uint32_t* offset :
       {&url.host_begin_, &url.host_end_, &url.path_begin_, &url.path_end_, &url.query_end_}) {
    *offset -= cut;
  }
  return url;
}

}  // namespace base
