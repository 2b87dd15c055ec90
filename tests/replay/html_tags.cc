// Reads HTML for parse5_test.mjs: lines of JSON strings, a document each, from stdin. Prints a line
// for each, its start tags as [[name, is_html, [[attribute, value], ...]], ...].
#include <iostream>
#include <string>

#include <boost/json.hpp>

#include "crawler/extract/html_elements.h"

namespace {

namespace json = boost::json;

json::array told(const crawler::extract::HtmlElement& element) {
  json::array attributes;
  for (const auto& [name, value] : element.attributes) {
    attributes.push_back(json::array{json::string(name), json::string(value)});
  }
  return {json::string(element.name), element.is_html, attributes};
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    const json::value html = json::parse(line);
    json::array tags;
    crawler::extract::visit_elements(
        html.as_string(), crawler::extract::Markup::html,
        [&tags](const auto& element) { tags.push_back(told(element)); });
    std::cout << json::serialize(tags) << '\n';
  }
}
