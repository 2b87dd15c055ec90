// Which of our readers a body is for. Media types tell half of it: feeds, sitemaps, OPML and SVG
// are all served as text/xml, web manifests and JSON feeds as application/json, scripts as
// text/plain.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/url.h"

namespace crawler::extract {

enum class Content {
  none,  // nothing we read: images, media, archives
  html,  // and XHTML
  xml,   // of no kind known here; may have <?xml-stylesheet?>
  svg,
  css,
  script,
  json,
  ld_json,
  manifest,
  feed_xml,  // RSS, Atom, RSS 1.0 (RDF)
  feed_json,
  sitemap,  // and sitemap indexes
  opml,
  pdf,
  text,
  gzip,  // a gzip file: .xml.gz sitemaps are; ask again about what is inside
};

// How far into a document its root element may be.
inline constexpr std::size_t kMaxProlog = 16u << 10;

// `mime` as of mime_sniff.h, `bytes` the beginning of the body (kMaxProlog of it are enough). The
// type leads; within XML, and for what is said to be HTML or plain text but begins as a feed,
// sitemap or OPML, the root element decides; within JSON the address (*.webmanifest, manifest.json)
// and the version member of a JSON Feed. Where the type says nothing (text/plain,
// application/octet-stream) the extension in `url` tells scripts, sheets and JSON: who uses those
// does not sniff. Pure, any thread.
Content content_of(std::string_view mime, const base::Url& url, std::string_view bytes);

// The name of the root element without its prefix, behind BOM, prolog, comments and DOCTYPE; empty
// when `bytes` do not begin as XML. Reads UTF-8 (or any superset of ASCII) and UTF-16.
std::string root_element(std::string_view bytes);

}  // namespace crawler::extract
