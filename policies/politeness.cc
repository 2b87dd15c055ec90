#include "policies/politeness.h"

#include <algorithm>

namespace policies {
namespace {

using std::chrono::milliseconds;

milliseconds capped(const PolitenessOptions& options, std::optional<milliseconds> crawl_delay) {
  return std::min(crawl_delay.value_or(milliseconds{0}), options.crawl_delay_cap);
}

}  // namespace

milliseconds page_delay(const PolitenessOptions& options, milliseconds fetch_time,
                        std::optional<milliseconds> crawl_delay) {
  const milliseconds least = std::max(options.min_delay, milliseconds{0});
  const milliseconds most = std::max(options.max_delay, least);
  const double wanted = options.factor * static_cast<double>(fetch_time.count());
  milliseconds delay = least;
  // Compared as numbers first: neither NaN nor 1e308 has a value in milliseconds.
  if (wanted >= static_cast<double>(most.count())) {
    delay = most;
  } else if (wanted > static_cast<double>(least.count())) {
    delay = milliseconds{static_cast<milliseconds::rep>(wanted)};
  }
  return std::max(delay, capped(options, crawl_delay));
}

milliseconds requisite_gap(const PolitenessOptions& options,
                           std::optional<milliseconds> crawl_delay) {
  const milliseconds gap = std::min(options.requisite_gap, options.min_delay);
  return std::max({gap, capped(options, crawl_delay), milliseconds{0}});
}

}  // namespace policies
