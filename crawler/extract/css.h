// The URLs in a style sheet or a style attribute: what CSS Values 4 (url(), src()), CSS Cascade 5
// (@import) and CSS Images 4 (image-set(), image()) fetch, found among the tokens of CSS Syntax 3.
// Linear in time whatever it is fed, and a byte of memory for each open bracket.
#pragma once

#include <functional>
#include <string_view>

#include "crawler/extract/link_set.h"
#include "policies/referrer.h"

namespace crawler::extract {

struct CssReference {
  // Escapes undone, not resolved; never blank, never a fragment alone. Lives for the call.
  std::string_view url;
  bool is_import = false;  // @import: another sheet
};

// Calls `found` for each url(), src(), image-set() string and @import, in order; data: URLs too.
// Strings elsewhere (`content: "x"`), comments, broken URLs, `url(#id)` and the preludes of rules
// that only name or ask (@namespace, @document, @supports, @container) are no links. An @import
// counts wherever it stands: browsers ignore one behind other rules, but sheets are moved about and
// joined by scripts, and the author names a sheet there. `css` is UTF-8. Any thread.
void read_css(std::string_view css, const std::function<void(const CssReference&)>& found);

// The same into a set of links, all of them requisites. Of data: URLs `on_data_url` is told those
// that are documents of their own (data_url.h); they live for the call.
void add_css_links(std::string_view css, policies::ReferrerPolicy policy, LinkSet& links,
                   const std::function<void(std::string_view url)>& on_data_url = nullptr);

}  // namespace crawler::extract
