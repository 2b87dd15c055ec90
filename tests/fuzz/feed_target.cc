#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/feed_links.h"
#include "crawler/extract/gunzip.h"
#include "crawler/extract/link_set.h"
#include "crawler/extract/opml_links.h"
#include "crawler/extract/sitemap_links.h"
#include "crawler/extract/xml_events.h"
#include "crawler/extract/xml_stylesheet.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using crawler::extract::LinkSet;
using crawler::extract::XmlEvents;
using crawler::extract::XmlEventType;

constexpr auto kPolicy = policies::ReferrerPolicy::strict_origin_when_cross_origin;

// Each end is that of the last start still open, and lies behind it.
void check_events(std::string_view xml) {
  XmlEvents events(xml);
  std::vector<std::string_view> open;
  std::size_t offset = 0;
  for (const auto* event = &events.next(); event->type != XmlEventType::done;
       event = &events.next()) {
    if (event->type == XmlEventType::start) open.push_back(event->name);
    if (event->type != XmlEventType::start && event->type != XmlEventType::end) continue;
    require(events.depth() == open.size(), "depth counts what is open");
    require(open.size() <= crawler::extract::kMaxXmlDepth, "depth is bounded");
    require(event->offset >= offset && event->offset <= xml.size(), "offsets go forward");
    offset = event->offset;
    if (event->type != XmlEventType::end) continue;
    require(!open.empty() && open.back() == event->name, "elements end in their order");
    open.pop_back();
  }
}

void check_links(std::string_view xml, LinkSet& links) {
  crawler::extract::Extraction found;
  links.move_to(found);
  require(found.links.size() <= xml.size(), "no more links than there is text for them");
  for (const auto& link : found.links) {
    require(link.url.is_http() && link.url.fragment().empty(), "links are to be fetched");
    require(!link.context.empty(), "links say where they were found");
  }
}

}  // namespace

void feed(std::string_view input) {
  const auto unpacked = crawler::extract::maybe_gunzip(input);
  // Bounded, so that a bomb does not stop the fuzzer.
  const std::string_view xml = unpacked ? std::string_view(*unpacked).substr(0, 1u << 20) : input;
  check_events(xml);
  LinkSet links(base::Url::parse("https://example.org/lists/here.xml").value());
  const auto base = links.base();
  crawler::extract::add_feed_links(xml, kPolicy, links);
  require(links.base() == base, "the base is as it was");
  check_links(xml, links);
  crawler::extract::add_sitemap_links(xml, links);
  check_links(xml, links);
  crawler::extract::add_opml_links(xml, kPolicy, links);
  check_links(xml, links);
  crawler::extract::add_xml_stylesheet_links(xml, kPolicy, links);
  check_links(xml, links);
}

}  // namespace fuzz
