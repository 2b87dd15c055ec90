#include "base/url.h"

#include <utility>

#include <fmt/format.h>

#include "base/url_parser.h"

namespace base {
namespace {

std::string_view between(std::string_view text, std::size_t from, std::size_t to) {
  return from < to ? text.substr(from, to - from) : std::string_view();
}

}  // namespace

Result<Url> Url::parse(std::string_view input) {
  const QueryEncoder utf8;
  return UrlParser(nullptr, utf8).parse(input);
}

Result<Url> Url::join(std::string_view reference, const QueryEncoder& encode_query) const {
  return UrlParser(this, encode_query).parse(reference);
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

Url Url::without_fragment() const& { return Url(*this).without_fragment(); }

Url Url::without_fragment() && {
  href_.resize(query_end_);
  return std::move(*this);
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
