#include "crawler/extract/charset.h"

#include "crawler/extract/charset_decode.h"
#include "crawler/extract/charset_detect.h"
#include "crawler/extract/charset_encode.h"
#include "crawler/extract/charset_prescan.h"

namespace crawler::extract {
namespace {

const Charset* charset_of_bom(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xef\xbb\xbf") return charset_for_label("utf-8");
  if (bytes.substr(0, 2) == "\xfe\xff") return charset_for_label("utf-16be");
  if (bytes.substr(0, 2) == "\xff\xfe") return charset_for_label("utf-16le");
  return nullptr;
}

// What needs no look into the text; nullptr when there is nothing.
const Charset* charset_from_outside(std::string_view bytes, std::string_view content_type) {
  if (const Charset* charset = charset_of_bom(bytes)) return charset;
  return charset_in_content_type(content_type);
}

}  // namespace

const Charset& html_charset(std::string_view bytes, std::string_view content_type,
                            const Charset* parent) {
  if (const Charset* charset = charset_from_outside(bytes, content_type)) return *charset;
  if (const Charset* charset = prescan_html(bytes)) return *charset;
  if (const Charset* charset = prescan_html(bytes, kLateMetaBytes)) return *charset;
  return parent != nullptr ? *parent : detect_charset(bytes);
}

const Charset& xml_charset(std::string_view bytes, std::string_view content_type) {
  if (const Charset* charset = charset_from_outside(bytes, content_type)) return *charset;
  if (const Charset* charset = prescan_xml(bytes)) return *charset;
  return detect_charset(bytes);
}

const Charset& css_charset(std::string_view bytes, std::string_view content_type,
                           const Charset* parent) {
  if (const Charset* charset = charset_from_outside(bytes, content_type)) return *charset;
  if (const Charset* charset = prescan_css(bytes)) return *charset;
  return parent != nullptr ? *parent : *charset_for_label("utf-8");
}

const Charset& text_charset(std::string_view bytes, std::string_view content_type,
                            const Charset* parent) {
  if (const Charset* charset = charset_from_outside(bytes, content_type)) return *charset;
  return parent != nullptr ? *parent : detect_charset(bytes);
}

std::string to_utf8(std::string_view bytes, const Charset& charset) {
  if (charset_of_bom(bytes) == &charset) bytes.remove_prefix(charset.name == "utf-8" ? 3 : 2);
  return decode(bytes, charset);
}

base::QueryEncoder query_encoder_for(const Charset& charset) {
  if (!charset.has_encoder) return nullptr;
  return [&charset](std::string_view query) { return encode_query(query, charset); };
}

}  // namespace crawler::extract
