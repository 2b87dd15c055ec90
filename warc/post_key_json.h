// The leaves of a JSON text as a form: how JSON request bodies come into index keys (formats
// section 3.2).
// Private to post_key*.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace warc {

// {"a":"b","c":{"a":2},"d":[true,1.0]} gives "a=b&a.2_=2&d=true&d.2_=1". A leaf is called by the
// nearest object key above it; leaves without one (or with an empty one) are left out. Also reads
// one JSON text a line. At most `limit` characters come back. Nothing when `text` is no JSON, nests
// deeper than 500 levels, or has a number no double can hold. Memory is bounded by `limit`.
std::optional<std::string> json_query(std::string_view text, std::size_t limit);

}  // namespace warc
