#include "crawler/extract/sitemap_links.h"

#include <optional>
#include <string>

#include "base/encoding.h"
#include "crawler/extract/text_scan.h"
#include "crawler/extract/xml_events.h"

namespace crawler::extract {
namespace {

using policies::Hop;
using policies::LinkKind;

struct Role {
  LinkKind kind = LinkKind::page;
  Hop hop = Hop::sitemap;
  std::string_view context;
};
constexpr Role kPage{LinkKind::page, Hop::sitemap, "sitemap/page"};
constexpr Role kAlternate{LinkKind::page, Hop::sitemap, "sitemap/alternate"};
constexpr Role kSitemap{LinkKind::requisite, Hop::sitemap, "sitemap/sitemap"};
constexpr Role kImage{LinkKind::requisite, Hop::requisite, "sitemap/image"};
constexpr Role kVideo{LinkKind::requisite, Hop::requisite, "sitemap/video"};

// The protocol wants absolute URLs; those that begin at the root of their host are understood, too.
bool is_complete(std::string_view text) { return text.starts_with('/') || is_absolute_http(text); }

void add(std::string_view text, const Role& role, LinkSet& links) {
  const std::string_view url = base::trimmed(text);
  if (!is_complete(url)) return;
  links.add({.text = url,
             .kind = role.kind,
             .context = role.context,
             .referrer_policy = policies::ReferrerPolicy::no_referrer,
             .utf8_query = true,
             .hop = role.hop});
}

// What the text of an element is, seen from its name and the one around it.
std::optional<Role> role_of(const XmlEvent& element, std::string_view parent) {
  if (element.is("loc")) {
    if (base::equals_ignoring_case(element.prefix, "image") ||
        base::equals_ignoring_case(parent, "image")) {
      return kImage;
    }
    return base::equals_ignoring_case(parent, "sitemap") ||
                   base::equals_ignoring_case(parent, "sitemapindex")
               ? kSitemap
               : kPage;
  }
  if (element.is("content_loc") || element.is("player_loc") || element.is("thumbnail_loc")) {
    return kVideo;
  }
  // Some put the address into the entry itself and leave <loc> out.
  if (element.is("sitemap")) return kSitemap;
  if (element.is("url")) return kPage;
  return std::nullopt;
}

// xhtml:link
void add_alternate(const XmlEvent& element, LinkSet& links) {
  const std::string_view rel = base::trimmed(element.attribute("rel"));
  if (rel.empty() || base::equals_ignoring_case(rel, "alternate") ||
      base::equals_ignoring_case(rel, "amphtml") || base::equals_ignoring_case(rel, "canonical")) {
    add(element.attribute("href"), kAlternate, links);
  }
}

}  // namespace

void add_sitemap_links(std::string_view utf8, LinkSet& links) {
  XmlEvents events(utf8);
  std::optional<Role> role;
  std::string text;
  for (const XmlEvent* event = &events.next(); event->type != XmlEventType::done;
       event = &events.next()) {
    switch (event->type) {
      case XmlEventType::start:
        // Also where an end tag is missing.
        if (role) add(text, *role, links);
        text.clear();
        role = role_of(*event, events.parent());
        if (event->is("link")) add_alternate(*event, links);
        break;
      case XmlEventType::end:
        if (role) add(text, *role, links);
        text.clear();
        role.reset();
        break;
      case XmlEventType::text:
        // One that is too long is kept just so long that it is told as such.
        if (role && text.size() <= kMaxReferenceBytes) text += event->text;
        break;
      case XmlEventType::instruction:
      case XmlEventType::done: break;
    }
  }
}

}  // namespace crawler::extract
