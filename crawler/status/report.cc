#include "crawler/status/report.h"

#include "base/json.h"
#include "base/version.h"

namespace crawler::status {
namespace {

template <typename Map, typename Name>
void write_counts(base::JsonWriter& json, std::string_view key, const Map& counts, Name name) {
  json.key(key).begin_object();
  for (const auto& [what, count] : counts) json.field(name(what), count);
  json.end_object();
}

template <typename Texts>
void write_list(base::JsonWriter& json, std::string_view key, const Texts& texts) {
  json.key(key).begin_array();
  for (const std::string& text : texts) json.value(std::string_view(text));
  json.end_array();
}

}  // namespace

std::string_view name_of(ExitCode code) {
  switch (code) {
    case ExitCode::ok: return "complete";
    case ExitCode::error: return "error";
    case ExitCode::usage: return "usage";
    case ExitCode::disk_full: return "disk_full";
    case ExitCode::job_file: return "job_file";
    case ExitCode::seeds_failed: return "seeds_failed";
    case ExitCode::interrupted: return "interrupted";
    case ExitCode::page_limit: return "page_limit";
    case ExitCode::interrupted_twice: return "interrupted_twice";
    case ExitCode::size_limit: return "size_limit";
    case ExitCode::time_limit: return "time_limit";
    case ExitCode::error_limit: return "error_limit";
    case ExitCode::fatal: return "fatal";
    case ExitCode::url_limit: return "url_limit";
  }
  return "unknown";
}

std::string to_json(const CrawlReport& report) {
  const auto as_text = [](const std::string& text) { return text; };
  const auto as_number = [](int number) { return std::to_string(number); };
  const Stats& stats = report.stats;
  base::JsonWriter json;
  json.begin_object();
  json.field("software", std::string("Varve/") + base::kVersion);
  json.field("result", name_of(report.exit_code));
  json.field("exitCode", static_cast<int>(report.exit_code));
  json.field_if("message", report.message);
  json.field("started", base::to_iso8601(report.started));
  json.field("ended", base::to_iso8601(report.ended));
  json.field("seeds", report.seeds).field("seedsGood", stats.seeds_good());
  json.field("articles", stats.articles);
  json.field("fetched", stats.fetched).field("pages", stats.pages).field("images", stats.images);
  json.field("redirects", stats.redirects)
      .field("failed", stats.failed)
      .field("refused", stats.refused);
  json.field("retries", stats.retries);
  json.field("wireBytes", stats.wire_bytes).field("warcBytes", stats.warc_bytes);
  json.field("known", static_cast<std::uint64_t>(report.left.known));
  json.field("left", static_cast<std::uint64_t>(report.left.queued + report.left.in_flight));
  json.field("parked", static_cast<std::uint64_t>(report.left.parked));
  report.parked.write(json, "parkedFor");
  json.field("dropped", static_cast<std::uint64_t>(report.left.dropped));
  write_counts(json, "byStatus", stats.by_status(), as_number);
  write_counts(json, "byMime", stats.by_mime(), as_text);
  write_counts(json, "byReason", stats.by_reason(), as_text);
  write_counts(json, "linksSkipped", stats.skipped(), as_text);
  write_counts(json, "botWalls", stats.bot_walls(), as_text);
  json.field("soft404s", stats.soft_404s);
  write_list(json, "sessionParameters", stats.sessions());
  write_list(json, "warcs", report.warcs);
  json.field_if("wacz", report.wacz.filename().string());
  json.field_if("mainPage", report.main_page);
  return json.end_object().take();
}

}  // namespace crawler::status
