#include "crawler/extract/html_rules.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/encoding.h"

namespace crawler::extract {
namespace {

using policies::LinkKind;

// <link>, <meta>, <input>, <object>, <param> and <applet> depend on more than their names: see
// html_links.cc.
constexpr AttributeRule kRules[] = {
    {"a", "href", LinkKind::page, LinkForm::hyperlink},
    {"area", "href", LinkKind::page, LinkForm::hyperlink},
    {"img", "src"},
    {"img", "srcset", LinkKind::requisite, LinkForm::srcset},
    {"img", "lowsrc"},
    {"img", "dynsrc"},
    {"source", "src"},
    {"source", "srcset", LinkKind::requisite, LinkForm::srcset},
    {"script", "src"},
    {"script", "href"},  // of SVG
    {"iframe", "src"},
    {"frame", "src"},
    {"video", "src"},
    {"video", "poster"},
    {"audio", "src"},
    {"track", "src"},
    {"embed", "src"},
    {"bgsound", "src"},
    {"html", "manifest"},
    {"image", "href"},  // of SVG, with the next two
    {"feimage", "href"},
    {"use", "href"},
    {"amp-img", "src"},
    {"amp-img", "srcset", LinkKind::requisite, LinkForm::srcset},
    {"amp-anim", "src"},
    {"amp-video", "src"},
    {"amp-video", "poster"},
    {"amp-audio", "src"},
    {"amp-iframe", "src"},
    {"*", "background"},
    {"*", "style", LinkKind::requisite, LinkForm::css},
    // SVG's presentation attributes.
    {"*", "fill", LinkKind::requisite, LinkForm::css},
    {"*", "stroke", LinkKind::requisite, LinkForm::css},
    {"*", "filter", LinkKind::requisite, LinkForm::css},
    {"*", "mask", LinkKind::requisite, LinkForm::css},
    {"*", "clip-path", LinkKind::requisite, LinkForm::css},
    {"*", "cursor", LinkKind::requisite, LinkForm::css},
    {"*", "marker-start", LinkKind::requisite, LinkForm::css},
    {"*", "marker-mid", LinkKind::requisite, LinkForm::css},
    {"*", "marker-end", LinkKind::requisite, LinkForm::css},
};

// Attributes of lazy loading, on any element: lazysizes, lozad, vanilla-lazyload, jQuery.lazyload,
// WordPress and its plugins, Cloudflare, Discuz, and large Chinese sites.
constexpr std::string_view kLazyUrls[] = {
    "data-src",
    "data-original",
    "data-original-src",
    "data-orig-src",
    "data-lazy-src",
    "data-lazy",
    "data-lazyload",
    "data-lazy-original",
    "data-lazyload-src",
    "data-ks-lazyload",
    "data-actualsrc",
    "data-actual",
    "data-croporisrc",
    "data-backsrc",
    "data-echo",
    "data-cfsrc",
    "data-loadsrc",
    "data-real",
    "data-realsrc",
    "data-real-src",
    "data-bg",
    "data-bg-src",
    "data-background",
    "data-background-image",
    "data-lazy-background",
    "data-bg-image",
    "data-full",
    "data-full-src",
    "data-full-url",
    "data-fullsize",
    "data-large",
    "data-large-src",
    "data-large-file",
    "data-large_image",
    "data-medium-file",
    "data-orig-file",
    "data-hires",
    "data-hi-res-src",
    "data-highres",
    "data-zoom",
    "data-zoom-image",
    "data-zoom-src",
    "data-image",
    "data-image-src",
    "data-img",
    "data-img-src",
    "data-img-url",
    "data-imgurl",
    "data-thumb",
    "data-thumb-src",
    "data-thumbnail",
    "data-poster",
    "data-video",
    "data-video-src",
    "data-mp4",
    "data-webm",
    "data-audio",
    "data-mp3",
    "data-splide-lazy",
    "data-flickity-lazyload",
    "data-llsrc",
    "data-ll-src",
    "data-defer-src",
    "data-iframe-src",
    "data-retina",
    "data-src-retina",
    "data-pin-media",
    "data-download",
    "data-file",
    "data-pdf",
    "lazy-src",
    "lazysrc",
    "lazyload",
    "real_src",
    "realsrc",
    "_src",
    "src2",
    "original",
    "zoomfile",
    "file",
    "data-lightbox-src",
    "data-mfp-src",
};
constexpr std::string_view kLazySrcsets[] = {
    "data-srcset",
    "data-lazy-srcset",
    "data-original-set",
    "data-bgset",
    "data-flickity-lazyload-srcset",
    "data-splide-lazy-srcset",
    "lazy-srcset",
    "data-lazyload-srcset",
    "data-src-set",
    "data-set",
};

struct Relation {
  std::string_view word;
  LinkKind kind = LinkKind::requisite;
};
constexpr Relation kRelations[] = {
    {"stylesheet"},
    {"icon"},
    {"apple-touch-icon"},
    {"apple-touch-icon-precomposed"},
    {"apple-touch-startup-image"},
    {"mask-icon"},
    {"fluid-icon"},
    {"image_src"},
    {"preload"},
    {"modulepreload"},
    {"manifest"},
    {"import"},
    {"next", LinkKind::page},
    {"prev", LinkKind::page},
    {"previous", LinkKind::page},
    {"canonical", LinkKind::page},
    {"amphtml", LinkKind::page},
    {"alternate", LinkKind::page},
    {"prerender", LinkKind::page},
};

constexpr std::string_view kPictureMetas[] = {
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "image",
    "thumbnailurl",
    "logo",
    "msapplication-tileimage",
    "msapplication-square70x70logo",
    "msapplication-square150x150logo",
    "msapplication-square310x310logo",
    "msapplication-wide310x150logo",
    "msapplication-config",
};

constexpr std::string_view kFileParams[] = {"movie",    "src",  "url",  "data",
                                            "filename", "file", "image"};

// What a hyperlink leads to when it is no page to read on. Sorted.
constexpr std::string_view kRequisiteExtensions[] = {
    "7z",   "avif", "avi",  "bmp",  "bz2",  "csv", "djvu", "doc", "docx", "epub", "flac", "flv",
    "gif",  "gz",   "heic", "ico",  "jfif", "jpe", "jpeg", "jpg", "jxl",  "m4a",  "m4v",  "mkv",
    "mobi", "mov",  "mp3",  "mp4",  "mpeg", "mpg", "odp",  "ods", "odt",  "ogg",  "ogv",  "opus",
    "pdf",  "png",  "ppt",  "pptx", "ps",   "rar", "rtf",  "svg", "svgz", "swf",  "tar",  "tgz",
    "tif",  "tiff", "wav",  "webm", "webp", "wma", "wmv",  "xls", "xlsx", "xz",   "zip"};

constexpr std::string_view kBlanks = "\t\n\f\r ";

// Of the last segment of the path, as written; empty when it has none or a long one.
std::string_view extension_of(std::string_view reference) {
  const std::string_view path = reference.substr(0, reference.find_first_of("?#"));
  const std::string_view file = path.substr(path.find_last_of("/\\") + 1);
  const std::size_t dot = file.rfind('.');
  // "File:Map.jpg" is a page about a picture.
  if (dot == file.npos || file.size() - dot > 6 || file.find(':') != file.npos) return {};
  // "//example.org" and "https://example.ps": a host is no file.
  const std::size_t slashes = path.find("//");
  if (slashes != path.npos && path.find('/', slashes + 2) == path.npos) return {};
  return file.substr(dot + 1);
}

bool is_requisite_file(std::string_view reference) {
  const std::string extension = base::to_lower_ascii(extension_of(base::trimmed(reference)));
  return std::find(std::begin(kRequisiteExtensions), std::end(kRequisiteExtensions), extension) !=
         std::end(kRequisiteExtensions);
}

template <std::size_t size>
bool is_one_of(const std::string_view (&names)[size], std::string_view name) {
  return std::any_of(std::begin(names), std::end(names), [name](std::string_view known) {
    return base::equals_ignoring_case(known, name);
  });
}

// The rules by attribute. Almost no attribute of a page is in it, so a look at the first letter and
// the length saves most look-ups.
class RuleIndex {
 public:
  RuleIndex() {
    for (const AttributeRule& rule : kRules) add(rule);
    for (const std::string_view name : kLazyUrls) {
      add({"*", name, LinkKind::requisite, LinkForm::lazy_url});
    }
    for (const std::string_view name : kLazySrcsets) {
      add({"*", name, LinkKind::requisite, LinkForm::lazy_srcset});
    }
  }

  const AttributeRule* find(std::string_view element, std::string_view attribute) const {
    if (attribute.empty() || !may_hold(attribute)) return nullptr;
    const auto rules = rules_.find(attribute);
    if (rules == rules_.end()) return nullptr;
    for (const AttributeRule& rule : rules->second) {
      if (rule.element == element || rule.element == "*") return &rule;
    }
    return nullptr;
  }

 private:
  void add(const AttributeRule& rule) {
    rules_[rule.attribute].push_back(rule);
    lengths_[static_cast<unsigned char>(rule.attribute[0])] |= length_bit(rule.attribute);
  }
  static std::uint64_t length_bit(std::string_view name) {
    return std::uint64_t{1} << std::min<std::size_t>(name.size(), 63);
  }
  bool may_hold(std::string_view name) const {
    return (lengths_[static_cast<unsigned char>(name[0])] & length_bit(name)) != 0;
  }

  std::unordered_map<std::string_view, std::vector<AttributeRule>> rules_;
  std::array<std::uint64_t, 256> lengths_{};
};

}  // namespace

const AttributeRule* rule_for(std::string_view element, std::string_view attribute) {
  static const RuleIndex index;
  return index.find(element, attribute);
}

bool has_word(std::string_view words, std::string_view wanted) {
  while (!words.empty()) {
    const std::size_t from = words.find_first_not_of(kBlanks);
    if (from == std::string_view::npos) return false;
    words.remove_prefix(from);
    const std::string_view word = words.substr(0, words.find_first_of(kBlanks));
    if (base::equals_ignoring_case(word, wanted)) return true;
    words.remove_prefix(word.size());
  }
  return false;
}

std::optional<LinkKind> kind_of_link_element(const LinkElement& link) {
  std::optional<LinkKind> kind;
  for (const Relation& relation : kRelations) {
    if (kind == LinkKind::requisite || !has_word(link.rel, relation.word)) continue;
    kind = relation.kind;
  }
  if (kind || !has_word(link.rel, "prefetch")) return kind;
  // What may be wanted next: a page, or a part of one.
  const bool is_part = !link.as.empty() && !base::equals_ignoring_case(link.as, "document");
  static constexpr std::string_view kParts[] = {"css", "js", "mjs", "json", "woff", "woff2"};
  const bool names_part = is_one_of(kParts, extension_of(link.href));
  return is_part || names_part || is_requisite_file(link.href) ? LinkKind::requisite
                                                               : LinkKind::page;
}

LinkKind kind_of_hyperlink(std::string_view href) {
  return is_requisite_file(href) ? LinkKind::requisite : LinkKind::page;
}

bool names_picture(std::string_view meta_name) { return is_one_of(kPictureMetas, meta_name); }
bool names_file(std::string_view param_name) { return is_one_of(kFileParams, param_name); }

bool looks_like_url(std::string_view text) {
  text = base::trimmed(text);
  if (text.find_first_of("\t\n\f\r <>{}[]\"'`|") != std::string_view::npos) return false;
  if (text.starts_with('/')) return true;
  // "1.2/3" is a number or a date.
  const bool has_letter = std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  });
  static constexpr std::string_view kPages[] = {"html", "htm",  "shtml", "php",
                                                "asp",  "aspx", "jsp",   "cgi"};
  return has_letter && (text.find('/') != std::string_view::npos || is_requisite_file(text) ||
                        is_one_of(kPages, extension_of(text)));
}

}  // namespace crawler::extract
