#include "crawler/demo/html.h"

#include <fmt/format.h>

namespace crawler::demo {
namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~' || c == '/';
}

std::string navigation(Language language) {
  std::string items;
  for (std::size_t i = 0; i < kSections; ++i) {
    const auto section = static_cast<Section>(i);
    items += fmt::format("<li><a href=\"/section/{}/\">{}</a></li>\n", slug_of(section),
                         title_of(section).in(language));
  }
  return items;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string percent_encoded(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string document(const PageHead& head, std::string_view main) {
  const char* language = head.language == Language::chinese ? "zh-CN" : "en";
  const std::string_view referrer =
      head.no_referrer ? "<meta name=\"referrer\" content=\"no-referrer\">\n" : "";
  return fmt::format(R"(<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="{charset}">
{referrer}<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - 海湾日报 The Bay Daily</title>
<meta name="description" content="{description}">
<meta property="og:title" content="{title}">
<meta property="og:image" content="{share_image}">
<link rel="icon" href="/favicon.ico">
<link rel="stylesheet" href="/static/main.css">
<link rel="stylesheet" href="/static/print.css" media="print">
<link rel="alternate" type="application/rss+xml" title="海湾日报" href="/feed.xml">
<link rel="alternate" type="application/atom+xml" title="港口笔记 Harbour notes" href="/feed.atom">
<link rel="alternate" type="application/feed+json" title="The Bay Daily" href="/feed.json">
<script src="/static/site.js" defer></script>
{extra}</head>
<body>
<header class="masthead">
<a href="/"><img src="/static/logo.png" width="64" height="64" alt="">
<span class="name">《海湾日报》</span>
<span class="latin" lang="en">The Bay Daily</span></a>
</header>
<nav><ul>
{navigation}</ul></nav>
<main>
{main}
</main>
<footer>
<p>《海湾日报》 The Bay Daily. 一座虚构小镇的虚构报纸，供试用 Varve。
A made-up paper of a made-up town, here to try Varve on.</p>
<p><a href="/about.html">关于本报 About</a> · <a href="/feed.xml">RSS</a></p>
</footer>
</body>
</html>
)",
                     fmt::arg("language", language), fmt::arg("charset", head.charset),
                     fmt::arg("referrer", referrer), fmt::arg("title", escaped(head.title)),
                     fmt::arg("description", escaped(head.description)),
                     fmt::arg("share_image", escaped(head.share_image)),
                     fmt::arg("extra", head.extra),
                     fmt::arg("navigation", navigation(head.language)), fmt::arg("main", main));
}

}  // namespace crawler::demo
