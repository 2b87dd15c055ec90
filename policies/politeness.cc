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

milliseconds jittered(const PolitenessOptions& options, milliseconds rest, double chance) {
  // Written so that what is no number adds nothing.
  if (!(options.jitter > 0 && chance > 0)) return rest;
  const double part = std::min(options.jitter, 1.0) * std::min(chance, 1.0);
  return rest +
         milliseconds{static_cast<milliseconds::rep>(part * static_cast<double>(rest.count()))};
}

milliseconds burst_delay(milliseconds page_delay, unsigned requisites) {
  return page_delay * std::clamp(requisites, 10u, 40u) / 10;
}

milliseconds address_gap(const PolitenessOptions& options, bool of_pages) {
  const milliseconds gap = of_pages ? options.ip_gap : options.requisite_gap;
  return std::max(std::min(gap, options.min_delay), milliseconds{0});
}

milliseconds time_for(std::uint64_t bytes, std::optional<std::uint64_t> bytes_per_second) {
  if (!bytes_per_second || *bytes_per_second == 0) return milliseconds{0};
  constexpr milliseconds kDay = std::chrono::hours(24);
  const double time = 1000.0 * static_cast<double>(bytes) / static_cast<double>(*bytes_per_second);
  if (time >= static_cast<double>(kDay.count())) return kDay;
  return milliseconds{static_cast<milliseconds::rep>(time)};
}

}  // namespace policies
