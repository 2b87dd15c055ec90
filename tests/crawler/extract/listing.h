// What lists of pages (feeds, sitemaps, OPML) give, as lines of tests/cases: "F page feed/entry
// URL".
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/url.h"
#include "crawler/extract/extraction.h"
#include "crawler/extract/link_set.h"
#include "tests/crawler/extract/extracting.h"

namespace support {

using crawler::extract::Extraction;
using crawler::extract::LinkLimits;
using crawler::extract::LinkSet;

// What `read` adds for a document at https://example.org/lists/here.xml.
inline Extraction listed(const std::function<void(LinkSet&)>& read, const LinkLimits& limits = {}) {
  LinkSet links(base::Url::parse("https://example.org/lists/here.xml").value(), nullptr, limits);
  read(links);
  Extraction extraction;
  links.move_to(extraction);
  return extraction;
}

inline std::vector<std::string> with_hops(const Extraction& extraction) {
  std::vector<std::string> lines;
  for (const auto& link : extraction.links) {
    lines.push_back(std::string(1, static_cast<char>(link.hop)) + " " +
                    std::string(name_of(link.kind)) + " " + link.context + " " +
                    std::string(link.url.href()));
  }
  return lines;
}

}  // namespace support
