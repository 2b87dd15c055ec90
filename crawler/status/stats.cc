#include "crawler/status/stats.h"

#include <algorithm>
#include <array>

namespace crawler::status {
namespace {

// A hostile site can send any Content-Type; past this many different ones the rest is counted as
// one.
constexpr std::size_t kMaxTypes = 200;
constexpr std::size_t kMaxSessions = 1000;

// Types that are no page whatever the link to them said. Missing and odd types count as pages: a
// server must not get around the page limit by leaving the type out.
bool is_certainly_no_document(std::string_view mime) {
  static constexpr std::array kFamilies = {"image/", "audio/", "video/", "font/"};
  static constexpr std::array kTypes = {"text/css",
                                        "text/javascript",
                                        "text/x-opml",
                                        "application/json",
                                        "application/ld+json",
                                        "application/feed+json",
                                        "application/manifest+json",
                                        "application/javascript",
                                        "application/xml",
                                        "text/xml",
                                        "application/rss+xml",
                                        "application/atom+xml",
                                        "application/rdf+xml",
                                        "application/zip",
                                        "application/gzip",
                                        "application/octet-stream"};
  const auto begins = [mime](std::string_view family) { return mime.starts_with(family); };
  return std::any_of(kFamilies.begin(), kFamilies.end(), begins) ||
         std::find(kTypes.begin(), kTypes.end(), mime) != kTypes.end();
}

}  // namespace

std::string_view name_of(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::fetched: return "fetched";
    case OutcomeKind::failed: return "failed";
    case OutcomeKind::refused: return "refused";
    case OutcomeKind::retry: return "retry";
    case OutcomeKind::postponed: return "postponed";
    case OutcomeKind::parked: return "parked";
  }
  return "unknown";
}

bool is_page(const frontier::Task& task, const Outcome& outcome) {
  const bool has_content = outcome.status >= 200 && outcome.status < 300 && outcome.status != 204 &&
                           outcome.status != 205;
  return task.candidate.kind == policies::LinkKind::page && outcome.kind == OutcomeKind::fetched &&
         has_content && outcome.bot_wall.empty() && !is_certainly_no_document(outcome.mime);
}

bool is_seed_chain(const policies::Candidate& candidate) {
  return candidate.kind == policies::LinkKind::page &&
         candidate.hop_path.find_first_not_of('R') == std::string::npos;
}

bool was_asked(const Outcome& outcome) {
  if (outcome.kind == OutcomeKind::postponed || outcome.kind == OutcomeKind::parked) return false;
  // The error beside a "no" is that of robots.txt.
  return outcome.status != 0 || (outcome.error && outcome.verdict);
}

bool is_error(const Outcome& outcome) {
  // That a probe finds nothing is what it hopes for.
  if (outcome.is_probe) return false;
  return outcome.error.has_value() || outcome.status >= 400 || !outcome.bot_wall.empty();
}

void Stats::count(const frontier::Task& task, const Outcome& outcome) {
  warc_bytes += outcome.warc_bytes;
  wire_bytes += outcome.wire_bytes;
  if (outcome.location) {
    ++fetched;
    ++by_status_[outcome.status];
  }
  if (outcome.kind == OutcomeKind::retry) ++retries;
  if (!outcome.bot_wall.empty()) ++bot_walls_[outcome.bot_wall];
  soft_404s += outcome.is_soft_404 ? 1 : 0;
  if (!outcome.is_final()) return;
  failed += outcome.kind == OutcomeKind::failed ? 1 : 0;
  refused += outcome.kind == OutcomeKind::refused ? 1 : 0;
  redirects += outcome.is_redirect ? 1 : 0;
  pages += is_page(task, outcome) ? 1 : 0;
  images += outcome.status == 200 && outcome.mime.starts_with("image/") ? 1 : 0;
  // A seed that redirects is as good as where it leads.
  const bool led_to_content = outcome.has_success_status() && !outcome.is_redirect;
  if (is_seed_chain(task) && led_to_content) good_seeds_.insert(task.candidate.seed);
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

void Stats::note_session(const std::string& host, const std::string& parameter) {
  if (sessions_.size() < kMaxSessions) sessions_.insert(host + " " + parameter);
}

void Stats::count_robots(std::uint64_t wire, std::uint64_t stored) {
  ++fetched;
  wire_bytes += wire;
  warc_bytes += stored;
}

}  // namespace crawler::status
