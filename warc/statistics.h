// Counts the records of archive files by type, media type, status and host, in memory that does not
// grow with the files. Pure; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "warc/record_facts.h"
#include "warc/record_head.h"

namespace warc {

struct Count {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  // of their blocks

  void add(std::uint64_t block_bytes) {
    ++records;
    bytes += block_bytes;
  }
};

// Counts by name. The first `max_names` names have a count of their own, all later ones share
// others(): who was first is chance, but what is frequent comes early.
class Tally {
 public:
  explicit Tally(std::size_t max_names) : max_names_(max_names) {}

  // Only the first 256 bytes of a name count.
  void add(std::string_view name, std::uint64_t block_bytes);

  struct Row {
    std::string name;
    Count count;
  };
  // At most `limit` of them: the most records first, then by name.
  std::vector<Row> top(std::size_t limit) const;
  // Everything top(limit) leaves out.
  Count others(std::size_t limit) const;
  std::size_t names() const { return counts_.size(); }

 private:
  std::size_t max_names_;
  std::unordered_map<std::string, Count> counts_;
  Count rest_;
};

// 100,000 hosts take some 12 MB. The other names are few unless somebody plays tricks.
inline constexpr std::size_t kMaxHosts = 100'000;
inline constexpr std::size_t kMaxOtherNames = 1'000;

struct Statistics {
  Count all;
  Tally types{kMaxOtherNames};
  // Of captures (is_capture()): what no response says is "-".
  Tally statuses{kMaxOtherNames}, mimes{kMaxOtherNames}, hosts{kMaxHosts};
  std::uint64_t captures = 0, revisits = 0;
  std::optional<base::Timestamp> first, last;  // WARC-Date of captures
  std::uint64_t files = 0;
  std::uint64_t stored_bytes = 0;   // of the files
  std::uint64_t decoded_bytes = 0;  // of the records: headers, blocks and what closes them

  void add(const RecordHead& head, const RecordFacts& facts);
  void add_file(std::uint64_t file_bytes);
};

}  // namespace warc
