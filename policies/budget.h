// What a crawl may take: in all, for each seed, of each host and of each registrable domain.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "policies/verdict.h"

namespace policies {

struct Limits {
  std::optional<std::uint64_t> pages{};
  std::optional<std::uint64_t> urls{};    // asked for
  std::optional<std::uint64_t> bytes{};   // of WARC files written
  std::optional<std::uint64_t> errors{};  // answers from 400 on and failures
  std::optional<std::chrono::seconds> time{};

  bool is_empty() const { return !pages && !urls && !bytes && !errors && !time; }
};

struct BudgetOptions {
  Limits crawl, seed, host, domain;
};

struct Spent {
  std::uint64_t pages = 0, urls = 0, bytes = 0, errors = 0;
  std::chrono::seconds time{0};
};

// May another page be begun? A limit is spent when it is reached; zero lets nothing through. Of
// several the one that stops more is named: all but pages end a crawl, pages let it be made whole.
Verdict within(const Limits& limits, const Spent& spent);

}  // namespace policies
