#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "base/url.h"
#include "crawler/extract/css.h"
#include "crawler/extract/css_tokens.h"
#include "crawler/extract/data_url.h"
#include "crawler/extract/link_set.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using crawler::extract::CssReference;
using crawler::extract::CssTokens;
using crawler::extract::CssTokenType;

struct Found {
  std::string url;
  bool is_import;
  bool operator==(const Found&) const = default;
};

std::vector<Found> references(std::string_view css) {
  std::vector<Found> found;
  crawler::extract::read_css(css, [&found](const CssReference& reference) {
    found.push_back({std::string(reference.url), reference.is_import});
  });
  return found;
}

// CSSOM 2.1, "serialize a string".
std::string as_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (is_control) quoted += '\\' + base::to_hex({&c, 1}) + ' ';
    if (c == '"' || c == '\\') quoted += '\\';
    if (!is_control) quoted += c;
  }
  return quoted + '"';
}

void read_tokens(std::string_view css) {
  CssTokens tokens(css);
  std::size_t count = 0;
  for (auto token = tokens.next(); token.type != CssTokenType::end; token = tokens.next()) {
    require(++count <= css.size(), "each token takes a byte");
    // NUL becomes three bytes.
    require(token.text.size() <= 3 * css.size(), "text is as long as what it was written as");
  }
}

void read_data_url(std::string_view url) {
  const auto data = crawler::extract::parse_data_url(url);
  if (!data) return;
  require(data->bytes.size() <= crawler::extract::kMaxDataUrlBytes, "data is bounded");
  require(data->media_type == crawler::extract::data_url_media_type(url), "one type, told twice");
}

}  // namespace

void css(std::string_view input) {
  // A copy of its own size, with nothing behind it that could be read.
  const std::vector<char> exact(input.begin(), input.end());
  const std::string_view sheet(exact.data(), exact.size());
  read_tokens(sheet);
  read_data_url(sheet);
  std::string rewritten;
  const std::vector<Found> found = references(sheet);
  for (const auto& [url, is_import] : found) {
    require(!base::trimmed(url).empty() && url.front() != '#', "a URL leads somewhere");
    read_data_url(url);
    rewritten += (is_import ? "@import " : "url(") + as_string(url) + (is_import ? ";" : ")");
  }
  require(references(rewritten) == found, "what is found can be written and found again");

  crawler::extract::LinkSet links(base::Url::parse("https://h.example/a/b.css").value());
  crawler::extract::add_css_links(sheet, policies::ReferrerPolicy::no_referrer, links);
  crawler::extract::Extraction extraction;
  links.move_to(extraction);
  for (const auto& link : extraction.links) require(link.url.is_http(), "links are http(s)");
}

}  // namespace fuzz
