#include "crawler/status/stats.h"

#include <algorithm>
#include <array>

namespace crawler::status {
namespace {

// A hostile site can send any Content-Type; past this many different ones the rest is counted as
// one.
constexpr std::size_t kMaxTypes = 200;

}  // namespace

std::string_view name_of(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::fetched: return "fetched";
    case OutcomeKind::failed: return "failed";
    case OutcomeKind::refused: return "refused";
    case OutcomeKind::retry: return "retry";
    case OutcomeKind::postponed: return "postponed";
  }
  return "unknown";
}

bool is_page(const frontier::Task& task, const Outcome& outcome) {
  static constexpr std::array kDocuments = {"text/html", "application/xhtml+xml", "text/plain",
                                            "application/pdf"};
  const bool is_document =
      std::find(kDocuments.begin(), kDocuments.end(), outcome.mime) != kDocuments.end();
  return task.candidate.kind == policies::LinkKind::page && outcome.kind == OutcomeKind::fetched &&
         outcome.status == 200 && is_document;
}

void Stats::count(const frontier::Task& task, const Outcome& outcome) {
  warc_bytes += outcome.warc_bytes;
  wire_bytes += outcome.wire_bytes;
  if (outcome.location) {
    ++fetched;
    ++by_status_[outcome.status];
  }
  if (outcome.kind == OutcomeKind::retry) ++retries;
  if (!outcome.is_final()) return;
  failed += outcome.kind == OutcomeKind::failed ? 1 : 0;
  refused += outcome.kind == OutcomeKind::refused ? 1 : 0;
  redirects += outcome.is_redirect ? 1 : 0;
  pages += is_page(task, outcome) ? 1 : 0;
  images += outcome.status == 200 && outcome.mime.starts_with("image/") ? 1 : 0;
  if (task.candidate.hop_path.empty() && outcome.has_success_status()) ++seeds_good;
  if (outcome.kind == OutcomeKind::refused) {
    ++by_reason_[std::string(policies::name_of(outcome.verdict.reason))];
  } else if (outcome.kind == OutcomeKind::failed && outcome.error) {
    ++by_reason_[std::string(base::name_of(outcome.error->code))];
  }
  if (outcome.location && !outcome.mime.empty()) {
    const bool room = by_mime_.size() < kMaxTypes || by_mime_.contains(outcome.mime);
    ++by_mime_[room ? outcome.mime : "other"];
  }
}

void Stats::count_robots(std::uint64_t wire, std::uint64_t stored) {
  ++fetched;
  wire_bytes += wire;
  warc_bytes += stored;
}

}  // namespace crawler::status
