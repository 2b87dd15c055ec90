// What a response says: its links and facts, what it asks of robots, and whether it is a wall that
// keeps crawlers out. Pure work on a capture, done on the pool.
#pragma once

#include <string>

#include "crawler/extract/extraction.h"
#include "crawler/net/capture.h"
#include "policies/candidate.h"
#include "policies/robots_tags.h"

namespace crawler::engine {

struct Reading {
  extract::Extraction extraction;
  policies::RobotsTags tags;  // of <meta name=robots> and X-Robots-Tag together
  std::string bot_wall;       // its vendor; empty: it is none
  bool is_soft_404 = false;   // set by the visit, which knows the host
};

// Reads `capture`, asked for as `candidate`; `wants_text`: its readable text too. Empty for what is
// no text. Any thread, bounded as extract() is.
Reading read_response(const net::Capture& capture, const policies::Candidate& candidate,
                      bool wants_text);

}  // namespace crawler::engine
