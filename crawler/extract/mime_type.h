// Media types as the WHATWG MIME Sniffing standard reads them (sections 4.4 and 4.6). Pure
// functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crawler::extract {

struct MimeType {
  std::string essence;  // "text/html", lower case
  std::string charset;  // the parameter as written, quotes and escapes undone; empty for none
};

// "Parse a MIME type". Nothing when `text` is none: a type or subtype that is no token.
std::optional<MimeType> parse_mime_type(std::string_view text);

// Fetch standard, "extract a MIME type": of the values of all Content-Type fields, joined with
// commas, the last that is a type and not `*/*`; it keeps the charset of an earlier one that has
// the same essence. Nothing when there is none.
std::optional<MimeType> extract_mime_type(std::string_view content_type);

// Section 4.6, of an essence.
bool is_xml_type(std::string_view essence);
bool is_json_type(std::string_view essence);
bool is_javascript_type(std::string_view essence);

}  // namespace crawler::extract
