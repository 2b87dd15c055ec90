// Path segments as the URL parser treats them (URL Standard 4.1 and 4.4): dot segments, Windows
// drive letters of file URLs. Only url_parser.cc uses this header.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

// "." or "..", each dot also as "%2e".
bool is_dots(std::string_view segment);
// "..", each dot also as "%2e".
bool is_double_dot(std::string_view segment);

// "C:" or "C|".
bool is_windows_drive_letter(std::string_view text);
// The same with nothing or a slash behind it.
bool starts_with_windows_drive_letter(std::string_view text);
// "/C:" with nothing or a slash behind it.
bool starts_with_normalized_drive_letter(std::string_view path);

// Both change the path that starts at `path_begin` and ends with `href`.
// Adds '/' and the segment, percent-encoded. The first segment of a file URL may be a drive letter.
void append_segment(std::string& href, std::size_t path_begin, std::string_view segment,
                    bool is_file);
// Takes the last segment away, unless it is the drive letter of a file URL.
void shorten_path(std::string& href, std::size_t path_begin, bool is_file);

}  // namespace base
