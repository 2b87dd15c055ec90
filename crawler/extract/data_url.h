// What a data: URL holds: RFC 2397 as browsers read it, which is the Fetch standard's "data: URL
// processor" behind the URL parser's first steps. Pure functions, linear, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace crawler::extract {

// 1 MiB: more than a style sheet or a drawing that somebody wrote into a page has.
inline constexpr std::size_t kMaxDataUrlBytes = 1u << 20;

struct DataUrl {
  std::string media_type;    // lower case, without parameters: "image/svg+xml"
  std::string content_type;  // with its parameters, as a Content-Type header would say it
  std::string bytes;         // what it stands for; at most kMaxDataUrlBytes
  bool is_cut = false;       // there was more
};

// The media type alone, whatever the size of the rest: what most are not worth decoding is seen
// from it. "text/plain" where the URL names none; empty for what is no data: URL.
std::string data_url_media_type(std::string_view url);

// Is it a style sheet, SVG or HTML, which may name other URLs?
bool is_document_in_data_url(std::string_view url);

// Nothing for other URLs, one without a comma, and broken Base64. A fragment is no part of it.
std::optional<DataUrl> parse_data_url(std::string_view url);

}  // namespace crawler::extract
