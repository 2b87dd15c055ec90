#include "crawler/cli/cat_search.h"

#include <cstdlib>
#include <functional>
#include <limits>
#include <tuple>

#include "base/url.h"
#include "warc/record_facts.h"

namespace crawler::cli {
namespace {

using HeadVisitor = std::function<void(const ToolInput&, const warc::RecordHead&)>;

// Every header in `inputs`; the number of faults found.
base::Result<std::uint64_t> for_each_head(const std::vector<ToolInput>& inputs,
                                          const HeadVisitor& visit) {
  std::uint64_t faults = 0;
  const auto hear = [&faults](const warc::Finding& finding) {
    if (finding.severity == warc::Severity::error) ++faults;
  };
  for (const ToolInput& input : inputs) {
    warc::Reader reader(*input.file, {.on_finding = hear});
    while (true) {
      const auto head = reader.next();
      if (!head) return head.error();
      if (*head == nullptr) break;
      visit(input, **head);
    }
  }
  return faults;
}

FoundRecord found(const ToolInput& input, const warc::RecordHead& head) {
  return {input, head.position, head.type.name, std::string(head.field("WARC-Date"))};
}

// The larger, the better.
using Rank = std::tuple<int, std::int64_t>;

Rank rank_of(const warc::RecordHead& head, std::optional<base::Timestamp> near) {
  constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();
  const bool is_capture = warc::is_capture(head);
  const auto date = head.date();
  const std::int64_t time = date ? date->time_since_epoch().count() : kNever;
  if (near && is_capture) {
    return {2, date ? -std::abs(time - near->time_since_epoch().count()) : kNever};
  }
  const bool is_revisit = head.type == warc::kRevisit;
  return {is_capture ? (is_revisit ? 1 : 2) : 0, time};
}

}  // namespace

bool is_url(std::string_view wanted, std::string_view uri) {
  if (wanted == uri) return true;
  if (uri.empty()) return false;
  const auto parsed = base::Url::parse(wanted);
  return parsed && parsed->href() == uri;
}

base::Result<Captures> find_captures(const std::vector<ToolInput>& inputs, std::string_view url,
                                     std::optional<base::Timestamp> near) {
  Captures captures;
  Rank best;
  const auto parsed = base::Url::parse(url);
  const std::string normal(parsed ? parsed->href() : url);
  const auto look = [&](const ToolInput& input, const warc::RecordHead& head) {
    if (head.target_uri() != url && head.target_uri() != normal) return;
    if (warc::is_capture(head)) ++captures.count;
    const Rank rank = rank_of(head, near);
    if (captures.chosen && rank <= best) return;
    best = rank;
    captures.chosen = found(input, head);
  };
  const auto faults = for_each_head(inputs, look);
  if (!faults) return faults.error();
  captures.faults = *faults;
  return captures;
}

base::Result<std::optional<FoundRecord>> find_original(const std::vector<ToolInput>& inputs,
                                                       const warc::RecordHead& revisit) {
  const std::string id(revisit.field("WARC-Refers-To"));
  const std::string_view refers_to_uri = revisit.field("WARC-Refers-To-Target-URI");
  // Old writers refer to the same URL without saying so.
  const std::string uri(refers_to_uri.empty() ? revisit.target_uri() : refers_to_uri);
  const auto date = warc::parse_warc_date(revisit.field("WARC-Refers-To-Date"));
  std::optional<FoundRecord> by_id, by_date;
  const auto look = [&](const ToolInput& input, const warc::RecordHead& head) {
    if (!warc::is_capture(head) || head.type == warc::kRevisit) return;
    if (!by_id && !id.empty() && head.field("WARC-Record-ID") == id) by_id = found(input, head);
    if (!by_date && date && head.target_uri() == uri && head.date() == date) {
      by_date = found(input, head);
    }
  };
  if (const auto faults = for_each_head(inputs, look); !faults) return faults.error();
  return by_id ? by_id : by_date;
}

}  // namespace crawler::cli
