// Resolves references for url_test.mjs: reads lines of JSON `{"input": ..., "base": ...}` (no base
// for null) from stdin and prints a line for each, the href as a JSON string or null.
#include <iostream>
#include <string>

#include <boost/json.hpp>

#include "base/error.h"
#include "base/url.h"

namespace {

base::Result<base::Url> resolved(const boost::json::object& line) {
  const boost::json::string& input = line.at("input").as_string();
  const boost::json::value& base_text = line.at("base");
  if (base_text.is_null()) return base::Url::parse(input);
  const base::Result<base::Url> page = base::Url::parse(base_text.as_string());
  return page ? page->join(input) : page;
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    const base::Result<base::Url> url = resolved(boost::json::parse(line).as_object());
    if (url) {
      std::cout << boost::json::serialize(boost::json::string(url->href())) << '\n';
    } else {
      std::cout << "null\n";
    }
  }
}
