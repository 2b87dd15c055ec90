// From what a response says to new candidates: links, requisites, redirects.
#pragma once

#include <optional>

#include "base/url.h"
#include "crawler/engine/reading.h"
#include "crawler/engine/services.h"
#include "crawler/extract/extraction.h"
#include "crawler/net/capture.h"
#include "policies/candidate.h"

namespace crawler::engine {

// Where a 301, 302, 303, 307 or 308 leads; nothing when it leads nowhere we could go.
std::optional<base::Url> redirect_target(const net::Capture& capture);

// The target of the redirect `capture` as a candidate of the same kind (hop letter R).
policies::Candidate redirected(const policies::Candidate& from, const net::Capture& capture,
                               const base::Url& target);

// A link found in the document `from` (hop letter L or E, or what it was found by).
// `charset` is that of the document.
policies::Candidate linked(const policies::Candidate& from, const extract::Link& link,
                           const std::string& charset);

// Are sitemaps to be read? Not where the job says no, nor where no page beyond the seeds is wanted.
bool wants_sitemaps(const job::Job& job);

// A sitemap that `robots`, a robots.txt, names (hop letters PS): a requisite, so that it counts as
// no page, though it waits among them (frontier/task.h). What it lists is one click deep, whichever
// page asked for robots.txt.
policies::Candidate sitemap_named(const policies::Candidate& robots, const base::Url& sitemap);

// A URL that cannot exist, asked for to learn how the host answers for those (hop letter P).
policies::Candidate probe_of(const policies::Candidate& page, const base::Url& url);

// Puts a candidate into the frontier if the policies admit it.
void offer(Services& services, policies::Candidate candidate, frontier::Place place);

// Offers all that `capture` leads to. Pages that are errors lend their requisites, not their links:
// a 404 page must replay, but what it proposes to read instead is no part of the site. Nor are the
// links of pages that ask robots not to follow them, where the job obeys that.
void follow(Services& services, const policies::Candidate& from, const net::Capture& capture,
            const Reading& reading);

}  // namespace crawler::engine
