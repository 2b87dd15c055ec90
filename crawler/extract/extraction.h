// What a document says: the links in it and a few facts about it. The result type of every
// extractor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "policies/candidate.h"
#include "policies/referrer.h"

namespace crawler::extract {

struct Link {
  base::Url url;  // absolute, http or https, without fragment
  policies::LinkKind kind = policies::LinkKind::page;
  policies::Hop hop = policies::Hop::link;
  // Where it was found, e.g. "a/href", "img/srcset", "css/url".
  std::string context;
  bool is_nofollow = false;  // rel=nofollow (ugc and sponsored too)
  // Already worked out from element, page and default: what this one request may tell.
  policies::ReferrerPolicy referrer_policy =
      policies::ReferrerPolicy::strict_origin_when_cross_origin;
};

// What a page says about itself, empty where it says nothing. UTF-8 of one line: white space
// collapsed, no control characters. At most 200 bytes each unless another size is given.
struct PageFacts {
  std::string title;        // <title>, or else the headline; 1,000 bytes
  std::string headline;     // the article's, without the site's name; 1,000 bytes
  std::string description;  // 2,000 bytes
  std::string byline;       // authors, joined with ", "
  // ISO 8601 as far as the page gives it (a day, a time, an offset); as written where unclear.
  std::string published, modified;
  std::string image, canonical;  // absolute http or https URLs, 2,000 bytes
  std::string language;          // <html lang> or what metas call it: "zh-CN"
  std::string site_name;
  std::string charset;  // WHATWG name the text was read as, e.g. "gbk"; empty for no text
  std::string
      robots_meta;  // <meta name=robots> and <meta name=varve>, lower case, joined with ", "
  std::uint64_t simhash = 0;  // of the words of the text (simhash.h); 0: too few of them
};

struct Extraction {
  // Those of header fields, then those of the body in document order; in either no two alike and at
  // most kMaxLinks (of lists LinkLimits of their own).
  std::vector<Link> links;
  PageFacts facts;
  std::string
      text;  // what a reader comes for (main_text.h), if it was wanted; at most 200,000 bytes
  // What went wrong or was left out, for the capture's metadata: "12 references left out: too many
  // links".
  std::vector<std::string> notes;
};

// More links than any honest page has (reliability 5b); the rest is counted in notes.
inline constexpr std::size_t kMaxLinks = 10'000;

// A body as it was stored, and what the response said about it.
struct Document {
  base::Url url;
  std::string content_type;          // Content-Type value, may be empty
  std::string content_encoding;      // Content-Encoding value, may be empty
  std::string referrer_policy;       // Referrer-Policy header value, may be empty
  std::string content_type_options;  // X-Content-Type-Options value, may be empty
  // Those fields, may be empty; several Link fields joined with ", ".
  std::string link, refresh, content_location;
  // The charset of the document that asked for this one, where it is not UTF-8, and whether that is
  // of the same origin.
  std::string parent_charset;
  bool is_same_origin = false;
  std::string body;         // content-coded bytes, de-chunked
  bool wants_text = false;  // of HTML: costs 50 ms for each MB
};

// May a body of this Content-Type (may be empty) hold links? Not what is said to be a picture,
// sound, video or font: its body need not be had for extract(). Any thread.
bool may_hold_links(std::string_view content_type);

// Decodes the body, finds out what it is (content_kind.h) and in which charset, and reads links and
// facts; also those of the header fields, whatever the body is. Pure and bounded: at most 0.5 s,
// 64 MiB decoded, 256 MiB for a parser. Any thread.
Extraction extract(const Document& document);

}  // namespace crawler::extract
