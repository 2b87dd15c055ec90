// The URLs in a style sheet or a style attribute: a tokenizer after CSS Syntax Module Level 3,
// section 4, which sees only what matters for links. Linear in time whatever it is fed.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "crawler/extract/link_set.h"
#include "policies/referrer.h"

namespace crawler::extract {

struct CssReference {
  std::string url;         // escapes undone, not resolved; never empty
  bool is_import = false;  // @import: another sheet
};

// Calls `found` for each url(), src(), image-set() string and @import, in order. Strings elsewhere
// (`content: "x"`), comments, broken URLs, namespace names (@namespace) and @document rules are no
// links. `css` is UTF-8. Any thread.
void read_css(std::string_view css, const std::function<void(CssReference)>& found);

// The same into a set of links, all of them requisites.
void add_css_links(std::string_view css, policies::ReferrerPolicy policy, LinkSet& links);

}  // namespace crawler::extract
