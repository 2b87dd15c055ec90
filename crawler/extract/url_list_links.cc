#include "crawler/extract/url_list_links.h"

#include <optional>
#include <vector>

#include "base/encoding.h"
#include "crawler/extract/text_scan.h"

namespace crawler::extract {
namespace {

bool is_absolute_url(std::string_view line) {
  const std::size_t host = line.find("//") + 2;
  return is_absolute_http(line) && line.size() > host &&
         line.find_first_of(" \t<>\"") == std::string_view::npos;
}

// The URLs in order; nothing when a line is neither URL nor comment.
std::optional<std::vector<std::string_view>> listed_urls(std::string_view utf8) {
  if (utf8.starts_with("\xef\xbb\xbf")) utf8.remove_prefix(3);
  std::vector<std::string_view> urls;
  std::size_t lines = 0;
  while (!utf8.empty() && lines < kMaxListedUrls) {
    const std::size_t end = utf8.find_first_of("\r\n");
    const std::string_view line = base::trimmed(utf8.substr(0, end));
    const bool is_last = end == std::string_view::npos;
    utf8.remove_prefix(is_last ? utf8.size() : end + 1);
    if (line.empty()) continue;
    ++lines;
    if (line.front() == '#') continue;
    if (is_absolute_url(line)) {
      urls.push_back(line);
    } else if (!is_last || urls.empty()) {
      return std::nullopt;
    }
  }
  return urls;
}

}  // namespace

bool is_url_list(std::string_view utf8) {
  const auto urls = listed_urls(utf8);
  return urls && !urls->empty();
}

void add_url_list_links(std::string_view utf8, LinkSet& links) {
  const auto urls = listed_urls(utf8);
  if (!urls) return;
  for (const std::string_view url : *urls) {
    links.add({.text = url,
               .kind = policies::LinkKind::page,
               .context = "text/url",
               .hop = policies::Hop::sitemap});
  }
}

}  // namespace crawler::extract
