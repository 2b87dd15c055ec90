#include "crawler/status/reason_counts.h"

#include <algorithm>

namespace crawler::status {

const ReasonCounts::Entry* ReasonCounts::find(policies::Reason reason) const {
  const auto is_it = [reason](const Entry& entry) { return entry.reason == reason; };
  const auto found = std::find_if(entries_.begin(), entries_.end(), is_it);
  return found == entries_.end() ? nullptr : &*found;
}

void ReasonCounts::add(const policies::Verdict& verdict) {
  for (Entry& entry : entries_) {
    if (entry.reason != verdict.reason) continue;
    ++entry.count;
    return;
  }
  entries_.push_back({verdict.reason, 1, verdict.detail});
}

void ReasonCounts::write(base::JsonWriter& json, std::string_view name) const {
  if (entries_.empty()) return;
  json.key(name).begin_object();
  for (const Entry& entry : entries_) json.field(policies::name_of(entry.reason), entry.count);
  json.end_object();
}

}  // namespace crawler::status
