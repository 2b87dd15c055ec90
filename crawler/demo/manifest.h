// What a crawl of the sample site is checked against: one entry for each of its URLs.
#pragma once

#include <cstdint>
#include <string>

namespace crawler::demo {

enum class Kind {
  page,       // reached by links, two by a sitemap or feed alone; status 200, or 204 for the beacon
  requisite,  // reached from a page or a style sheet, on the www host
  redirect,   // 301 or 302
  missing,    // 404 or 410
  disallowed,  // /private/: linked, but forbidden by robots.txt; answers 200 to who comes anyway
  forbidden_with_referer,  // a picture: 403 when a Referer names a host other than its own
  flaky,                   // 503 with Retry-After: 1 on the first request, 200 from then on
  discovery,               // robots.txt, sitemaps and feeds: what leads to pages nobody links to
};

struct Expected {
  std::string url;  // absolute and percent-encoded, without fragment
  Kind kind = Kind::page;
  int status = 200;
  std::string content_type;  // as sent; empty for 204
  std::string sha1;          // of the identity body; Base32, as in WARC digests
  std::uint64_t size = 0;    // of the identity body
};

}  // namespace crawler::demo
