// How one visit of a URL ended: the value every report, log and counter is made from.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "crawler/extract/extraction.h"
#include "crawler/frontier/task.h"
#include "policies/verdict.h"
#include "warc/file_set.h"

namespace crawler::status {

enum class OutcomeKind {
  fetched,    // a response is in the archive, whatever its status
  failed,     // no response, and no more tries
  refused,    // a policy said no after the URL was handed out (robots.txt)
  retry,      // will be asked for again; not an end
  postponed,  // was not asked for at all yet; not an end
  parked,     // is kept for later, by a budget or a trap rule; not an end
};

std::string_view name_of(OutcomeKind kind);

struct Outcome {
  OutcomeKind kind = OutcomeKind::fetched;
  policies::Verdict verdict;         // the policy that refused
  std::optional<base::Error> error;  // what the network did
  base::Timestamp started;
  std::chrono::milliseconds duration{0};
  int status = 0;
  std::string mime;          // of the response, without parameters
  extract::PageFacts facts;  // of an HTML page
  std::string text;          // its readable text, where the job wants it
  std::string ip;
  std::string digest;              // WARC-Payload-Digest
  std::string truncated;           // WARC-Truncated
  std::vector<std::string> notes;  // framing faults, what the extractor left out
  std::uint64_t wire_bytes = 0;
  std::uint64_t warc_bytes = 0;
  std::optional<warc::Location> location;  // of the response record
  bool is_redirect = false;
  std::size_t links = 0;  // found in the body
  frontier::Release release;

  std::string robots;       // robots.txt said: "allowed", "disallowed" (and fetched all the same)
  std::string robots_tags;  // what the page asks of robots, see policies/robots_tags.h
  std::string bot_wall;     // vendor of the page that keeps crawlers out; empty: it is none
  bool is_soft_404 = false;
  bool is_probe = false;  // asked for to learn how the host answers for what it has not

  bool is_final() const {
    return kind != OutcomeKind::retry && kind != OutcomeKind::postponed &&
           kind != OutcomeKind::parked;
  }
  bool has_success_status() const {
    return kind == OutcomeKind::fetched && status >= 200 && status < 400 && bot_wall.empty();
  }
};

// Is this a seed, or what a seed redirects to?
bool is_seed_chain(const policies::Candidate& candidate);
inline bool is_seed_chain(const frontier::Task& task) { return is_seed_chain(task.candidate); }

// Was anything asked of the URL's host? Not when a policy said no before, or robots.txt took its
// turn.
bool was_asked(const Outcome& outcome);

// Did it come to no good: no answer, a status from 400 on, a page that keeps crawlers out?
bool is_error(const Outcome& outcome);

// Is this a page somebody would open in the archive: asked for as a page, answered by a document?
bool is_page(const frontier::Task& task, const Outcome& outcome);

}  // namespace crawler::status
