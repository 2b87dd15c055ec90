// What a whole crawl may take: --limit, --size-limit, --time-limit.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "policies/verdict.h"

namespace policies {

struct Budget {
  std::optional<std::uint64_t> pages{};
  std::optional<std::uint64_t> bytes{};  // of WARC files written
  std::optional<std::chrono::seconds> time{};
};

struct Spent {
  std::uint64_t pages = 0;
  std::uint64_t bytes = 0;
  std::chrono::seconds time{0};
};

// May another page be begun? A limit is spent when it is reached; zero lets nothing through. Of
// several the one that stops more is named: bytes and time end a crawl, pages let it be made whole.
Verdict within(const Budget& budget, const Spent& spent);

}  // namespace policies
