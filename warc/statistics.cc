#include "warc/statistics.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/url.h"
#include "warc/record.h"

namespace warc {
namespace {

constexpr std::size_t kMaxName = 256;

std::string or_dash(std::string text) { return text.empty() ? "-" : std::move(text); }

std::string host_of(std::string_view uri) {
  const auto url = base::Url::parse(uri);
  return or_dash(url ? std::string(url->host()) : std::string());
}

std::string status_name(int status) { return status == 0 ? "-" : std::to_string(status); }

}  // namespace

void Tally::add(std::string_view name, std::uint64_t block_bytes) {
  const std::string key(name.substr(0, kMaxName));
  const auto found = counts_.find(key);
  if (found != counts_.end()) {
    found->second.add(block_bytes);
  } else if (counts_.size() < max_names_) {
    counts_[key].add(block_bytes);
  } else {
    rest_.add(block_bytes);
  }
}

std::vector<Tally::Row> Tally::top(std::size_t limit) const {
  std::vector<Row> rows;
  rows.reserve(counts_.size());
  for (const auto& [name, count] : counts_) rows.push_back({name, count});
  const auto more = [](const Row& a, const Row& b) {
    return a.count.records != b.count.records ? a.count.records > b.count.records : a.name < b.name;
  };
  std::sort(rows.begin(), rows.end(), more);
  if (rows.size() > limit) rows.resize(limit);
  return rows;
}

Count Tally::others(std::size_t limit) const {
  Count others = rest_;
  for (const auto& [name, count] : counts_) {
    others.records += count.records;
    others.bytes += count.bytes;
  }
  for (const Row& row : top(limit)) {
    others.records -= row.count.records;
    others.bytes -= row.count.bytes;
  }
  return others;
}

void Statistics::add(const RecordHead& head, const RecordFacts& facts) {
  all.add(facts.block_bytes);
  types.add(or_dash(head.type.name), facts.block_bytes);
  decoded_bytes += head.raw.size() + facts.block_bytes + kRecordEnd.size();
  if (!is_capture(head)) return;
  ++captures;
  if (head.type == kRevisit) ++revisits;
  statuses.add(status_name(facts.status), facts.block_bytes);
  mimes.add(or_dash(facts.mime), facts.block_bytes);
  hosts.add(host_of(head.target_uri()), facts.block_bytes);
  if (const auto date = head.date()) {
    first = std::min(first.value_or(*date), *date);
    last = std::max(last.value_or(*date), *date);
  }
}

void Statistics::add_file(std::uint64_t file_bytes) {
  ++files;
  stored_bytes += file_bytes;
}

}  // namespace warc
