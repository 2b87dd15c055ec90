// URLs that are guesses: strings of scripts and JSON that look like one (hop letter X). A host gets
// some on trial, and what comes of them decides whether it gets more (policies/script_mining.h).
// Loop thread only.
#pragma once

#include "crawler/engine/services.h"
#include "crawler/net/capture.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace crawler::engine {

// Was `candidate` guessed? What a guess redirects to was, too.
bool is_guess(const policies::Candidate& candidate);

// May a guess found in the document `from` be queued? Not behind a requisite that was guessed
// itself: the scripts of a wrong guess name what is wrong, too. Nor behind a page at the end of
// three guesses, each named by the one before: a trap may go on so for ever.
policies::Verdict may_queue_guess(Services& services, const policies::Candidate& from,
                                  const base::Url& url);

// May a guess be fetched now? Anything else may, even what a guess redirects to.
policies::Verdict may_fetch_guess(Services& services, const policies::Candidate& candidate);

// Takes to heart how a guess turned out, and which pages a host has beside those. An empty
// `payload_digest` is unknown.
void learn_from(Services& services, const policies::Candidate& candidate,
                const net::Capture& capture, std::string_view mime,
                std::string_view payload_digest);

}  // namespace crawler::engine
