// What a document says: the links in it and a few facts about it. The result type of every
// extractor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/url.h"
#include "policies/candidate.h"
#include "policies/referrer.h"

namespace crawler::extract {

struct Link {
  base::Url url;  // absolute, http or https, without fragment
  policies::LinkKind kind = policies::LinkKind::page;
  // Where it was found, e.g. "a/href", "img/srcset", "css/url".
  std::string context;
  // Already worked out from element, page and default: what this one request may tell.
  policies::ReferrerPolicy referrer_policy =
      policies::ReferrerPolicy::strict_origin_when_cross_origin;
};

struct PageFacts {
  std::string title;        // UTF-8, white space collapsed, at most 1,000 bytes
  std::string charset;      // WHATWG name the text was read as, e.g. "gbk"; empty for no text
  std::string robots_meta;  // content of <meta name=robots>, lower case
  std::string language;     // <html lang>
};

struct Extraction {
  std::vector<Link> links;  // in document order, no two alike; at most kMaxLinks
  PageFacts facts;
  // What went wrong or was left out, for the capture's metadata: "html parser stopped at its
  // deadline".
  std::vector<std::string> notes;
};

// More links than any honest page has (reliability 5b); the rest is counted in notes.
inline constexpr std::size_t kMaxLinks = 10'000;

// A body as it was stored, and what the response said about it.
struct Document {
  base::Url url;
  std::string content_type;      // Content-Type value, may be empty
  std::string content_encoding;  // Content-Encoding value, may be empty
  std::string referrer_policy;   // Referrer-Policy header value, may be empty
  std::string body;              // content-coded bytes, de-chunked
};

// Decodes the body, finds its charset and reads links and facts from HTML and CSS; other types give
// an empty Extraction. Pure and bounded: at most 0.5 s, 64 MiB decoded, 256 MiB for the parser. Any
// thread.
Extraction extract(const Document& document);

}  // namespace crawler::extract
