#include <string>

#include "crawler/extract/header_links.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

void link_header(std::string_view input) {
  using namespace crawler::extract;
  for (const HeaderLink& link : parse_link_header(input)) {
    const bool within = link.target.empty() ||
                        (link.target.data() >= input.data() &&
                         link.target.data() + link.target.size() <= input.data() + input.size());
    require(within, "targets are views into the field");
    require(link.rel.size() <= input.size(), "parameters are parts of the field");
  }
  LinkSet links(base::Url::parse("https://example.org/dir/page").value());
  const std::string value(input);
  add_header_links({{value, value}, value, value}, policies::ReferrerPolicy::origin, links);
  Extraction extraction;
  links.move_to(extraction);
  for (const Link& link : extraction.links) require(link.url.is_http(), "links are http or https");
}

}  // namespace fuzz
