// Whether and when a failed fetch is tried again (policies.md 4.2).
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/time.h"

namespace policies {

struct RetryOptions {
  unsigned tries = 3;  // the first one included
};

// What a Retry-After field says, in seconds or as a date (RFC 9110 10.2.3): at least 1 s, at most
// 24 h. Nothing when it is neither.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, base::Timestamp now);

// Is this a failure of the connection, which may work the next time?
bool is_passing(base::Errc error);

// The wait before the next try, or nothing when there is to be none. `attempt` is the number of
// tries made, 1 after the first. Connections that fail, stall or break off and names that do not
// resolve for now: 5 s, doubled each time, at most 300 s. A name that does not exist (not_found),
// TLS errors, refusals and limits: never.
std::optional<std::chrono::seconds> retry_after_error(const RetryOptions& options, base::Errc error,
                                                      unsigned attempt);

// Is this a status whose Retry-After counts, for the URL as for its host? 429, 500, 502, 503, 504.
bool may_ask_for_rest(int status);

// The same for a response. What Retry-After says in seconds or as a date (RFC 9110 10.2.3), at
// least 1 s, at most 24 h. Without a readable one 429 and 503: 60 s, doubled each time, at most
// 1 h; 500, 502 and 504: 5 s, doubled each time, at most 300 s. Other statuses: never.
std::optional<std::chrono::seconds> retry_after_status(const RetryOptions& options, int status,
                                                       std::optional<std::string_view> retry_after,
                                                       base::Timestamp now, unsigned attempt);

}  // namespace policies
