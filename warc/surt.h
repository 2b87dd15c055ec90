// The sort-friendly key of a URL in CDX and CDXJ lines (formats section 4): that of Python surt
// 0.3, which pywb, cdxj-indexer and py-wacz use. It works on text by its own rules, older and
// looser than the URL Standard's, so that any index line anybody wrote gets the same key.
#pragma once

#include <string>
#include <string_view>

namespace warc {

// "http://www.Example.org/B/?b=2&a=1" gives "org,example)/b?a=1&b=2". Total: every input has a key,
// printable ASCII without spaces, "-" for the empty one; time is O(n log n). dns:, urn: and other
// URIs without "//" keep scheme and form; "filedesc..." comes back untouched but for escaping.
std::string surt(std::string_view url);

}  // namespace warc
