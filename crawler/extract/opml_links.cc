#include "crawler/extract/opml_links.h"

#include "crawler/extract/xml_events.h"

namespace crawler::extract {

void add_opml_links(std::string_view utf8, policies::ReferrerPolicy policy, LinkSet& links) {
  const auto add = [&](std::string_view url, policies::Hop hop, std::string_view context) {
    links.add({.text = url,
               .kind = policies::LinkKind::page,
               .context = context,
               .referrer_policy = policy,
               .hop = hop});
  };
  XmlEvents events(utf8);
  for (const XmlEvent* event = &events.next(); event->type != XmlEventType::done;
       event = &events.next()) {
    if (event->type != XmlEventType::start || !event->is("outline")) continue;
    add(event->attribute("xmlUrl"), policies::Hop::feed, "opml/feed");
    add(event->attribute("htmlUrl"), policies::Hop::link, "opml/site");
    add(event->attribute("url"), policies::Hop::link, "opml/link");
  }
}

}  // namespace crawler::extract
