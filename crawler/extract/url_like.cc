#include "crawler/extract/url_like.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <string>

#include "base/encoding.h"
#include "crawler/extract/text_scan.h"

namespace crawler::extract {
namespace {

// Sorted, for the binary search below.
constexpr std::string_view kRequisites[] = {
    "3gp",  "aac",   "apng",     "avif", "bmp",     "css",  "csv",  "cur",  "doc",         "docx",
    "eot",  "epub",  "flac",     "flv",  "geojson", "gif",  "glb",  "gltf", "ico",         "jfif",
    "jpe",  "jpeg",  "jpg",      "js",   "json",    "jxl",  "m3u8", "m4a",  "m4v",         "mjs",
    "mov",  "mp3",   "mp4",      "mpd",  "odp",     "ods",  "odt",  "oga",  "ogg",         "ogv",
    "opus", "otf",   "pdf",      "png",  "ppt",     "pptx", "srt",  "svg",  "svgz",        "swf",
    "tif",  "tiff",  "topojson", "ttf",  "vtt",     "wasm", "wav",  "webm", "webmanifest", "webp",
    "woff", "woff2", "xls",      "xlsx", "xml"};
constexpr std::string_view kPages[] = {"asp",  "aspx", "cfm",  "htm",   "html", "jhtml", "jsp",
                                       "jspx", "php",  "php3", "phtml", "shtm", "shtml", "xhtml"};
// What may stand without any slash.
constexpr std::string_view kFileNames[] = {"asp",  "aspx",  "avif", "gif", "htm",
                                           "html", "jpeg",  "jpg",  "jsp", "php",
                                           "png",  "shtml", "svg",  "swf", "webp"};
static_assert(std::is_sorted(std::begin(kRequisites), std::end(kRequisites)) &&
              std::is_sorted(std::begin(kPages), std::end(kPages)) &&
              std::is_sorted(std::begin(kFileNames), std::end(kFileNames)));

// Names of vocabularies that look like addresses: nobody fetches them.
constexpr std::string_view kNamespaces[] = {"json-schema.org/",
                                            "ns.adobe.com/",
                                            "ogp.me/",
                                            "openoffice.org/",
                                            "purl.org/",
                                            "rdfs.org/",
                                            "schema.org/",
                                            "schemas.android.com/",
                                            "schemas.google.com/",
                                            "schemas.microsoft.com/",
                                            "schemas.openxmlformats.org/",
                                            "schemas.xmlsoap.org/",
                                            "search.yahoo.com/mrss",
                                            "sitemaps.org/schemas/",
                                            "w3.org/1",
                                            "w3.org/2",
                                            "w3.org/Graphics/",
                                            "w3.org/MarkUp/",
                                            "w3.org/TR/",
                                            "w3.org/XML/",
                                            "w3.org/ns/",
                                            "xml.org/",
                                            "xmlns.com/",
                                            "xmlsoap.org/"};

// Folders of build machines, in the debugging data of bundles.
constexpr std::string_view kMachineFolders[] = {"/usr/",    "/etc/",         "/tmp/",
                                                "/Users/",  "/home/runner/", "/github/workspace/",
                                                "/builds/", "/path/to/"};

// Files that build tools ask for on a disk.
constexpr std::string_view kToolFiles[] = {"package-lock.json", "package.json", "tsconfig.json"};

// What WordPress asks itself for, in every page: no documents.
constexpr std::string_view kServices[] = {"admin-ajax.php", "wp-comments-post.php", "wp-login.php",
                                          "xmlrpc.php"};
static_assert(std::is_sorted(std::begin(kToolFiles), std::end(kToolFiles)) &&
              std::is_sorted(std::begin(kServices), std::end(kServices)));

// Longer ones are data that happens to begin with a slash.
constexpr std::size_t kMaxPathBytes = 200;
constexpr std::size_t kMaxExtensionBytes = 11;

enum : std::uint8_t {
  kForbidden = 1,
  kLetter = 2,
  kDigit = 4,
  kPlainMark = 8,    // - _ . ~
  kOddInPath = 16,   // fine in a query or an absolute URL
  kNotRelative = 32  // fine behind a host or a slash
};

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (unsigned c = 0; c <= 0x20; ++c) classes[c] = kForbidden;
  classes[0x7f] = kForbidden;
  for (const char c : std::string_view("\"'`<>{}|\\^[]*$!;")) {
    classes[static_cast<unsigned char>(c)] = kForbidden;
  }
  for (unsigned c = 'a'; c <= 'z'; ++c) classes[c] = kLetter;
  for (unsigned c = 'A'; c <= 'Z'; ++c) classes[c] = kLetter;
  for (unsigned c = '0'; c <= '9'; ++c) classes[c] = kDigit;
  for (const char c : std::string_view("-_.~")) classes[static_cast<unsigned char>(c)] = kPlainMark;
  for (const char c : std::string_view("=&()")) classes[static_cast<unsigned char>(c)] = kOddInPath;
  for (const char c : std::string_view(":@%,+")) {
    classes[static_cast<unsigned char>(c)] = kNotRelative;
  }
  for (unsigned c = 0x80; c < 0x100; ++c) classes[c] = kNotRelative;
  return classes;
}

constexpr std::array<std::uint8_t, 256> kClasses = make_classes();

std::uint8_t classes_in(std::string_view text) {
  std::uint8_t seen = 0;
  for (const char c : text) seen |= kClasses[static_cast<unsigned char>(c)];
  return seen;
}

template <std::size_t N>
bool begins_with_one_of(std::string_view text, const std::string_view (&prefixes)[N]) {
  return std::any_of(std::begin(prefixes), std::end(prefixes),
                     [&](std::string_view prefix) { return text.starts_with(prefix); });
}

std::string_view last_segment(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // all of it where there is no slash
}

// Lower case; empty for ".png" and "a.", which name no file.
std::string extension_of(std::string_view path) {
  const std::string_view name = last_segment(path);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.front() == '.') return "";
  const std::string_view extension = name.substr(dot + 1);
  const bool has_stem = (classes_in(name.substr(0, dot)) & ~kPlainMark) != 0;
  if (!has_stem || extension.size() > kMaxExtensionBytes) return "";
  return base::to_lower_ascii(extension);
}

UrlGuess guess_of(std::string_view extension) {
  if (is_in_sorted(extension, kRequisites)) return UrlGuess::requisite;
  return is_in_sorted(extension, kPages) ? UrlGuess::page : UrlGuess::none;
}

// Percent signs belong to escapes, or to printf.
bool has_good_escapes(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || base::hex_value(text[at + 1]) < 0 ||
        base::hex_value(text[at + 2]) < 0) {
      return false;
    }
  }
  return true;
}

bool is_placeholder(std::string_view segment) {
  return segment.front() == ':' ||
         (segment.size() > 4 && segment.starts_with("__") && segment.ends_with("__"));
}

// Of a path without its leading slash: no empty, dotted or stand-in segment. `segments` counts.
bool has_good_segments(std::string_view path, std::size_t& segments) {
  for (segments = 0; !path.empty(); ++segments) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    if (segment.empty() || segment == "." || segment == ".." || is_placeholder(segment)) {
      return false;
    }
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return segments > 0;
}

// "www.example.org", "[::1]" not: a name with a dot whose last label is letters, or IPv4; a port.
bool is_host(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view host = text.substr(0, colon);
  const std::string_view port = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  const std::size_t dot = host.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || host.find("..") != std::string_view::npos) {
    return false;
  }
  const std::string_view top = host.substr(dot + 1);
  const auto is_name_byte = [](char c) {
    const std::uint8_t kind = kClasses[static_cast<unsigned char>(c)];
    return (kind & (kLetter | kDigit)) != 0 || c == '-' || c == '.' || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  const bool is_ipv4 = std::count(host.begin(), host.end(), '.') == 3 &&
                       (classes_in(host) & ~(kDigit | kPlainMark)) == 0;
  const bool is_name = top.size() >= 2 && (classes_in(top) & kDigit) == 0;
  const bool is_internationalized = top.starts_with("xn--");
  return std::all_of(host.begin(), host.end(), is_name_byte) && host.front() != '.' &&
         (is_name || is_ipv4 || is_internationalized) && (classes_in(port) & ~kDigit) == 0;
}

struct Parts {
  std::string_view path;   // without its leading slash
  std::string_view query;  // without '?'
  bool has_query = false;
};

Parts parts_of(std::string_view text) {
  text = text.substr(0, text.find('#'));
  const std::size_t mark = text.find('?');
  if (mark == std::string_view::npos) return {text, {}, false};
  return {text.substr(0, mark), text.substr(mark + 1), true};
}

// The query of a URL that code completes ends where the value is to come.
bool is_unfinished(const Parts& parts) {
  return parts.has_query && (parts.query.empty() || parts.query.ends_with('=') ||
                             parts.query.ends_with('&') || parts.query.ends_with(','));
}

// A path without extension, in characters that data seldom keeps to.
bool is_plain_path(const Parts& parts) {
  const std::uint8_t seen = classes_in(parts.path.substr(0, kMaxPathBytes));
  std::string_view path = parts.path;
  if (path.ends_with('/')) path.remove_suffix(1);
  // Slashes themselves have no class.
  return !parts.has_query && parts.path.size() <= kMaxPathBytes && (seen & kLetter) != 0 &&
         (seen & ~(kLetter | kDigit | kPlainMark)) == 0 &&
         last_segment(path).find('.') == std::string_view::npos;
}

UrlGuess judge_path(const Parts& parts, std::size_t min_segments) {
  std::size_t segments = 0;
  if (is_unfinished(parts) || !has_good_segments(parts.path, segments)) return UrlGuess::none;
  const std::string_view name = last_segment(parts.path);
  if (is_in_sorted(name, kToolFiles) || is_in_sorted(name, kServices)) return UrlGuess::none;
  const UrlGuess known = guess_of(extension_of(parts.path));
  if (known != UrlGuess::none) return known;
  return segments >= min_segments && is_plain_path(parts) ? UrlGuess::path : UrlGuess::none;
}

// `text` begins with the host.
UrlGuess judge_absolute(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || !is_host(text.substr(0, slash))) return UrlGuess::none;
  const bool has_www = base::starts_with_ignoring_case(text, "www.");
  if (begins_with_one_of(text.substr(has_www ? 4 : 0), kNamespaces)) return UrlGuess::none;
  return judge_path(parts_of(text.substr(slash + 1)), 1);
}

UrlGuess judge_root_relative(std::string_view text) {
  if (begins_with_one_of(text, kMachineFolders)) return UrlGuess::none;
  const Parts parts = parts_of(text.substr(1));
  if ((classes_in(parts.path) & kOddInPath) != 0) return UrlGuess::none;
  return judge_path(parts, 2);
}

std::string_view without_dot_segments(std::string_view path) {
  while (path.starts_with("./") || path.starts_with("../")) path.remove_prefix(path.find('/') + 1);
  return path;
}

// Also refuses "www.example.org/a.png" and "highlight.js/lib/core.js": hosts and packages.
bool is_module_like(std::string_view path) {
  const std::string_view first = path.substr(0, path.find('/'));
  return path.find("node_modules/") != std::string_view::npos || path.starts_with("path/to/") ||
         (first.size() < path.size() && first.find('.') != std::string_view::npos);
}

UrlLike judge_relative(std::string_view text) {
  const Parts parts = parts_of(text);
  const std::string_view path = without_dot_segments(parts.path);
  const UrlForm form =
      parts.path.find('/') == std::string_view::npos ? UrlForm::file_name : UrlForm::relative;
  const bool has_odd_marks = (classes_in(path) & (kOddInPath | kNotRelative)) != 0;
  if (has_odd_marks || is_module_like(path)) return {};
  if (form == UrlForm::file_name && !is_in_sorted(extension_of(path), kFileNames)) return {};
  const UrlGuess guess = judge_path({path, parts.query, parts.has_query}, 1);
  // Without an extension these are words: "and/or", "text/html", "Asia/Shanghai".
  return {guess == UrlGuess::path ? UrlGuess::none : guess, form};
}

}  // namespace

bool has_known_extension(std::string_view path) {
  return guess_of(extension_of(path)) != UrlGuess::none;
}

UrlLike url_like(std::string_view text) {
  if (text.size() < 4 || text.size() > kMaxGuessBytes) return {};
  if ((classes_in(text) & kForbidden) != 0 || !has_good_escapes(text)) return {};
  for (const std::string_view scheme : {"https://", "http://", "//"}) {
    if (base::starts_with_ignoring_case(text, scheme)) {
      return {judge_absolute(text.substr(scheme.size())), UrlForm::absolute};
    }
  }
  if (text.front() == '/') return {judge_root_relative(text), UrlForm::root_relative};
  return judge_relative(text);
}

}  // namespace crawler::extract
