// Index keys of requests that were no GET (formats section 3.2): method and body are put into the
// query of the URL before its SURT is made, so that two POSTs to one URL have two keys. Follows
// pywb 2.10 (pywb/warcserver/inputrequest.py), whose replay computes the same from what the browser
// sends:
//
//   GET                     the URL as it is
//   POST, PUT               __wb_method=POST&QUERY
//   HEAD, OPTIONS, others   __wb_method=METHOD
//
//   Content-Type begins with           QUERY
//   application/x-www-form-urlencoded  the form, decoded; base64 when it is not UTF-8
//   multipart/                         the parts as a form; base64 without a usable boundary
//   application/json                   its leaves as a form; nothing when it is not JSON
//   text/plain                         the same; base64 when it is not JSON
//   anything else                      __wb_post_data=BASE64
//
// JSON leaves print as JavaScript would (true, null, 44 for 44.0), names that come again get ".2_",
// ".3_". Lines of JSON count as one document, as cdxj-indexer has it. Where pywb decodes AMF
// (Flash) there is base64 here, as in warcio.js; the types are compared with case, as pywb does.
#pragma once

#include <string>
#include <string_view>

namespace warc {

struct RequestQuery {
  std::string method;  // upper case; "GET" needs no query
  std::string
      query;  // QUERY above, UTF-8, at most kMaxRequestQuery code points; CDXJ's requestBody
};

// The part of a body that is looked at. JSON longer than that counts as none.
inline constexpr std::size_t kMaxRequestBody = 4 << 20;
inline constexpr std::size_t kMaxRequestQuery = 4096;

// Total; time and memory are linear in body.size(), which is cut at kMaxRequestBody. Any thread.
RequestQuery request_query(std::string_view method, std::string_view content_type,
                           std::string_view body);

// What the key is the SURT of.
std::string url_with_request(std::string_view url, const RequestQuery& request);

}  // namespace warc
