// JSON-LD in a page (<script type=application/ld+json>, schema.org vocabulary): its pictures, the
// pages it names, and what it says about the article.
//
// Pictures and files are requisites: image, logo, photo, thumbnail, thumbnailUrl, contentUrl and
// primaryImageOfPage, as text or as an object's url, contentUrl or @id. Page links, hop L, are url,
// mainEntityOfPage and a breadcrumb's item: the author gives them as addresses of pages, as with
// <link rel=canonical>, and lists and breadcrumbs lead where the page's own links do. An @id
// elsewhere is an identifier, sameAs leads away to profiles, and potentialAction holds templates:
// no links.
#pragma once

#include <string>
#include <string_view>

#include "crawler/extract/link_set.h"
#include "policies/referrer.h"

namespace crawler::extract {

// UTF-8, at most 1,000 bytes each; empty when not said. Character references in texts are undone.
// What is only named by its @id is looked up among the document's objects and those of its @graph.
struct ArticleFacts {
  std::string headline;
  std::string author;          // names joined with ", "
  std::string date_published;  // as written, usually ISO 8601
  std::string date_modified;
  std::string image;  // the first one, not resolved

  bool operator==(const ArticleFacts&) const = default;
};

// Facts are those of the first object that is an article (its @type ends in "Article" or "Posting",
// or is "Report") or, failing that, of the first with a headline. Text that is no JSON even when
// line ends and trailing commas are forgiven is read for guesses (json_links.h). Contexts are
// "ld+json/image" and "ld+json/url". Any thread.
ArticleFacts add_json_ld_links(std::string_view json, policies::ReferrerPolicy policy,
                               LinkSet& links);

}  // namespace crawler::extract
