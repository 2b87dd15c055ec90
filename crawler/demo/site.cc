#include "crawler/demo/site.h"

#include <cassert>
#include <optional>

#include <fmt/format.h>
#include <openssl/sha.h>

#include "base/encoding.h"
#include "crawler/demo/html.h"
#include "crawler/demo/pages.h"

namespace crawler::demo {
namespace {

std::string sha1_of(std::string_view bytes) {
  std::string digest(SHA_DIGEST_LENGTH, '\0');
  SHA1(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
       reinterpret_cast<unsigned char*>(digest.data()));
  return base::to_base32(digest);
}

std::optional<Host> host_of(std::string_view host_field) {
  const std::string name = host_name(host_field);
  if (name == kWwwHost) return Host::www;
  if (name == kImageHost) return Host::images;
  return std::nullopt;
}

// The host a Referer names, or "" when it is no absolute URL.
std::string referring_host(std::string_view referer) {
  const std::size_t scheme_end = referer.find("://");
  if (scheme_end == referer.npos) return "";
  referer.remove_prefix(scheme_end + 3);
  return host_name(referer.substr(0, referer.find_first_of("/?#")));
}

Response plain(int status, std::string text) {
  return Response{.status = status, .content_type = "text/plain", .body = std::move(text)};
}

}  // namespace

Origins origins_of(std::string_view scheme, std::uint16_t port) {
  const bool is_own_port = port == (scheme == "https" ? 443 : 80);
  const std::string suffix = is_own_port ? "" : fmt::format(":{}", port);
  return Origins{.www = fmt::format("{}://{}{}", scheme, kWwwHost, suffix),
                 .images = fmt::format("{}://{}{}", scheme, kImageHost, suffix)};
}

std::string not_found_page() {
  PageHead head;
  head.language = Language::chinese;
  head.title = "没有这一页 Not found";
  head.description = "The page is not here.";
  return document(head,
                  "<h1>没有这一页</h1><p>潮水带走了它，或者它从来没有来过。"
                  "The tide took this page, or it never was. <a href=\"/\">Home</a></p>");
}

void Site::add(Host host, std::string target, Kind kind, Response response) {
  manifest_.push_back(Expected{.url = origin(host) + target,
                               .kind = kind,
                               .status = response.status,
                               .content_type = response.content_type,
                               .sha1 = sha1_of(response.body),
                               .size = response.body.size()});
  const bool is_new = entries_
                          .emplace(std::pair(host, std::move(target)),
                                   Entry{std::move(response), kind == Kind::flaky})
                          .second;
  assert(is_new);
  static_cast<void>(is_new);
}

Response Site::answer(const Request& request) {
  const std::optional<Host> host = host_of(request.host);
  if (!host) {
    return plain(421, fmt::format("This server is {} and {}; your request named another host.\n",
                                  kWwwHost, kImageHost));
  }
  if (request.method != "GET" && request.method != "HEAD") {
    Response refusal = plain(405, "Only GET and HEAD are understood here.\n");
    refusal.headers.emplace_back("Allow", "GET, HEAD");
    return refusal;
  }
  const bool is_hotlink = !request.referer.empty() && referring_host(request.referer) != kImageHost;
  if (*host == Host::images && is_hotlink) {
    return plain(403, "Pictures are not served to other sites' pages.\n");
  }
  const auto found = entries_.find(std::pair(*host, request.target));
  if (found == entries_.end()) {
    return Response{.status = 404, .content_type = kHtmlType, .body = not_found_page()};
  }
  if (found->second.fails_once) {
    found->second.fails_once = false;
    Response busy = plain(503, "The gauge is being read. Try again in a second.\n");
    busy.headers.emplace_back("Retry-After", "1");
    return busy;
  }
  return found->second.response;
}

Site make_site(Origins origins) {
  Site site(std::move(origins));
  add_assets(site);
  add_pictures(site);
  add_news_pages(site);
  add_special_pages(site);
  add_discovery(site);
  return site;
}

}  // namespace crawler::demo
