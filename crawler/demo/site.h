// The sample site as a table from host and target to response, with the few rules that depend on
// the request: the picture host's Referer check and the page that fails once. Knows nothing of
// sockets; what the pages say is news_pages.cc's and special_pages.cc's.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/demo/http_message.h"
#include "crawler/demo/manifest.h"

namespace crawler::demo {

inline constexpr std::string_view kWwwHost = "www.varve-news.test";
inline constexpr std::string_view kImageHost = "i.varve-news.test";

// "http://www.varve-news.test:8790" and its neighbour: what absolute URLs begin with.
struct Origins {
  std::string www, images;
};
// The port is left out where it is the scheme's own.
Origins origins_of(std::string_view scheme, std::uint16_t port);

enum class Host { www, images };

class Site {
 public:
  explicit Site(Origins origins) : origins_(std::move(origins)) {}

  const Origins& origins() const { return origins_; }

  // `target` is percent-encoded. Also makes the manifest entry. A target is added once.
  void add(Host host, std::string target, Kind kind, Response response);

  // One thread at a time. Targets match as they are spelled, query included.
  Response answer(const Request& request);

  const std::vector<Expected>& manifest() const { return manifest_; }

 private:
  struct Entry {
    Response response;
    bool fails_once = false;
  };

  std::string origin(Host host) const { return host == Host::www ? origins_.www : origins_.images; }

  Origins origins_;
  std::map<std::pair<Host, std::string>, Entry, std::less<>> entries_;
  std::vector<Expected> manifest_;
};

// The whole site.
Site make_site(Origins origins);

// The body of every 404 answer.
std::string not_found_page();

}  // namespace crawler::demo
