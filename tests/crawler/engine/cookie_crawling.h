// A crawl of a server that sets cookies: replies with Set-Cookie fields, and what came back.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/crawler/engine/crawling.h"

namespace engine_test {

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

inline std::string set(const std::vector<std::string>& cookies) {
  std::string fields;
  for (const std::string& cookie : cookies) fields += "Set-Cookie: " + cookie + "\r\n";
  return fields;
}

inline Reply page(const std::vector<std::string>& cookies, const std::string& body) {
  return {support::response(200, "Content-Type: text/html\r\n" + set(cookies), body)};
}

inline Reply redirect_with(const std::vector<std::string>& cookies, const std::string& location) {
  return support::status(302, "Location: " + location + "\r\n" + set(cookies));
}

struct Cookies : RawCrawling {
  // A site made of pages that lead to each other in that order, the first of which is the seed.
  std::string chain(const std::vector<std::pair<std::string, std::vector<std::string>>>& pages,
                    const std::string& host = "raw.test") {
    for (std::size_t i = 0; i < pages.size(); ++i) {
      const std::string next =
          i + 1 < pages.size() ? "<a href='" + pages[i + 1].first + "'>n</a>" : "";
      server.on(pages[i].first, page(pages[i].second, next), host);
    }
    return server.url(pages.front().first, host);
  }

  // What the last request for `target` said in its Cookie line; "twice" for two lines.
  std::string sent(const std::string& target) const {
    const auto requests = server.requests(target);
    BOOST_REQUIRE_MESSAGE(!requests.empty(), target << " was not asked for");
    const std::string& head = requests.back().head;
    const std::size_t first = head.find("\r\nCookie:");
    if (first != head.npos && head.find("\r\nCookie:", first + 1) != head.npos) return "twice";
    return requests.back().field("Cookie");
  }

  void know(const std::string& host) { job.resolve.push_back(server.resolve(host)); }
};

}  // namespace engine_test
