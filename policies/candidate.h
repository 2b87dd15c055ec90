// A URL that somebody would like to fetch, on its way from a document to the frontier.
#pragma once

#include <cstddef>
#include <string>

#include "base/url.h"

namespace policies {

// What a link is for. A redirect keeps the kind of the URL that redirects.
enum class LinkKind {
  page,          // something to read: a seed or a link somebody could click
  requisite,     // something a page needs to be shown: image, style, script, font, frame, media
  prerequisite,  // robots.txt
};

struct Candidate {
  base::Url url;  // http or https, without fragment
  LinkKind kind = LinkKind::page;
  // How it was reached, a letter a hop, as Heritrix writes it: L link, E requisite, R redirect,
  // P prerequisite. Empty for a seed.
  std::string hop_path;
  std::string via;       // href of the document that named it; empty for a seed
  std::string referer;   // value of the Referer header to send; empty for none
  unsigned depth = 0;    // clicks (L hops) from the seed
  std::size_t seed = 0;  // which seed it descends from
};

}  // namespace policies
