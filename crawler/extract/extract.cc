#include "crawler/extract/extraction.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/encoding.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/content_kind.h"
#include "crawler/extract/css.h"
#include "crawler/extract/feed_links.h"
#include "crawler/extract/gunzip.h"
#include "crawler/extract/header_links.h"
#include "crawler/extract/html.h"
#include "crawler/extract/json_feed.h"
#include "crawler/extract/json_links.h"
#include "crawler/extract/link_set.h"
#include "crawler/extract/linked_data.h"
#include "crawler/extract/main_text.h"
#include "crawler/extract/manifest_links.h"
#include "crawler/extract/mime_sniff.h"
#include "crawler/extract/mime_type.h"
#include "crawler/extract/opml_links.h"
#include "crawler/extract/pdf_links.h"
#include "crawler/extract/script_links.h"
#include "crawler/extract/sitemap_links.h"
#include "crawler/extract/url_list_links.h"
#include "crawler/extract/xml_stylesheet.h"
#include "warc/content_coding.h"

namespace crawler::extract {
namespace {

// Before it is converted: no honest page is longer, and 16 MiB are read in a tenth of a second.
constexpr std::size_t kMaxTextBytes = 16u << 20;

// A body without its content coding, and what is known about it.
struct Text {
  const Document& document;
  std::string_view bytes;
  std::string mime;
  Content content = Content::none;
  policies::ReferrerPolicy policy;
};

std::string as_utf8(const Text& text, const Charset& charset, Extraction& extraction) {
  extraction.facts.charset = charset.name;
  return to_utf8(text.bytes, charset);
}

// null when it is unknown or UTF-8.
const Charset* parent_charset(const Text& text) {
  const std::string& name = text.document.parent_charset;
  return name.empty() ? nullptr : charset_for_label(name);
}

const Charset& xml_charset_of(const Text& text) {
  return xml_charset(text.bytes, text.document.content_type);
}

const Charset& css_charset_of(const Text& text) {
  return css_charset(text.bytes, text.document.content_type, parent_charset(text));
}

const Charset& text_charset_of(const Text& text) {
  return text_charset(text.bytes, text.document.content_type, parent_charset(text));
}

// A frame of another origin is not to learn what its page is in.
const Charset& html_charset_of(const Text& text) {
  return html_charset(text.bytes, text.document.content_type,
                      text.document.is_same_origin ? parent_charset(text) : nullptr);
}

// What its tree tells beside what its tags told.
void add_main_text(std::string_view utf8, Extraction& extraction) {
  MainText found = main_text(utf8);
  if (found.end == GumboEnd::deadline)
    extraction.notes.push_back("no text: the page takes too long");
  if (found.end == GumboEnd::memory) extraction.notes.push_back("no text: the page takes too much");
  if (extraction.facts.headline.empty()) extraction.facts.headline = std::move(found.title);
  if (extraction.facts.byline.empty()) extraction.facts.byline = std::move(found.byline);
  if (extraction.facts.published.empty()) extraction.facts.published = std::move(found.published);
  extraction.text = std::move(found.text);
}

// HTML, XHTML and SVG.
void read_html_text(const Text& text, LinkSet& links, Extraction& extraction) {
  const bool is_xml = is_xml_type(text.mime);
  const Charset& charset = is_xml ? xml_charset_of(text) : html_charset_of(text);
  const std::string utf8 = as_utf8(text, charset, extraction);
  if (is_xml) {
    add_xml_stylesheet_links(utf8, text.policy, links);
    links.move_to(extraction);
  }
  read_html({.utf8 = utf8,
             .url = text.document.url,
             .encode_query = query_encoder_for(charset),
             .referrer_policy = text.policy,
             .markup = is_xml ? Markup::xml : Markup::html},
            extraction);
  if (text.document.wants_text && !is_xml) add_main_text(utf8, extraction);
}

void read_xml(const Text& text, LinkSet& links, Extraction& extraction) {
  add_xml_stylesheet_links(as_utf8(text, xml_charset_of(text), extraction), text.policy, links);
}

void read_feed(const Text& text, LinkSet& links, Extraction& extraction) {
  const std::string utf8 = as_utf8(text, xml_charset_of(text), extraction);
  add_xml_stylesheet_links(utf8, text.policy, links);
  add_feed_links(utf8, text.policy, links);
}

void read_sitemap(const Text& text, LinkSet& links, Extraction& extraction) {
  const std::string utf8 = as_utf8(text, xml_charset_of(text), extraction);
  add_xml_stylesheet_links(utf8, text.policy, links);
  add_sitemap_links(utf8, links);
}

void read_opml(const Text& text, LinkSet& links, Extraction& extraction) {
  add_opml_links(as_utf8(text, xml_charset_of(text), extraction), text.policy, links);
}

void read_css_text(const Text& text, LinkSet& links, Extraction& extraction) {
  add_css_links(as_utf8(text, css_charset_of(text), extraction), text.policy, links,
                [&](std::string_view url) { add_data_url_links(url, text.policy, 1, links); });
}

void read_script(const Text& text, LinkSet& links, Extraction& extraction) {
  const std::string utf8 = as_utf8(text, text_charset_of(text), extraction);
  const ScriptSource script{.utf8 = utf8, .referrer_policy = text.policy};
  links.leave_out(add_script_links(script, links));
}

// JSON is UTF-8 by its definition (RFC 8259, 8.1).
void read_json(const Text& text, LinkSet& links, Extraction&) {
  const JsonSource json{.utf8 = text.bytes, .referrer_policy = text.policy};
  links.leave_out(add_json_links(json, links));
}

void read_linked_data(const Text& text, LinkSet& links, Extraction&) {
  add_json_ld_links(text.bytes, text.policy, links);
}

void read_manifest(const Text& text, LinkSet& links, Extraction&) {
  add_manifest_links(text.bytes, text.policy, links);
}

void read_json_feed(const Text& text, LinkSet& links, Extraction&) {
  add_json_feed_links(text.bytes, text.policy, links);
}

void read_pdf(const Text& text, LinkSet& links, Extraction& extraction) {
  add_pdf_links(text.bytes, text.policy, links, extraction.notes);
}

void read_url_list(const Text& text, LinkSet& links, Extraction& extraction) {
  add_url_list_links(as_utf8(text, text_charset_of(text), extraction), links);
}

struct Reader {
  Content content;
  void (*read)(const Text& text, LinkSet& links, Extraction& extraction);
};

// The table of extractors: a new one is its file and a line here.
constexpr Reader kReaders[] = {
    {Content::html, read_html_text},
    {Content::svg, read_html_text},
    {Content::xml, read_xml},
    {Content::css, read_css_text},
    {Content::script, read_script},
    {Content::json, read_json},
    {Content::ld_json, read_linked_data},
    {Content::manifest, read_manifest},
    {Content::feed_xml, read_feed},
    {Content::feed_json, read_json_feed},
    {Content::sitemap, read_sitemap},
    {Content::opml, read_opml},
    {Content::pdf, read_pdf},
    {Content::text, read_url_list},
};

void classify(Text& text, std::string_view content_type) {
  text.mime = computed_mime(content_type, text.bytes.substr(0, kSniffedBytes),
                            is_nosniff(text.document.content_type_options));
  text.content = content_of(text.mime, text.document.url, text.bytes.substr(0, kMaxProlog));
}

void read_body(Text& text, Extraction& extraction) {
  // "sitemap.xml.gz" is a file that is gzip in itself.
  std::optional<std::string> unpacked;
  if (text.content == Content::gzip) unpacked = maybe_gunzip(text.bytes);
  if (unpacked) {
    text.bytes = *unpacked;
    classify(text, "");
  }
  const auto* reader = std::find_if(std::begin(kReaders), std::end(kReaders),
                                    [&](const Reader& r) { return r.content == text.content; });
  if (reader == std::end(kReaders)) return;
  const bool is_list = text.content == Content::sitemap || text.content == Content::text;
  const std::size_t most = text.content == Content::pdf ? text.bytes.size()
                           : is_list                    ? kMaxSitemapBytes
                                                        : kMaxTextBytes;
  if (text.bytes.size() > most) {
    text.bytes = text.bytes.substr(0, most);
    extraction.notes.push_back(fmt::format("only the first {} MiB of text read", most >> 20));
  }
  LinkSet links(text.document.url, nullptr, is_list ? kSitemapLimits : LinkLimits{});
  reader->read(text, links, extraction);
  links.move_to(extraction);
}

void read_headers(const Document& document, policies::ReferrerPolicy policy,
                  Extraction& extraction) {
  LinkSet links(document.url);
  add_header_links({.link = {document.link},
                    .refresh = document.refresh,
                    .content_location = document.content_location},
                   policy, links);
  links.move_to(extraction);
}

}  // namespace

bool may_hold_links(std::string_view content_type) {
  const auto type = extract_mime_type(content_type);
  if (!type || type->essence == "image/svg+xml") return true;
  for (const std::string_view kind : {"image/", "audio/", "video/", "font/"}) {
    if (type->essence.starts_with(kind)) return false;
  }
  return true;
}

Extraction extract(const Document& document) {
  Extraction extraction;
  const auto said = policies::parse_referrer_policy_header(document.referrer_policy);
  const auto policy = said.value_or(policies::ReferrerPolicy::strict_origin_when_cross_origin);
  read_headers(document, policy, extraction);
  if (!may_hold_links(document.content_type)) return extraction;
  warc::Decoded decoded = warc::decode_content(document.body, document.content_encoding);
  Text text{.document = document, .bytes = decoded.bytes, .mime = {}, .policy = policy};
  classify(text, document.content_type);
  if (text.content == Content::none) return extraction;
  for (std::string& note : decoded.notes) extraction.notes.push_back(std::move(note));
  read_body(text, extraction);
  return extraction;
}

}  // namespace crawler::extract
