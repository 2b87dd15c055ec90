// A URL that somebody would like to fetch, on its way from a document to the frontier.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/url.h"
#include "policies/referrer.h"

namespace policies {

// What a link is for. A redirect keeps the kind of the URL that redirects.
enum class LinkKind {
  page,          // something to read: a seed or a link somebody could click
  requisite,     // something a page needs to be shown: image, style, script, font, frame, media
  prerequisite,  // robots.txt
};

// How one URL led to the next: the letter of a hop path, as Heritrix writes them.
enum class Hop : char {
  link = 'L',
  requisite = 'E',
  redirect = 'R',
  prerequisite = 'P',
  script = 'X',   // a string in a script or in JSON that looks like a URL: a guess
  sitemap = 'S',  // a sitemap named by robots.txt or another sitemap, or a URL in one
  feed = 'F',     // an entry of a feed
};

struct Candidate {
  base::Url url;  // http or https, without fragment
  LinkKind kind = LinkKind::page;
  // How it was reached, a letter a hop. Empty for a seed.
  std::string hop_path;
  // Charset of the document that named it, a WHATWG name, when that is not UTF-8: what sheets,
  // scripts and frames are in that say nothing themselves. Empty for pages.
  std::string parent_charset;
  std::string via;      // href of the document that named it; empty for a seed
  std::string referer;  // value of the Referer header to send; empty for none
  // What `referer` was made by, and is made by again where this URL redirects.
  ReferrerPolicy referrer_policy = ReferrerPolicy::strict_origin_when_cross_origin;
  bool after_cookie = false;  // a redirect on the way here set a cookie
  unsigned depth = 0;         // pages (clicks, entries of lists) from the seed
  std::size_t seed = 0;       // which seed it descends from
  // Requisites in a row that led here from a page: 1 for its style, 2 for the font of that. Guesses
  // and redirects do not count.
  std::uint8_t generation = 0;
  // Clicks out of scope that led here (--extra-hops); a way back keeps them.
  std::uint8_t extra_hops = 0;
};

}  // namespace policies
