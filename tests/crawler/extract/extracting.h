// Verbs for tests of the extractors.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crawler/extract/extraction.h"

namespace support {

inline crawler::extract::Document document(std::string body, std::string content_type) {
  return {.url = base::Url::parse("https://example.org/dir/page.html").value(),
          .content_type = std::move(content_type),
          .content_encoding = {},
          .referrer_policy = {},
          .content_type_options = {},
          .link = {},
          .refresh = {},
          .content_location = {},
          .parent_charset = {},
          .body = std::move(body)};
}

inline std::string_view name_of(policies::ReferrerPolicy policy) {
  using policies::ReferrerPolicy;
  switch (policy) {
    case ReferrerPolicy::no_referrer: return "no-referrer";
    case ReferrerPolicy::no_referrer_when_downgrade: return "no-referrer-when-downgrade";
    case ReferrerPolicy::same_origin: return "same-origin";
    case ReferrerPolicy::origin: return "origin";
    case ReferrerPolicy::strict_origin: return "strict-origin";
    case ReferrerPolicy::origin_when_cross_origin: return "origin-when-cross-origin";
    case ReferrerPolicy::strict_origin_when_cross_origin: return "default";
    case ReferrerPolicy::unsafe_url: return "unsafe-url";
  }
  return "?";
}

inline std::string_view name_of(policies::LinkKind kind) {
  return kind == policies::LinkKind::page ? "page" : "requisite";
}

// "kind context url policy", a link each.
inline std::vector<std::string> told(const std::vector<crawler::extract::Link>& links) {
  std::vector<std::string> lines;
  for (const auto& link : links) {
    lines.push_back(std::string(name_of(link.kind)) + " " + link.context + " " +
                    std::string(link.url.href()) + " " +
                    std::string(name_of(link.referrer_policy)));
  }
  return lines;
}

inline std::vector<std::string> urls_of(const std::vector<crawler::extract::Link>& links) {
  std::vector<std::string> urls;
  for (const auto& link : links) urls.emplace_back(link.url.href());
  return urls;
}

}  // namespace support
