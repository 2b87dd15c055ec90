#include "crawler/extract/data_url.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/encoding.h"
#include "crawler/extract/mime_type.h"

namespace crawler::extract {
namespace {

// URL Standard 4.4, "basic URL parser", steps 1 to 3.
bool is_dropped(char c) { return c == '\t' || c == '\n' || c == '\r'; }
bool is_stripped(char c) { return static_cast<unsigned char>(c) <= 0x20; }

std::string without_line_ends(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  std::copy_if(text.begin(), text.end(), std::back_inserter(kept),
               [](char c) { return !is_dropped(c); });
  return kept;
}

std::string_view without_spaces_around(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// A URL in its parts, the body still encoded.
struct Parts {
  std::string content_type;
  std::string media_type;
  bool is_base64 = false;
  std::string_view body;
};

// Takes ";base64" off the end of a type, with the spaces around it. Fetch, "data: URL processor",
// step 11.
bool take_base64_mark(std::string_view& type) {
  constexpr std::string_view kMark = "base64";
  if (type.size() < kMark.size()) return false;
  std::string_view rest = type;
  rest.remove_suffix(kMark.size());
  if (!base::equals_ignoring_case(type.substr(rest.size()), kMark)) return false;
  while (!rest.empty() && rest.back() == ' ') rest.remove_suffix(1);
  if (rest.empty() || rest.back() != ';') return false;
  rest.remove_suffix(1);
  type = rest;
  return true;
}

// The rest of the text behind "data:", which may hold line ends; nothing for other schemes.
std::optional<std::string_view> after_scheme(std::string_view text) {
  constexpr std::string_view kScheme = "data:";
  while (!text.empty() && is_stripped(text.front())) text.remove_prefix(1);
  std::size_t matched = 0, at = 0;
  for (; at < text.size() && matched < kScheme.size(); ++at) {
    if (is_dropped(text[at])) continue;
    if (!base::equals_ignoring_case(text.substr(at, 1), kScheme.substr(matched, 1))) return {};
    ++matched;
  }
  if (matched < kScheme.size()) return {};
  return text.substr(at);
}

std::optional<Parts> split(std::string_view url) {
  const auto text = after_scheme(url);
  if (!text) return {};
  const std::size_t comma = text->find(',');
  if (comma == std::string_view::npos) return {};
  const std::string head = without_line_ends(text->substr(0, comma));
  if (head.find('#') != std::string::npos) return {};  // the comma is the fragment's
  std::string_view type = without_spaces_around(head);
  Parts parts;
  parts.is_base64 = take_base64_mark(type);
  parts.content_type = type.substr(0, 1) == ";" ? "text/plain" + std::string(type) : type;
  if (auto known = parse_mime_type(parts.content_type)) {
    parts.media_type = std::move(known->essence);
  } else {
    parts.content_type = "text/plain;charset=US-ASCII";
    parts.media_type = "text/plain";
  }
  parts.body = text->substr(comma + 1);
  return parts;
}

constexpr std::array<std::int8_t, 256> make_base64_values() {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<std::int8_t, 256> values{};
  for (auto& value : values) value = -1;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}

// Infra 8, "forgiving-base64 decode": white space anywhere, padding or none. Nothing for other
// characters; `is_cut` forgives an end amid a group.
std::optional<std::string> decode_base64(std::string_view text, bool is_cut) {
  static constexpr std::array<std::int8_t, 256> kValues = make_base64_values();
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t group = 0;
  std::size_t digits = 0, padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\f' || is_dropped(c)) continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const int value = kValues[static_cast<unsigned char>(c)];
    if (value < 0 || padding > 0) return {};
    group = group << 6 | static_cast<std::uint32_t>(value);
    // Each digit but the first of four completes a byte.
    const std::size_t place = digits++ % 4;
    if (place > 0) bytes += static_cast<char>(group >> (6 - 2 * place));
  }
  const bool is_padded = padding > 0 && padding <= 2 && (digits + padding) % 4 == 0;
  const bool is_whole = padding == 0 ? digits % 4 != 1 : is_padded;
  if (!is_whole && !is_cut) return {};
  return bytes;
}

}  // namespace

std::string data_url_media_type(std::string_view url) {
  auto parts = split(url);
  return parts ? std::move(parts->media_type) : std::string();
}

bool is_document_in_data_url(std::string_view url) {
  const std::string type = data_url_media_type(url);
  return type == "text/css" || type == "image/svg+xml" || type == "text/html";
}

std::optional<DataUrl> parse_data_url(std::string_view url) {
  while (!url.empty() && is_stripped(url.back())) url.remove_suffix(1);
  auto parts = split(url);
  if (!parts) return {};
  const std::string_view body = parts->body.substr(0, parts->body.find('#'));
  // Four characters a byte are the most that can be: Base64, all of it percent-encoded.
  const std::string_view read = body.substr(0, 4 * kMaxDataUrlBytes);
  DataUrl data{std::move(parts->media_type), std::move(parts->content_type),
               base::percent_decode(without_line_ends(read)), read.size() < body.size()};
  if (parts->is_base64) {
    auto bytes = decode_base64(data.bytes, data.is_cut);
    if (!bytes) return {};
    data.bytes = std::move(*bytes);
  }
  if (data.bytes.size() > kMaxDataUrlBytes) {
    data.bytes.resize(kMaxDataUrlBytes);
    data.is_cut = true;
  }
  return data;
}

}  // namespace crawler::extract
