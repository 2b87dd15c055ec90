#include "crawler/extract/extraction.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/encoding.h"
#include "crawler/extract/article.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/css.h"
#include "crawler/extract/gumbo_guard.h"
#include "crawler/extract/html.h"
#include "crawler/extract/link_set.h"
#include "warc/content_coding.h"

namespace crawler::extract {
namespace {

// Of the coded text: what a reader takes in is bounded before it is converted.
constexpr std::size_t kMaxTextBytes = kMaxHtmlBytes;

// A body without its content coding, and what the response said about it.
struct Text {
  const Document& document;
  std::string_view bytes;
  policies::ReferrerPolicy referrer_policy;
};

void read_html_text(const Text& text, Extraction& extraction) {
  const Charset& charset = html_charset(text.bytes, text.document.content_type);
  extraction.facts.charset = charset.name;
  const std::string utf8 = to_utf8(text.bytes, charset);
  read_html({.utf8 = utf8,
             .url = text.document.url,
             .encode_query = query_encoder_for(charset),
             .referrer_policy = text.referrer_policy},
            extraction);
}

void read_css_text(const Text& text, Extraction& extraction) {
  const Charset& charset = css_charset(text.bytes, text.document.content_type);
  extraction.facts.charset = charset.name;
  LinkSet links(text.document.url);
  add_css_links(to_utf8(text.bytes, charset), text.referrer_policy, links);
  links.move_to(extraction);
}

struct Reader {
  std::string_view content_type;
  void (*read)(const Text& text, Extraction& extraction);
};

// The table of extractors: a new one is its file and a line here.
constexpr Reader kReaders[] = {
    {"text/html", read_html_text},
    {"application/xhtml+xml", read_html_text},
    {"image/svg+xml", read_html_text},
    {"text/css", read_css_text},
};

// "text/html" of "Text/HTML; charset=gbk"; empty for what is no media type.
std::string media_type(std::string_view content_type) {
  const std::string_view essence =
      base::trimmed(content_type.substr(0, content_type.find_first_of(";,")));
  return essence.find('/') == std::string_view::npos ? "" : base::to_lower_ascii(essence);
}

const Reader* reader_for(const Text& text) {
  const std::string type = media_type(text.document.content_type);
  if ((type.empty() || type == "text/plain") && looks_like_html(text.bytes)) {
    return &kReaders[0];
  }
  const auto* found = std::find_if(std::begin(kReaders), std::end(kReaders),
                                   [&](const Reader& r) { return r.content_type == type; });
  return found == std::end(kReaders) ? nullptr : found;
}

// Decoding a picture or an archive to find no reader for it would be work for nothing.
bool may_hold_links(std::string_view content_type) {
  const std::string type = media_type(content_type);
  return type.empty() || type == "text/plain" ||
         std::any_of(std::begin(kReaders), std::end(kReaders),
                     [&](const Reader& reader) { return reader.content_type == type; });
}

}  // namespace

Extraction extract(const Document& document) {
  Extraction extraction;
  if (!may_hold_links(document.content_type)) return extraction;
  warc::Decoded decoded = warc::decode_content(document.body, document.content_encoding);
  const auto policy = policies::parse_referrer_policy_header(document.referrer_policy);
  const Text text{document, std::string_view(decoded.bytes).substr(0, kMaxTextBytes),
                  policy.value_or(policies::ReferrerPolicy::strict_origin_when_cross_origin)};
  const Reader* reader = reader_for(text);
  if (reader == nullptr) return extraction;
  extraction.notes = std::move(decoded.notes);
  if (text.bytes.size() < decoded.bytes.size()) {
    extraction.notes.push_back("only the first 8 MiB of text read");
  }
  reader->read(text, extraction);
  return extraction;
}

}  // namespace crawler::extract
