#include "crawler/engine/descriptors.h"

#include <sys/resource.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/log.h"

namespace crawler::engine {
namespace {

// A URL in flight holds a socket, our duplicate of it, a spool file and a resolver's pair; the pool
// of idle connections is as large again.
constexpr rlim_t kPerUrl = 8;
constexpr rlim_t kReserve = 128;  // WARC, index runs, logs, libraries

}  // namespace

unsigned affordable_concurrency(unsigned wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  if (limit.rlim_cur == RLIM_INFINITY) return wanted;
  const rlim_t spare = limit.rlim_cur > kReserve ? limit.rlim_cur - kReserve : 0;
  const rlim_t affordable = std::max<rlim_t>(1, spare / kPerUrl);
  if (affordable >= wanted) return wanted;
  base::log(base::LogLevel::warning,
            fmt::format("concurrency {} instead of {}: only {} files may be open (ulimit -n)",
                        affordable, wanted, limit.rlim_cur));
  return static_cast<unsigned>(affordable);
}

}  // namespace crawler::engine
