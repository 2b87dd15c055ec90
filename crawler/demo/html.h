// The frame every page of the sample site shares: head, masthead, navigation, footer.
#pragma once

#include <string>
#include <string_view>

#include "crawler/demo/article.h"

namespace crawler::demo {

inline constexpr const char* kHtmlType = "text/html; charset=utf-8";

// For text and for attribute values in double quotes.
std::string escaped(std::string_view text);

// All bytes but unreserved characters and '/' as %XX (RFC 3986 2.3), upper case.
std::string percent_encoded(std::string_view bytes);

struct PageHead {
  Language language = Language::english;
  std::string title;
  std::string description;
  std::string share_image = "/static/share.png";  // og:image
  std::string charset = "utf-8";                  // what <meta charset> says
  bool no_referrer = false;  // <meta name="referrer" content="no-referrer">, before any URL
  std::string extra;         // more head elements, as HTML
};

// An HTML5 document; `main` is HTML.
std::string document(const PageHead& head, std::string_view main);

}  // namespace crawler::demo
