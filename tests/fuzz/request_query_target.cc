#include <algorithm>
#include <string>

#include "tests/fuzz/targets.h"
#include "warc/post_key.h"
#include "warc/surt.h"

namespace fuzz {
namespace {

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

void request_query(std::string_view input) {
  const std::string_view method = take_line(input);
  const std::string_view content_type = take_line(input);
  const warc::RequestQuery query = warc::request_query(method, content_type, input);
  // UTF-8 has at most four bytes for a code point.
  require(query.query.size() <= 4 * warc::kMaxRequestQuery, "a query keeps its limit");
  for (const char c : warc::surt(warc::url_with_request("http://a.example/", query))) {
    require(c > 0x20 && c < 0x7f, "a key is printable ASCII");
  }
}

}  // namespace fuzz
