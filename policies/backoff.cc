#include "policies/backoff.h"

#include <algorithm>

namespace policies {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kFirstBusyPause{60};
constexpr milliseconds kLongestDoubled = hours(1);
constexpr milliseconds kRowPause = hours(6);
constexpr seconds kLeastRetryAfter{1}, kMostRetryAfter{24 * 3600};
constexpr unsigned kForbiddenRow = 10, kErrorRow = 5;
constexpr std::uint8_t kMostDoublings = 20;  // far beyond the longest pause, far below an overflow

// `first` * 2^doublings, and one doubling more from now on.
milliseconds doubled(milliseconds first, std::uint8_t& doublings) {
  const milliseconds start = std::clamp(first, milliseconds{0}, kLongestDoubled);
  const milliseconds pause = std::min(start * (std::int64_t{1} << doublings), kLongestDoubled);
  doublings = std::min<std::uint8_t>(doublings + 1, kMostDoublings);
  return pause;
}

void halve(std::uint8_t& doublings) {
  if (doublings > 0) --doublings;
}

}  // namespace

milliseconds Backoff::busy(std::optional<seconds> retry_after) {
  forbidden_in_row_ = errors_in_row_ = rounds_ = 0;
  is_unreachable_ = false;
  if (retry_after) return std::clamp(*retry_after, kLeastRetryAfter, kMostRetryAfter);
  return doubled(kFirstBusyPause, busy_doublings_);
}

milliseconds Backoff::forbidden() {
  errors_in_row_ = rounds_ = 0;
  is_unreachable_ = false;
  if (++forbidden_in_row_ < kForbiddenRow) return milliseconds{0};
  forbidden_in_row_ = 0;
  return kRowPause;
}

milliseconds Backoff::no_connection(milliseconds first) {
  forbidden_in_row_ = 0;
  is_unreachable_ = true;
  if (++errors_in_row_ < kErrorRow) return doubled(first, error_doublings_);
  errors_in_row_ = error_doublings_ = 0;
  ++rounds_;
  return kRowPause;
}

void Backoff::good() {
  forbidden_in_row_ = errors_in_row_ = rounds_ = 0;
  is_unreachable_ = false;
  halve(busy_doublings_);
  halve(error_doublings_);
}

}  // namespace policies
