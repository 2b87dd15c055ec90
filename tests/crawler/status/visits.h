// Tasks and outcomes for the tests of logs and counters.
#pragma once

#include <string>
#include <utility>

#include "crawler/frontier/task.h"
#include "crawler/status/outcome.h"

namespace status_test {

using crawler::frontier::Task;
using crawler::status::Outcome;
using crawler::status::OutcomeKind;

inline Task task(const std::string& url, const std::string& hops = "") {
  Task made;
  made.id = 1;
  made.candidate.url = std::move(*base::Url::parse(url));
  made.candidate.hop_path = hops;
  made.candidate.kind =
      hops.ends_with('E') ? policies::LinkKind::requisite : policies::LinkKind::page;
  return made;
}

// A response that is in the archive.
inline Outcome answered(int status, const std::string& mime) {
  Outcome outcome;
  outcome.status = status;
  outcome.mime = mime;
  outcome.wire_bytes = 1000;
  outcome.warc_bytes = 500;
  outcome.location = warc::Location{"a.warc.gz", 10, 20};
  return outcome;
}

}  // namespace status_test
