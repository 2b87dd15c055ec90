// What type a body really is: the WHATWG MIME Sniffing standard, section 7, "determining the
// computed MIME type of a resource". Pure, any thread.
//
// As browsers do, and unlike crawlers that read whatever looks like HTML: text/plain is never HTML,
// for readers of the archive will see it as text, too. Sniffing "mislabelled feeds" is no longer in
// the standard; content_kind.h finds feeds by their root element.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crawler::extract {

// The standard's "resource header": more bytes are not looked at.
inline constexpr std::size_t kSniffedBytes = 1445;

// The essence of the computed type, e.g. "text/html"; never empty. `content_type`: the values of
// all Content-Type fields in order, joined with ", " (RFC 9110 5.3); the last valid one counts
// (mime_type.h). `nosniff`: X-Content-Type-Options says so; then an absent type is still sniffed,
// but never becomes HTML, XML or PDF.
std::string computed_mime(std::string_view content_type, std::string_view bytes,
                          bool nosniff = false);

// Fetch standard, "determine nosniff", of the value of X-Content-Type-Options.
bool is_nosniff(std::string_view x_content_type_options);

}  // namespace crawler::extract
