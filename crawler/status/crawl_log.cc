#include "crawler/status/crawl_log.h"

#include "base/json.h"

namespace crawler::status {
namespace {

std::string_view name_of(policies::LinkKind kind) {
  switch (kind) {
    case policies::LinkKind::page: return "page";
    case policies::LinkKind::requisite: return "requisite";
    case policies::LinkKind::prerequisite: return "probe";  // robots.txt has no line here
  }
  return "unknown";
}

}  // namespace

std::string to_log_line(const frontier::Task& task, const Outcome& outcome) {
  base::JsonWriter json;
  json.begin_object();
  json.field("ts", base::to_iso8601(outcome.started));
  json.field("url", task.candidate.url.href());
  json.field("outcome", status::name_of(outcome.kind));
  if (!outcome.verdict) json.field("reason", policies::name_of(outcome.verdict.reason));
  json.field_if("detail", outcome.verdict.detail);
  if (outcome.error) {
    json.field("error", base::name_of(outcome.error->code));
    json.field("errorDetail", std::string_view(outcome.error->detail));
  }
  if (outcome.status != 0) json.field("status", outcome.status);
  json.field_if("mime", outcome.mime);
  json.field("kind", name_of(task.candidate.kind));
  json.field("hops", std::string_view(task.candidate.hop_path));
  json.field_if("via", task.candidate.via);
  json.field("depth", task.candidate.depth);
  json.field("attempt", task.attempt);
  json.field("durationMs", static_cast<std::int64_t>(outcome.duration.count()));
  json.field("bytes", outcome.wire_bytes);
  json.field("links", static_cast<std::uint64_t>(outcome.links));
  json.field_if("ip", outcome.ip);
  json.field_if("digest", outcome.digest);
  json.field_if("robots", outcome.robots);
  json.field_if("robotsTags", outcome.robots_tags);
  json.field_if("botWall", outcome.bot_wall);
  if (outcome.is_soft_404) json.field("soft404", true);
  json.field_if("truncated", outcome.truncated);
  if (outcome.location) {
    json.field("filename", std::string_view(outcome.location->filename));
    json.field("offset", outcome.location->offset);
    json.field("length", outcome.location->length);
  }
  if (!outcome.notes.empty()) {
    json.key("notes").begin_array();
    for (const std::string& note : outcome.notes) json.value(std::string_view(note));
    json.end_array();
  }
  return json.end_object().take();
}

base::Result<CrawlLog> CrawlLog::open(base::Disk& disk, const std::filesystem::path& directory) {
  auto crawl = base::LineFile::open(disk, directory / "crawl.jsonl");
  if (!crawl) return crawl.error();
  auto errors = base::LineFile::open(disk, directory / "errors.jsonl");
  if (!errors) return errors.error();
  return CrawlLog(std::move(*crawl), std::move(*errors));
}

void CrawlLog::write(const frontier::Task& task, const Outcome& outcome) {
  if (outcome.kind == OutcomeKind::postponed || outcome.kind == OutcomeKind::parked) return;
  const std::string line = to_log_line(task, outcome);
  if (outcome.is_final()) base::value_or_throw(crawl_.append(line));
  if (outcome.error || outcome.kind == OutcomeKind::retry) {
    base::value_or_throw(errors_.append(line));
  }
}

}  // namespace crawler::status
