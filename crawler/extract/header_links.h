// The links in the head of a response: Link (RFC 8288), Refresh and Content-Location. Linear; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/link_set.h"
#include "policies/referrer.h"

namespace crawler::extract {

// Field values as received; empty for absent ones.
struct HeaderValues {
  std::vector<std::string> link;  // of each Link field
  std::string refresh, content_location;
};

// More than this in one response is an attack; the rest is not looked at.
inline constexpr std::size_t kMaxHeaderLinks = 1000;

// A link of a Link field (RFC 8288 appendix B, read as leniently as browsers do).
struct HeaderLink {
  std::string_view target;  // between < and >
  std::string rel;          // relation types separated by blanks; the first `rel` counts
  std::string as, imagesrcset, referrer_policy, anchor;
};

// At most `limit` of them. Views into `value`.
std::vector<HeaderLink> parse_link_header(std::string_view value,
                                          std::size_t limit = kMaxHeaderLinks);

// Adds what the fields name: of Link what a <link> element of the same rel and as would be
// (html_rules.h), with its imagesrcset; Refresh and Content-Location (when it is another URL) as
// pages. A link with an anchor is about another
// document and left out. `links` resolves against the URL of the response (RFC 9110, RFC 8288 3.2),
// not the document's <base>: give a set of its own.
void add_header_links(const HeaderValues& values, policies::ReferrerPolicy policy, LinkSet& links);

}  // namespace crawler::extract
