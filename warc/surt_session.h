// Session ids in URLs, taken out of SURT keys so that two visits of one page have one key (formats
// section 4, rules 9 and 10; the patterns and their quirks are the Internet Archive's). Both
// functions take lower-case text and are linear.
#pragma once

#include <string>
#include <string_view>

namespace warc {

// "/(s(24 characters))/x.aspx" and "/(24 characters)/x.aspx" lose the bracketed segment.
std::string without_path_session(std::string_view path);

// jsessionid=, phpsessid=, sid= with 32 characters, aspsessionid, cfid with cftoken: the last of
// each kind goes, wherever it matches.
std::string without_query_session(std::string_view query);

}  // namespace warc
