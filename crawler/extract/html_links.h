// The links of one HTML element.
#pragma once

#include <string_view>

#include "crawler/extract/gumbo_html.h"
#include "crawler/extract/link_set.h"
#include "policies/referrer.h"

namespace crawler::extract {

// `document_policy` holds where the element says nothing of its own (referrerpolicy, rel=noreferrer
// in this order).
void add_html_links(const HtmlElement& element, policies::ReferrerPolicy document_policy,
                    LinkSet& links);

// The URL in `<meta http-equiv=refresh content="5; url='x'">`: HTML standard 4.2.5.3, "shared
// declarative refresh steps". Empty when there is none.
std::string_view parse_refresh(std::string_view content);

}  // namespace crawler::extract
