// How often each reason was given: a handful of entries, so a list and no map.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "policies/verdict.h"

namespace crawler::status {

class ReasonCounts {
 public:
  struct Entry {
    policies::Reason reason;
    std::uint64_t count = 0;
    std::string detail;  // of the first verdict
  };

  void add(const policies::Verdict& verdict);

  // Null when the reason was never given.
  const Entry* find(policies::Reason reason) const;
  const std::vector<Entry>& entries() const { return entries_; }

  // "name":{"scope":3,...}; nothing when there are none.
  void write(base::JsonWriter& json, std::string_view name) const;

 private:
  std::vector<Entry> entries_;  // in the order in which they were first given
};

}  // namespace crawler::status
