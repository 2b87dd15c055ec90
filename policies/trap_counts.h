// Trap rules that count: how many dates, queries and combinations of filters a site has named so
// far. Loop thread only.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "policies/candidate.h"
#include "policies/trap_recent.h"
#include "policies/trap_rules.h"
#include "policies/trap_shape.h"
#include "policies/verdict.h"

namespace policies {

class TrapCounts {
 public:
  explicit TrapCounts(std::chrono::year_month_day today) : today_(today) {}

  // Counts a URL that is new and says whether it is one too many.
  Verdict count(const TrapOptions& options, const Candidate& candidate, const TrapShape& shape);

 private:
  // URLs of one template and one set of parameters.
  struct Queries {
    std::uint64_t weight = 0;  // in tenths of a URL
    std::array<std::uint32_t, 8> first{};
  };
  // Values of one parameter of a path, until they are too many to be choices.
  struct Choice {
    std::uint32_t name = 0;
    std::vector<std::uint32_t> values;
  };
  struct Path {
    std::vector<std::uint32_t> key_sets;
    std::vector<Choice> choices;
    std::uint64_t combinations = 0;
  };

  Verdict count_dates(const TrapOptions& options, const TrapShape& shape);
  Verdict count_queries(const TrapOptions& options, const Candidate& candidate,
                        const TrapShape& shape);
  Verdict count_key_sets(const TrapOptions& options, const TrapShape& shape);
  Verdict count_facets(const TrapOptions& options, const TrapShape& shape);
  std::uint64_t weight_of(Queries& queries, const Candidate& candidate,
                          const TrapShape& shape) const;
  static bool is_known_combination(Path& path, const TrapShape& shape);

  std::chrono::year_month_day today_;
  RecentMap<std::uint64_t> dates_{20'000};
  RecentMap<Queries> queries_{20'000};
  RecentMap<Path> paths_{3'000};
};

}  // namespace policies
