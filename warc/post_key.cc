#include "warc/post_key.h"

#include <algorithm>
#include <optional>

#include "warc/post_key_form.h"
#include "warc/post_key_json.h"
#include "warc/post_key_multipart.h"

namespace warc {
namespace {

// Methods are tokens of a few letters; a longer one is no method but an attack on the index.
constexpr std::size_t kMaxMethod = 64;

std::string upper_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string binary_query(std::string_view body) {
  // Three bytes give four characters; what is beyond the limit need not be encoded.
  return "__wb_post_data=" + to_base64(body.substr(0, kMaxRequestQuery / 4 * 3));
}

std::string body_query(std::string_view content_type, std::string_view body) {
  const auto is = [content_type](std::string_view type) { return content_type.starts_with(type); };
  if (is("application/x-www-form-urlencoded")) {
    const auto form = decoded_form(body, kMaxRequestQuery);
    return form ? *form : binary_query(body);
  }
  if (is("multipart/")) {
    const auto parts = multipart_query(content_type, body, kMaxRequestQuery);
    return parts ? *parts : binary_query(body);
  }
  if (is("application/json")) return json_query(body, kMaxRequestQuery).value_or("");
  if (is("text/plain")) {
    const auto json = json_query(body, kMaxRequestQuery);
    return json ? *json : binary_query(body);
  }
  return binary_query(body);
}

}  // namespace

RequestQuery request_query(std::string_view method, std::string_view content_type,
                           std::string_view body) {
  RequestQuery request{upper_case(method.substr(0, kMaxMethod)), ""};
  const bool takes_body = request.method == "POST" || request.method == "PUT";
  if (!takes_body || body.empty()) return request;
  const std::string query = body_query(content_type, body.substr(0, kMaxRequestBody));
  request.query = first_code_points(query, kMaxRequestQuery);
  return request;
}

std::string url_with_request(std::string_view url, const RequestQuery& request) {
  std::string out(url);
  if (request.method == "GET") return out;
  out += url.find('?') == std::string_view::npos ? '?' : '&';
  out += "__wb_method=" + request.method;
  if (!request.query.empty()) out += "&" + request.query;
  return out;
}

}  // namespace warc
