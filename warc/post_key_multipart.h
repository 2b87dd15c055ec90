// The parts of a multipart body (RFC 7578) as a form, read as Python's cgi.FieldStorage does, which
// pywb uses (formats section 3.2).
// Private to post_key*.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace warc {

// "name=value&..." in the order of the parts, names not made unique; a part without a name is
// called "None". Stops once the form has `limit` characters (it may be longer). Nothing when
// `content_type` names no usable boundary. A body that ends early ends its last part.
std::optional<std::string> multipart_query(std::string_view content_type, std::string_view body,
                                           std::size_t limit);

}  // namespace warc
