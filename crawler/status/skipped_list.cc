#include "crawler/status/skipped_list.h"

#include <string>

#include "base/json.h"

namespace crawler::status {
namespace {

std::string_view name_of(policies::LinkKind kind) {
  switch (kind) {
    case policies::LinkKind::page: return "page";
    case policies::LinkKind::requisite: return "requisite";
    case policies::LinkKind::prerequisite: return "prerequisite";
  }
  return "unknown";
}

std::string line_of(const policies::Candidate& candidate, const policies::Verdict& verdict,
                    base::Timestamp now) {
  base::JsonWriter json;
  json.begin_object();
  json.field("ts", base::to_iso8601(now));
  json.field("url", candidate.url.href());
  json.field("reason", policies::name_of(verdict.reason));
  json.field_if("detail", verdict.detail);
  if (verdict.parks) json.field("parked", true);
  json.field("kind", name_of(candidate.kind));
  json.field("hops", std::string_view(candidate.hop_path));
  json.field_if("via", candidate.via);
  json.field("depth", candidate.depth);
  json.field("seed", static_cast<std::uint64_t>(candidate.seed));
  return json.end_object().take();
}

}  // namespace

base::Result<SkippedList> SkippedList::open(base::Disk& disk,
                                            const std::filesystem::path& directory,
                                            std::uint64_t max_lines) {
  const std::filesystem::path path = directory / "skipped.jsonl";
  const auto removed = disk.remove(path);
  if (!removed && removed.error().code != base::Errc::not_found) return removed.error();
  auto lines = base::LineFile::open(disk, path);
  if (!lines) return lines.error();
  return SkippedList(std::move(*lines), max_lines);
}

bool SkippedList::add(const policies::Candidate& candidate, const policies::Verdict& verdict,
                      base::Timestamp now) {
  // An odd factor: no two reasons of one URL share a number.
  constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15;
  const std::uint64_t url = frontier::fingerprint(key_, candidate.url.href());
  const std::uint64_t print = url + kSpread * static_cast<std::uint64_t>(verdict.reason);
  if (listed_.contains(print)) return false;
  if (listed_.size() >= max_lines_) {
    ++not_listed_;
    return true;
  }
  listed_.insert(print);
  base::value_or_throw(lines_.append(line_of(candidate, verdict, now)));
  return true;
}

base::Result<void> SkippedList::close() {
  if (not_listed_ == 0) return {};
  base::JsonWriter json;
  json.begin_object().field("notListed", not_listed_);
  return lines_.append(json.end_object().take());
}

}  // namespace crawler::status
