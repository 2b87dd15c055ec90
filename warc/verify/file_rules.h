// What the records of one file must be to each other (formats 2.3, 2.4, 2.7). Private to verify.
// Memory: 8 to 50 bytes a record. One thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "warc/finding.h"
#include "warc/record_head.h"

namespace warc::verify {

class FileRules {
 public:
  // `report` outlives the rules.
  explicit FileRules(const FindingSink& report) : report_(report) {}

  // Every record, in the order of the file.
  void add(const RecordHead& head);
  // After the last: what only the whole file tells.
  void finish();

 private:
  // Ids and URIs are kept as 64-bit hashes: a file of a million records has one false collision in
  // 40 million.
  using Hash = std::uint64_t;
  struct Reference {
    Hash to;
    std::uint64_t offset;
  };

  void add_id(const RecordHead& head, Hash id);
  void add_links(const RecordHead& head, Hash id);
  void add_capture(const RecordHead& head);
  void report(Severity severity, std::uint64_t offset, std::string_view code,
              std::string message) const;

  const FindingSink& report_;
  bool is_first_ = true;
  std::unordered_set<Hash> ids_;
  std::unordered_set<Hash> warcinfos_;
  std::vector<Reference> to_warcinfos_, to_concurrents_;  // not met yet when they were read
  std::unordered_set<Hash> group_;  // ids of the exchange the last record belongs to
  bool group_has_metadata_ = false;
  std::unordered_set<Hash> revisits_, seconds_;
  std::vector<Reference> to_originals_;
};

}  // namespace warc::verify
