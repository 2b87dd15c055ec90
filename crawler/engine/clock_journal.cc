#include "crawler/engine/clock_journal.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdint>
#include <optional>

#include "base/json.h"

namespace crawler::engine {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kMostBytes = 64 << 20;  // a file of ours holds 100,000 hosts in 10 MB
constexpr std::size_t kMostHosts = 100'000;
constexpr std::size_t kLeastLines = 20'000;  // before it is worth writing the file anew
constexpr milliseconds kLongestRest = std::chrono::hours(24);
constexpr milliseconds kLongestAgain = std::chrono::minutes(5);
// A request may still be under way that long after the rest before it ended.
constexpr milliseconds kStillOfUse = std::chrono::minutes(30);

std::chrono::sys_time<milliseconds> now_by(const base::Clock& clock) {
  return std::chrono::time_point_cast<milliseconds>(clock.now());
}

std::optional<std::int64_t> number_of(const boost::json::object& object, std::string_view name) {
  const boost::json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

}  // namespace

std::string ClockJournal::line_of(const std::string& host, const Rest& rest) {
  base::JsonWriter json;
  json.begin_object().field("at", std::int64_t{rest.began.time_since_epoch().count()});
  json.field("rest", std::int64_t{rest.length.count()}).field("host", host);
  return json.end_object().take();
}

void ClockJournal::take_line(std::string_view line, Rests& rests, bool& is_closed) {
  if (line.empty()) return;
  is_closed = false;
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(line, error);
  if (error || !value.is_object()) return;
  const boost::json::object& object = value.get_object();
  is_closed = object.contains("closed");
  const auto at = number_of(object, "at"), rest = number_of(object, "rest");
  const boost::json::value* host = object.if_contains("host");
  if (!at || !rest || *rest < 0 || host == nullptr || !host->is_string()) return;
  const std::string name(host->get_string());
  if (rests.size() >= kMostHosts && !rests.contains(name)) return;
  const milliseconds length = std::min(milliseconds(*rest), kLongestRest);
  // Bounded, so that no sum of a date and a rest overflows.
  const milliseconds began(std::clamp<std::int64_t>(*at, 0, std::int64_t{1} << 46));
  rests[name] = {std::chrono::sys_time<milliseconds>(began), length};
}

base::Result<base::LineFile> ClockJournal::rewrite(base::Disk& disk,
                                                   const std::filesystem::path& path,
                                                   const Rests& rests) {
  std::string text;
  for (const auto& [host, rest] : rests) text += line_of(host, rest) + "\n";
  if (const auto written = base::write_atomically(disk, path, text); !written) {
    return written.error();
  }
  return base::LineFile::open(disk, path);
}

base::Result<ClockJournal> ClockJournal::open(base::Disk& disk,
                                              const std::filesystem::path& directory,
                                              const base::Clock& clock) {
  const std::filesystem::path path = directory / "clocks.jsonl";
  Rests rests;
  bool is_closed = true;  // nothing there: nobody was asked
  const auto text = base::read_file(disk, path, kMostBytes);
  if (!text && text.error().code != base::Errc::not_found &&
      text.error().code != base::Errc::too_large) {
    return text.error();
  }
  const std::string_view all = text ? std::string_view(*text) : std::string_view();
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find('\n', at), all.size());
    take_line(all.substr(at, end - at), rests, is_closed);
    at = end + 1;
  }

  const auto now = now_by(clock);
  for (auto& [host, rest] : rests) {
    milliseconds left = std::clamp(rest.began + rest.length - now, milliseconds{0}, rest.length);
    if (!is_closed) left = std::max(left, std::min(rest.length, kLongestAgain));
    rest = {now, left};
  }
  std::erase_if(rests, [](const auto& entry) { return entry.second.length.count() == 0; });
  const bool is_new = !text && text.error().code == base::Errc::not_found;
  auto lines = is_new ? base::LineFile::open(disk, path) : rewrite(disk, path, rests);
  if (!lines) return lines.error();
  ClockJournal journal(disk, path, clock, std::move(*lines));
  journal.rests_ = std::move(rests);
  return journal;
}

void ClockJournal::restore(frontier::Frontier& frontier, frontier::TimePoint now) const {
  for (const auto& [host, rest] : rests_) frontier.restore_rest(host, rest.length, now);
}

void ClockJournal::note(const std::string& host, milliseconds length) {
  const Rest rest{now_by(*clock_), length};
  if (rests_.size() < kMostHosts || rests_.contains(host)) rests_[host] = rest;
  const auto appended = lines_.append(line_of(host, rest));
  if (!appended) throw base::FatalError(appended.error());
  if (++lines_written_ >= std::max(kLeastLines, 4 * rests_.size())) compact();
}

// Leaves the last line of each host, while it is of use.
void ClockJournal::compact() {
  const auto now = now_by(*clock_);
  std::erase_if(rests_, [now](const auto& entry) {
    return entry.second.began + entry.second.length + kStillOfUse < now;
  });
  auto lines = rewrite(*disk_, path_, rests_);
  if (!lines) throw base::FatalError(lines.error());
  lines_ = std::move(*lines);
  lines_written_ = 0;
}

base::Result<void> ClockJournal::close() {
  base::JsonWriter json;
  json.begin_object().field("closed", std::int64_t{now_by(*clock_).time_since_epoch().count()});
  return lines_.append(json.end_object().take());
}

}  // namespace crawler::engine
