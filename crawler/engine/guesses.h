// URLs that are guesses: strings of scripts and JSON that look like one (hop letter X). A host gets
// some on trial, and what comes of them decides whether it gets more (policies/script_mining.h).
// Loop thread only.
#pragma once

#include "crawler/engine/services.h"
#include "crawler/net/capture.h"
#include "policies/candidate.h"
#include "policies/verdict.h"

namespace crawler::engine {

// Was `candidate` guessed? What a guess redirects to is none.
bool is_guess(const policies::Candidate& candidate);

// May a guess found in the document `from` be queued? Not behind a requisite that was guessed
// itself: the scripts of a wrong guess name what is wrong, too.
policies::Verdict may_queue_guess(Services& services, const policies::Candidate& from,
                                  const base::Url& url);

// May a guess be fetched now? Anything else may.
policies::Verdict may_fetch_guess(Services& services, const policies::Candidate& candidate);

// Takes to heart how a guess turned out, and which pages a host has.
void learn_from(Services& services, const policies::Candidate& candidate,
                const net::Capture& capture, std::string_view mime);

}  // namespace crawler::engine
