#include "policies/retry.h"

#include <algorithm>

#include "base/encoding.h"

namespace policies {
namespace {

using std::chrono::seconds;

constexpr seconds kMostRetryAfter{24 * 3600};

seconds doubled(seconds first, unsigned attempt, seconds most) {
  const unsigned times = std::min(attempt > 0 ? attempt - 1 : 0, 20u);
  return std::min(first * (1 << times), most);
}

// Digits only, so that "-1", "1e9" and "NaN" are no number of seconds.
std::optional<seconds> parse_seconds(std::string_view text) {
  if (text.empty()) return std::nullopt;
  seconds value{0};
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = std::min(value * 10 + seconds{c - '0'}, kMostRetryAfter);
  }
  return value;
}

}  // namespace

bool is_passing(base::Errc error) {
  switch (error) {
    case base::Errc::connect:
    case base::Errc::timeout:
    case base::Errc::dns:
    case base::Errc::truncated:
    case base::Errc::protocol: return true;
    case base::Errc::invalid:
    case base::Errc::not_found:
    case base::Errc::tls:
    case base::Errc::too_large:
    case base::Errc::refused:
    case base::Errc::cancelled:
    case base::Errc::disk_full:
    case base::Errc::io: return false;
  }
  return false;
}

std::optional<seconds> parse_retry_after(std::string_view value, base::Timestamp now) {
  const std::string_view text = base::trimmed(value);
  std::optional<seconds> wait = parse_seconds(text);
  if (!wait) {
    const std::optional<base::Timestamp> date = base::parse_http_date(text);
    if (!date) return std::nullopt;
    wait = std::chrono::ceil<seconds>(*date - now);
  }
  return std::clamp(*wait, seconds{1}, kMostRetryAfter);
}

bool may_ask_for_rest(int status) {
  return status == 429 || status == 500 || (status >= 502 && status <= 504);
}

std::optional<seconds> retry_after_error(const RetryOptions& options, base::Errc error,
                                         unsigned attempt) {
  if (attempt >= options.tries || !is_passing(error)) return std::nullopt;
  return doubled(seconds{5}, attempt, seconds{300});
}

std::optional<seconds> retry_after_status(const RetryOptions& options, int status,
                                          std::optional<std::string_view> retry_after,
                                          base::Timestamp now, unsigned attempt) {
  if (attempt >= options.tries || !may_ask_for_rest(status)) return std::nullopt;
  std::optional<seconds> told;
  if (retry_after) told = parse_retry_after(*retry_after, now);
  if (told) return told;
  const bool is_busy = status == 429 || status == 503;
  return is_busy ? doubled(seconds{60}, attempt, seconds{3600})
                 : doubled(seconds{5}, attempt, seconds{300});
}

}  // namespace policies
