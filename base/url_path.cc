#include "base/url_path.h"

#include "base/encoding.h"
#include "base/percent.h"

namespace base {
namespace {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Moves past "." or "%2e".
bool take_dot(std::string_view& segment) {
  const bool is_plain = segment.starts_with('.');
  if (!is_plain && !starts_with_ignoring_case(segment, "%2e")) return false;
  segment.remove_prefix(is_plain ? 1 : 3);
  return true;
}

}  // namespace

bool is_dots(std::string_view segment) {
  if (!take_dot(segment)) return false;
  return segment.empty() || (take_dot(segment) && segment.empty());
}

bool is_double_dot(std::string_view segment) {
  return take_dot(segment) && take_dot(segment) && segment.empty();
}

bool is_windows_drive_letter(std::string_view text) {
  return text.size() == 2 && is_alpha(text[0]) && (text[1] == ':' || text[1] == '|');
}

bool starts_with_windows_drive_letter(std::string_view text) {
  return is_windows_drive_letter(text.substr(0, 2)) &&
         (text.size() == 2 || text[2] == '/' || text[2] == '\\');
}

bool starts_with_normalized_drive_letter(std::string_view path) {
  return path.size() >= 3 && path[0] == '/' && is_alpha(path[1]) && path[2] == ':' &&
         (path.size() == 3 || path[3] == '/');
}

void append_segment(std::string& href, std::size_t path_begin, std::string_view segment,
                    bool is_file) {
  const bool is_drive = is_file && href.size() == path_begin && is_windows_drive_letter(segment);
  href += '/';
  if (is_drive) {
    href += segment[0];
    href += ':';
  } else {
    append_percent_encoded(href, segment, EncodeSet::path);
  }
}

void shorten_path(std::string& href, std::size_t path_begin, bool is_file) {
  const std::string_view path = std::string_view(href).substr(path_begin);
  if (path.empty()) return;
  const bool is_drive = is_file && path.size() == 3 && starts_with_normalized_drive_letter(path);
  if (!is_drive) href.resize(href.rfind('/'));
}

}  // namespace base
