// Numbers as people write them in a job file or on the command line.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/error.h"

namespace crawler::job {

// "42"; at most 2^63-1.
base::Result<std::uint64_t> parse_count(std::string_view text);

// Bytes: "500", "64KiB", "1.5 MB", "2GB". K, M, G, T alone and with B are powers of 1000, Ki, Mi,
// Gi, Ti of 1024. At most 2^53.
base::Result<std::uint64_t> parse_bytes(std::string_view text);

// Time: "2.5" and "2.5s" are seconds, then "300ms", "10m", "2h", "1d". At most 10 years.
base::Result<std::chrono::milliseconds> parse_duration(std::string_view text);

// "5" or "0.5"; not negative, at most 1e6.
base::Result<double> parse_factor(std::string_view text);

// yes, true, on, 1 / no, false, off, 0.
base::Result<bool> parse_flag(std::string_view text);

}  // namespace crawler::job
