#include "policies/robots_pattern.h"

#include <cstring>

#include "base/encoding.h"

namespace policies {
namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool stays_raw(char c) {
  return is_unreserved(c) || std::string_view("!&'()+,/:;=?@[]%").find(c) != std::string_view::npos;
}

void append_escaped(std::string& out, char c) {
  static constexpr char digits[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += digits[byte >> 4];
  out += digits[byte & 15];
}

// Bytes of `keep` stand for themselves.
void append_normalized(std::string& out, std::string_view text, std::string_view keep) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_escape = text[at] == '%' && at + 2 < text.size() &&
                           base::hex_value(text[at + 1]) >= 0 && base::hex_value(text[at + 2]) >= 0;
    if (is_escape) {
      const int byte = base::hex_value(text[at + 1]) * 16 + base::hex_value(text[at + 2]);
      const char c = static_cast<char>(byte);
      if (is_unreserved(c)) {
        out += c;
      } else {
        append_escaped(out, c);
      }
      at += 2;
    } else if (stays_raw(text[at]) || keep.find(text[at]) != std::string_view::npos) {
      out += text[at];
    } else {
      append_escaped(out, text[at]);
    }
  }
}

// memmem is linear in both lengths (glibc), which std::string_view::find is not.
std::size_t find_from(std::string_view text, std::string_view piece, std::size_t from) {
  const std::string_view rest = text.substr(from);
  const void* found = ::memmem(rest.data(), rest.size(), piece.data(), piece.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace

std::string normalized_target(std::string_view target) {
  std::string out;
  out.reserve(target.size());
  append_normalized(out, target, "");
  return out;
}

std::optional<std::string> normalized_rule(std::string_view value) {
  if (!value.starts_with('/') && !value.starts_with('*')) return std::nullopt;
  const bool is_anchored = value.ends_with('$');
  if (is_anchored) value.remove_suffix(1);
  std::string text;
  append_normalized(text, value, "*");
  if (is_anchored) text += '$';
  return text;
}

bool rule_matches(std::string_view rule, std::string_view target) {
  std::string_view pattern = rule;
  const bool is_anchored = pattern.ends_with('$');
  if (is_anchored) pattern.remove_suffix(1);

  std::size_t star = pattern.find('*');
  const std::string_view head = pattern.substr(0, star);
  if (!target.starts_with(head)) return false;
  if (star == std::string_view::npos) return !is_anchored || target.size() == head.size();

  std::size_t at = head.size();
  while (true) {
    pattern.remove_prefix(star + 1);
    star = pattern.find('*');
    const std::string_view piece = pattern.substr(0, star);
    const bool is_last = star == std::string_view::npos;
    // The first fit may not reach the end, so before '$' only the end counts.
    if (is_last && is_anchored) {
      return target.size() - at >= piece.size() && target.ends_with(piece);
    }
    const std::size_t found = find_from(target, piece, at);
    if (found == std::string_view::npos) return false;
    if (is_last) return true;
    at = found + piece.size();
  }
}

}  // namespace policies
