#include "warc/cdx.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json.h"
#include "warc/record.h"

namespace warc {
namespace {

// RFC 6838 section 4.2 allows 127 characters on each side.
constexpr std::size_t kMaxMime = 127 + 1 + 127;

bool is_mime_char(char c) {
  const bool alphanumeric =
      (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return alphanumeric || std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
}

std::string mime_field(std::string_view content_type) {
  const std::string_view mime =
      base::trimmed(content_type).substr(0, base::trimmed(content_type).find_first_of("; \t,"));
  const std::size_t slash = mime.find('/');
  const bool has_form =
      slash != std::string_view::npos && slash > 0 && slash + 1 < mime.size() &&
      mime.size() <= kMaxMime &&
      std::all_of(mime.begin(), mime.end(), [](char c) { return c == '/' || is_mime_char(c); }) &&
      mime.find('/', slash + 1) == std::string_view::npos;
  return has_form ? base::to_lower_ascii(mime) : "unk";
}

bool is_status(std::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// One field of a line: never empty, never with a blank. Unlike target_uri_for_record() it leaves
// '<' and '>' alone, which SURT keys may hold.
std::string field(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c > 0x20 && c < 0x7f) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out.empty() ? "-" : out;
}

// N b a m s k r, which all CDX forms begin with.
std::string first_fields(const CdxEntry& entry) {
  std::string_view digest = entry.digest;
  if (digest.starts_with("sha1:")) digest.remove_prefix(5);
  return fmt::format("{} {} {} {} {} {} {}", field(entry.key), field(entry.timestamp14),
                     field(target_uri_for_record(entry.url)), mime_field(entry.mime),
                     is_status(entry.status) ? entry.status : "-", field(digest),
                     field(entry.redirect));
}

}  // namespace

std::string to_cdxj(const CdxEntry& entry) {
  base::JsonWriter json;
  json.begin_object()
      .field("url", target_uri_for_record(entry.url))
      .field("mime", mime_field(entry.mime));
  if (is_status(entry.status)) json.field("status", entry.status);
  json.field_if("digest", entry.digest)
      .field("length", std::to_string(entry.length))
      .field("offset", std::to_string(entry.offset))
      // JSON holds any name; %20 would be another one.
      .field("filename", entry.filename.empty() ? "-" : entry.filename)
      .field_if("method", entry.method)
      .field_if("requestBody", entry.request_body)
      .end_object();
  return fmt::format("{} {} {}", field(entry.key), field(entry.timestamp14), json.take());
}

std::string to_cdx11(const CdxEntry& entry) {
  return fmt::format("{} - {} {} {}", first_fields(entry), entry.length, entry.offset,
                     field(entry.filename));
}

std::string to_cdx9(const CdxEntry& entry) {
  return fmt::format("{} {} {}", first_fields(entry), entry.offset, field(entry.filename));
}

std::string to_line(const CdxEntry& entry, IndexFormat format) {
  switch (format) {
    case IndexFormat::cdxj: return to_cdxj(entry);
    case IndexFormat::cdx11: return to_cdx11(entry);
    case IndexFormat::cdx9: return to_cdx9(entry);
  }
  return {};
}

std::string_view legend_of(IndexFormat format) {
  switch (format) {
    case IndexFormat::cdxj: return {};
    case IndexFormat::cdx11: return kCdx11Header;
    case IndexFormat::cdx9: return kCdx9Header;
  }
  return {};
}

}  // namespace warc
