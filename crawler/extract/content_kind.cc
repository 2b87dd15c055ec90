#include "crawler/extract/content_kind.h"

#include <algorithm>
#include <iterator>

#include "base/encoding.h"
#include "crawler/extract/mime_type.h"

namespace crawler::extract {
namespace {

constexpr std::string_view kBlanks = "\t\n\f\r ";

struct Kind {
  std::string_view name;
  Content content;
};

constexpr Kind kTypes[] = {
    {"text/html", Content::html},
    {"application/xhtml+xml", Content::html},
    {"image/svg+xml", Content::svg},
    {"text/css", Content::css},
    {"application/ld+json", Content::ld_json},
    {"application/manifest+json", Content::manifest},
    {"application/feed+json", Content::feed_json},
    {"text/x-opml", Content::opml},
    {"application/pdf", Content::pdf},
    {"application/x-pdf", Content::pdf},
    {"application/gzip", Content::gzip},
    {"application/x-gzip", Content::gzip},
    {"text/plain", Content::text},
};

constexpr Kind kRoots[] = {
    {"rss", Content::feed_xml},
    {"feed", Content::feed_xml},
    {"RDF", Content::feed_xml},
    {"urlset", Content::sitemap},
    {"sitemapindex", Content::sitemap},
    {"opml", Content::opml},
    {"svg", Content::svg},
    {"html", Content::html},
};

constexpr Kind kExtensions[] = {
    {".js", Content::script}, {".mjs", Content::script},           {".css", Content::css},
    {".json", Content::json}, {".webmanifest", Content::manifest},
};

template <std::size_t size>
Content found_in(const Kind (&kinds)[size], std::string_view name) {
  const auto* kind = std::find_if(std::begin(kinds), std::end(kinds),
                                  [&](const Kind& known) { return known.name == name; });
  return kind == std::end(kinds) ? Content::none : kind->content;
}

// The beginning as ASCII: of UTF-16 every other byte, without BOM.
std::string ascii_head(std::string_view bytes) {
  bytes = bytes.substr(0, kMaxProlog);
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  const std::string_view two = bytes.substr(0, 2);
  const bool is_big = two == "\xfe\xff" || two == std::string_view("\0<", 2);
  const bool is_little = two == "\xff\xfe" || two == std::string_view("<\0", 2);
  if (!is_big && !is_little) return std::string(bytes);
  std::string head;
  for (std::size_t at = is_big ? 1 : 0; at < bytes.size(); at += 2) head += bytes[at];
  if (two.front() != '<' && two.front() != '\0') head.erase(0, 1);
  return head;
}

// Behind a DOCTYPE: past its '>', or past that of its internal subset.
std::size_t end_of_doctype(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_of("[>", at);
  if (end == std::string_view::npos || text[end] == '>') return end;
  const std::size_t subset_end = text.find(']', end);
  return subset_end == std::string_view::npos ? subset_end : text.find('>', subset_end);
}

// Where the root element's '<' is; npos when there is none.
std::size_t find_root(std::string_view text) {
  std::size_t at = 0;
  while (at != std::string_view::npos) {
    at = text.find_first_not_of(kBlanks, at);
    if (at == std::string_view::npos || text[at] != '<') return std::string_view::npos;
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<?")) {
      at = text.find("?>", at + 2);
      if (at != std::string_view::npos) at += 2;
    } else if (rest.starts_with("<!--")) {
      at = text.find("-->", at + 4);
      if (at != std::string_view::npos) at += 3;
    } else if (rest.starts_with("<!")) {
      at = end_of_doctype(text, at);
      if (at != std::string_view::npos) at += 1;
    } else {
      return at;
    }
  }
  return at;
}

// RDF is a feed when it is RSS 1.0.
Content content_of_root(std::string_view bytes) {
  const Content content = found_in(kRoots, root_element(bytes));
  if (content != Content::feed_xml || root_element(bytes) != "RDF") return content;
  const bool is_rss = ascii_head(bytes).find("http://purl.org/rss/1.0/") != std::string::npos;
  return is_rss ? content : Content::none;
}

// What lists links and is never meant to be looked at.
bool is_list(Content content) {
  return content == Content::feed_xml || content == Content::sitemap || content == Content::opml;
}

bool ends_in(std::string_view path, std::string_view extension) {
  return path.size() >= extension.size() &&
         base::equals_ignoring_case(path.substr(path.size() - extension.size()), extension);
}

Content content_of_json(std::string_view path, std::string_view bytes) {
  if (ends_in(path, ".webmanifest") || ends_in(path, "/manifest.json")) return Content::manifest;
  const std::string_view head = bytes.substr(0, kMaxProlog);
  const bool is_feed = head.find("//jsonfeed.org/version/") != std::string_view::npos ||
                       head.find("\\/\\/jsonfeed.org\\/version\\/") != std::string_view::npos;
  return is_feed ? Content::feed_json : Content::json;
}

Content content_of_name(std::string_view path, std::string_view bytes) {
  for (const Kind& kind : kExtensions) {
    if (!ends_in(path, kind.name)) continue;
    return kind.content == Content::json ? content_of_json(path, bytes) : kind.content;
  }
  return Content::none;
}

}  // namespace

std::string root_element(std::string_view bytes) {
  const std::string text = ascii_head(bytes);
  const std::size_t at = find_root(text);
  if (at == std::string::npos) return {};
  const std::string_view from = std::string_view(text).substr(at + 1);
  std::string_view name = from.substr(0, from.find_first_of("\t\n\f\r />"));
  const std::size_t colon = name.find(':');
  if (colon != std::string_view::npos) name.remove_prefix(colon + 1);
  return std::string(name);
}

Content content_of(std::string_view mime, const base::Url& url, std::string_view bytes) {
  // Packed sitemaps come under any type.
  if (bytes.starts_with("\x1f\x8b\x08")) return Content::gzip;
  const Content by_type = found_in(kTypes, mime);
  if (by_type == Content::html || by_type == Content::text) {
    const Content by_root = content_of_root(bytes);
    if (is_list(by_root)) return by_root;
    if (by_type == Content::html) return by_type;
    const Content by_name = content_of_name(url.path(), bytes);
    return by_name == Content::none ? by_type : by_name;
  }
  if (by_type != Content::none) return by_type;
  if (is_javascript_type(mime)) return Content::script;
  if (is_json_type(mime)) return content_of_json(url.path(), bytes);
  if (is_xml_type(mime)) {
    const Content by_root = content_of_root(bytes);
    return by_root == Content::none ? Content::xml : by_root;
  }
  if (mime != "application/octet-stream") return Content::none;
  if (bytes.starts_with("%PDF-")) return Content::pdf;
  return content_of_name(url.path(), bytes);
}

}  // namespace crawler::extract
