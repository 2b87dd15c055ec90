#include "warc/post_key_form.h"

#include <algorithm>
#include <cstdint>

#include "base/encoding.h"

namespace warc {
namespace {

bool stays_in_form(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("_.-~").find(c) != std::string_view::npos;
}

void append_form_text(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : text) {
    if (stays_in_form(c)) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
}

}  // namespace

std::string first_code_points(std::string_view text, std::size_t limit) {
  std::string out;
  for (std::size_t at = 0; at < text.size() && limit > 0; --limit) {
    base::append_utf8(out, base::next_code_point(text, at));
  }
  return out;
}

std::optional<std::string> decoded_form(std::string_view body, std::size_t limit) {
  if (!base::is_utf8(body)) return std::nullopt;
  // A code point takes four bytes at most, each of them three characters.
  std::string text(body.substr(0, limit * 12));
  std::replace(text.begin(), text.end(), '+', ' ');
  return first_code_points(base::percent_decode(text), limit);
}

void append_form_pair(std::string& out, std::string_view name, std::string_view value) {
  if (!out.empty()) out += '&';
  append_form_text(out, name);
  out += '=';
  append_form_text(out, value);
}

std::string to_base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t given = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8 | (i < given ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += i <= given ? kDigits[group >> (18 - 6 * i) & 63] : '=';
    }
  }
  return out;
}

}  // namespace warc
