#include "crawler/cli/explain_history.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/time.h"
#include "crawler/cli/explain_collection.h"
#include "crawler/frontier/frontier.h"

namespace crawler::cli {
namespace {

constexpr std::size_t kMostLines = 10;
// Each step is a reading of the log.
constexpr std::size_t kMostSteps = 30;

std::string last_of(const std::vector<std::string>& lines) {
  return lines.empty() ? std::string() : lines.back();
}

// The last URL of the log with the same key, where `url` itself is not in it.
base::Result<std::string> twin_of(base::Disk& disk, const std::filesystem::path& log,
                                  const base::Url& url, const policies::KeyMaker& keys) {
  const std::string key = keys.key(url).text;
  const std::string begin = "\"url\":\"" + url.origin();
  std::string twin;
  const auto read = for_each_line(disk, log, [&](std::string_view line) {
    const std::size_t at = line.find(begin);
    if (at == std::string_view::npos) return true;
    const std::size_t from = at + 7;
    const std::string_view href = line.substr(from, line.find('"', from) - from);
    const auto other = base::Url::parse(href);
    if (other && keys.key(*other).text == key) twin = href;
    return true;
  });
  if (!read) return read.error();
  return twin;
}

// The lines about the documents that led to the one `line` is about, the seed's first.
base::Result<std::vector<std::string>> chain_of(base::Disk& disk, const std::filesystem::path& log,
                                                const std::string& line) {
  std::vector<std::string> chain;
  std::string via = text_in(line, "via");
  while (!via.empty() && chain.size() < kMostSteps) {
    const auto found = lines_about(disk, log, "url", via, 1);
    if (!found) return found.error();
    if (found->empty()) break;
    chain.push_back(found->back());
    via = text_in(found->back(), "via");
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::string step(const std::string& line) {
  const std::string hops = text_in(line, "hops");
  return fmt::format("{:<4} {}", hops.empty() ? "seed" : hops.substr(hops.size() - 1),
                     text_in(line, "url"));
}

std::vector<std::string> steps_of(const History& history) {
  std::vector<std::string> steps;
  if (history.found().empty()) return steps;
  for (const std::string& line : history.chain) steps.push_back(step(line));
  const std::string via = text_in(history.found(), "via");
  if (history.chain.empty() && !via.empty()) steps.push_back("from " + via);
  steps.push_back(step(history.found()));
  return steps;
}

// "2026-11-22T10:31:26.123Z fetched 200 text/html, 1234 B" of a line of either log.
std::string told(const std::string& line) {
  std::string text = fmt::format("{} {}", text_in(line, "ts"), text_in(line, "outcome"));
  const auto add = [&](const char* name, const char* before, const char* after = "") {
    const std::string value = text_in(line, name);
    if (!value.empty()) text += before + value + after;
  };
  add("status", " ");
  add("mime", " ");
  add("reason", " ");
  add("detail", ": ");
  add("error", ", ");
  add("errorDetail", ": ");
  add("bytes", ", ", " B");
  if (text_in(line, "attempt") != "1") add("attempt", ", attempt ");
  add("truncated", ", cut: ");
  add("robots", ", robots.txt: ");
  add("botWall", ", a bot wall: ");
  return text;
}

std::vector<std::string> told(const std::vector<std::string>& lines) {
  std::vector<std::string> texts;
  for (const std::string& line : lines) texts.push_back(told(line));
  return texts;
}

std::vector<std::string> flattened(const std::vector<std::string>& lines) {
  std::vector<std::string> texts;
  for (const std::string& line : lines) texts.push_back(flat(line, {"url"}));
  return texts;
}

std::vector<std::string> places_of(const std::vector<warc::CdxEntry>& captures) {
  std::vector<std::string> places;
  for (const warc::CdxEntry& capture : captures) {
    places.push_back(fmt::format("{} {} {} archive/{} at {}", capture.timestamp14, capture.status,
                                 capture.mime, capture.filename, capture.offset));
  }
  return places;
}

std::string reason_in(const std::string& line) {
  const std::string detail = text_in(line, "detail");
  return text_in(line, "reason") + (detail.empty() ? "" : ": " + detail);
}

}  // namespace

const std::string& History::found() const {
  static const std::string kNothing;
  for (const auto* lines : {&log, &errors, &left, &skipped}) {
    if (!lines->empty()) return lines->back();
  }
  return kNothing;
}

base::Result<History> history_of(base::Disk& disk, const engine::CollectionPaths& paths,
                                 const base::Url& url, const policies::KeyMaker& keys) {
  History history;
  const base::Url plain = url.without_fragment();
  const std::string_view href = plain.href();
  const auto get = [&](const std::filesystem::path& file, std::string_view name,
                       std::string_view value,
                       std::vector<std::string>& lines) -> base::Result<void> {
    auto found = lines_about(disk, file, name, value, kMostLines);
    if (!found) return found.error();
    lines = std::move(*found);
    return {};
  };
  const std::filesystem::path log = paths.logs() / "crawl.jsonl";
  const std::string host = frontier::host_key(url);
  std::vector<std::string> hosts, seeds, clocks;
  for (const base::Result<void>& read :
       {get(log, "url", href, history.log),
        get(paths.logs() / "errors.jsonl", "url", href, history.errors),
        get(paths.reports() / "skipped.jsonl", "url", href, history.skipped),
        get(paths.reports() / "left.jsonl", "url", href, history.left),
        get(paths.reports() / "hosts.jsonl", "host", host, hosts),
        get(paths.state() / "clocks.jsonl", "host", host, clocks)}) {
    if (!read) return read.error();
  }
  if (history.log.empty()) {
    auto twin = twin_of(disk, log, plain, keys);
    if (!twin) return twin.error();
    history.twin = std::move(*twin);
  }
  auto captures = captures_of(disk, paths, plain.without_credentials().href(), kMostLines);
  if (!captures) return captures.error();
  history.captures = std::move(*captures);
  auto chain = chain_of(disk, log, history.found());
  if (!chain) return chain.error();
  history.chain = std::move(*chain);
  const std::string& first = history.chain.empty() ? history.found() : history.chain.front();
  const auto read = get(paths.reports() / "seeds.jsonl", "url", text_in(first, "url"), seeds);
  if (!read) return read.error();
  history.host = last_of(hosts);
  history.seed = last_of(seeds);
  history.clock = last_of(clocks);
  return history;
}

namespace {

// "to rest 1.5 s from 2026-11-22T10:31:26.123Z" of a line of state/clocks.jsonl.
std::string told_rest(const std::string& line) {
  const auto number = [&line](std::string_view name) {
    const std::string text = text_in(line, name);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::chrono::milliseconds(value);
  };
  const base::Timestamp began{number("at")};
  return fmt::format("last told to rest {} s from {}",
                     static_cast<double>(number("rest").count()) / 1000, base::to_iso8601(began));
}

}  // namespace

void explain_history(const History& history, Explanation& explanation) {
  explanation.add("twin", history.twin);
  if (!history.log.empty()) explanation.add("tags", text_in(history.log.back(), "robotsTags"));
  if (!history.clock.empty()) explanation.add("clock", told_rest(history.clock));
  if (!history.host.empty()) explanation.add("budget", flat(history.host, {"host"}));
  if (!history.seed.empty()) {
    explanation.add("seed", text_in(history.seed, "url") + ": " + flat(history.seed, {"url"}));
  }
  explanation.add_list("found", steps_of(history));
  explanation.add_list("log", told(history.log), history.log);
  explanation.add_list("errors", told(history.errors), history.errors);
  explanation.add_list("skipped", flattened(history.skipped), history.skipped);
  explanation.add_list("left", flattened(history.left), history.left);
  explanation.add_list("archived", places_of(history.captures));
}

std::string outcome_of(const History& history) {
  if (!history.log.empty()) {
    const std::string& line = history.log.back();
    const std::string outcome = text_in(line, "outcome");
    const std::string when = text_in(line, "ts");
    if (outcome == "fetched")
      return fmt::format("was fetched: {} at {}", text_in(line, "status"), when);
    if (!text_in(line, "reason").empty()) return "not fetched: " + reason_in(line);
    return fmt::format("not fetched: {}: {}, at {}", text_in(line, "error"),
                       text_in(line, "errorDetail"), when);
  }
  if (!history.twin.empty()) return "not fetched: it is the same as " + history.twin;
  if (!history.left.empty()) {
    const std::string& line = history.left.back();
    if (text_in(line, "state") == "parked") return "not fetched, but parked: " + reason_in(line);
    return "not fetched: it was still queued when the crawl ended";
  }
  if (!history.skipped.empty()) return "not fetched: " + reason_in(history.skipped.back());
  return {};
}

}  // namespace crawler::cli
