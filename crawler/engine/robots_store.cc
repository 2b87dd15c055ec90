#include "crawler/engine/robots_store.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/log.h"
#include "crawler/extract/json_document.h"
#include "policies/robots_text.h"
#include "warc/line_reader.h"
#include "warc/post_key_form.h"

namespace crawler::engine {
namespace {

// The longest line of ours is a body in Base64 and a URL.
constexpr std::size_t kMaxLineBytes = 3u << 20;

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

// Nothing for what is no Base64.
std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  unsigned count = 0;
  while (text.ends_with('=')) text.remove_suffix(1);
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 255);
  }
  return bytes;
}

std::int64_t seconds_of(base::Timestamp time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::optional<std::int64_t> number_in(const boost::json::value* object, std::string_view name) {
  const boost::json::value* value = extract::member(object, name);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  // Ten thousand years: no arithmetic with it overflows.
  return std::clamp<std::int64_t>(value->get_int64(), 0, 315'360'000'000);
}

std::string to_line(const StoredRobots& robots) {
  base::JsonWriter json;
  json.begin_object().field("origin", std::string_view(robots.origin));
  json.field("fetched", seconds_of(robots.fetched)).field("expires", seconds_of(robots.expires));
  json.field("status", robots.status).field("url", std::string_view(robots.url));
  json.field_if("etag", robots.etag).field_if("modified", robots.modified);
  json.field_if("body", warc::to_base64(robots.body));
  return json.end_object().take() + "\n";
}

std::optional<StoredRobots> from_line(std::string_view line) {
  const extract::JsonDocument document(line);
  if (document.is_damaged() || document.root() == nullptr) return std::nullopt;
  const boost::json::value* root = document.root();
  const auto text = [root](std::string_view name) {
    return std::string(extract::string_of(extract::member(root, name)));
  };
  const auto fetched = number_in(root, "fetched"), expires = number_in(root, "expires");
  const auto status = number_in(root, "status");
  auto body = from_base64(text("body"));
  if (!fetched || !expires || !status || *status > 999 || !body) return std::nullopt;
  StoredRobots robots;
  robots.origin = text("origin");
  robots.fetched = base::Timestamp(std::chrono::seconds(*fetched));
  robots.expires = base::Timestamp(std::chrono::seconds(*expires));
  robots.status = static_cast<int>(*status);
  robots.url = text("url");
  robots.etag = text("etag");
  robots.modified = text("modified");
  robots.body = std::move(*body);
  if (robots.origin.empty() || robots.body.size() > policies::kMaxRobotsBytes) return std::nullopt;
  return robots;
}

}  // namespace

base::Result<RobotsStore> RobotsStore::open(base::Disk& disk,
                                            const std::filesystem::path& directory,
                                            base::Timestamp now,
                                            std::chrono::milliseconds max_age) {
  const auto path = directory / "robots.jsonl", draft = directory / "robots.jsonl.new";
  auto old = disk.open(path, base::OpenMode::append);
  if (!old) return old.error();
  if ((*old)->size() == 0) return RobotsStore(std::move(*old));
  std::map<std::string, Place> last;
  warc::LineReader lines(**old, kMaxLineBytes);
  while (true) {
    const auto line = lines.next();
    if (!line) return line.error();
    if (!*line) break;
    if (lines.is_cut() || !lines.is_terminated()) continue;
    const auto robots = from_line(**line);
    if (!robots || robots->fetched + max_age <= now) continue;
    last[robots->origin] = {lines.line_offset(), (*line)->size()};
  }

  std::vector<std::pair<std::string, Place>> kept(last.begin(), last.end());
  std::sort(kept.begin(), kept.end(),
            [](const auto& a, const auto& b) { return a.second.offset > b.second.offset; });
  auto file = disk.open(draft, base::OpenMode::replace);
  if (!file) return file.error();
  RobotsStore store(std::move(*file));
  for (auto& [origin, place] : kept) {
    if (store.file_->size() + place.size > kMaxBytes) break;
    auto line = (*old)->read_at(place.offset, static_cast<std::size_t>(place.size));
    if (!line) return line.error();
    const std::uint64_t offset = store.file_->size();
    const auto appended = store.file_->append(*line + "\n");
    if (!appended) return appended.error();
    store.places_[origin] = {offset, place.size};
  }
  if (const auto synced = store.file_->sync(); !synced) return synced.error();
  if (const auto renamed = disk.rename(draft, path); !renamed) return renamed.error();
  return store;
}

std::optional<StoredRobots> RobotsStore::find(const std::string& origin,
                                              base::Timestamp now) const {
  const auto known = places_.find(origin);
  if (known == places_.end()) return std::nullopt;
  const Place& place = known->second;
  const auto line = file_->read_at(place.offset, static_cast<std::size_t>(place.size));
  if (!line) {
    base::log(base::LogLevel::warning, "state/robots.jsonl: " + line.error().detail);
    return std::nullopt;
  }
  auto robots = from_line(*line);
  if (!robots || robots->fetched <= now) return robots;
  robots->fetched = now;
  robots->expires = std::min(robots->expires, now);
  return robots;
}

void RobotsStore::put(const StoredRobots& robots) {
  const std::string line = to_line(robots);
  const std::uint64_t offset = file_->size();
  base::value_or_throw(file_->append(line));
  places_[robots.origin] = {offset, line.size() - 1};
}

}  // namespace crawler::engine
