// How long a host rests between requests (policies.md 4.2). The frontier adds the result to the
// moment a fetch ended; it does the counting of requests in flight.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace policies {

struct PolitenessOptions {
  std::chrono::milliseconds min_delay{1000}, max_delay{30'000};
  double factor = 5;    // rest this many times as long as the fetch took
  double jitter = 0.1;  // of each rest, at most, on top of it: hosts shall not march in step
  std::chrono::milliseconds requisite_gap{250};
  unsigned requisites_in_flight = 6;  // of one page, on one host: what a browser does
  unsigned per_host = 1;              // pages in flight
  std::chrono::milliseconds crawl_delay_cap{300'000};
  unsigned domain_hosts = 4;                      // of one registrable domain, served at a time
  std::chrono::milliseconds ip_gap{500};          // between pages from one IP address
  unsigned ip_in_flight = 6;                      // URLs of one IP address
  std::chrono::milliseconds error_pause{30'000};  // after a failed connection, doubled each time
  std::chrono::milliseconds max_wait{3'600'000};  // what a crawl waits for
  double max_rate = 0;                            // requests a second in all; 0: no limit
  std::optional<std::uint64_t> bandwidth{};       // bytes a second, in all
  std::optional<std::uint64_t> host_bandwidth{};  // and from one host
};

// `factor` times the fetch, at least min_delay, at most max_delay (min_delay wins when it is the
// larger), and at least the declared Crawl-delay up to its cap. Never negative; senseless numbers
// (negative times, a factor that is no number) give the nearest bound.
std::chrono::milliseconds page_delay(const PolitenessOptions& options,
                                     std::chrono::milliseconds fetch_time,
                                     std::optional<std::chrono::milliseconds> crawl_delay);

// The rest between two requisites of one page on one host. Never more than min_delay, so that
// --delay 0 means none; but a declared Crawl-delay holds for requisites too.
std::chrono::milliseconds requisite_gap(const PolitenessOptions& options,
                                        std::optional<std::chrono::milliseconds> crawl_delay);

// `rest` and a part of options.jitter of it on top, never less than `rest`; `chance` is from 0
// to 1.
std::chrono::milliseconds jittered(const PolitenessOptions& options, std::chrono::milliseconds rest,
                                   double chance);

// What a burst of requisites costs its host before the next page: page_delay for each ten of them,
// at least once, at most four times.
std::chrono::milliseconds burst_delay(std::chrono::milliseconds page_delay, unsigned requisites);

// Between the starts of two pages, or of two requisites, at one IP address. Never more than
// min_delay, so that --delay 0 means none.
std::chrono::milliseconds address_gap(const PolitenessOptions& options, bool of_pages);

// How long `bytes` take at `bytes_per_second`, at most a day; zero without a limit.
std::chrono::milliseconds time_for(std::uint64_t bytes,
                                   std::optional<std::uint64_t> bytes_per_second);

}  // namespace policies
