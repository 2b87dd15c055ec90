// File descriptors are the first thing a wide crawl runs out of.
#pragma once

namespace crawler::engine {

// Raises the soft limit of open files to the hard one, and says how many of `wanted` URLs in flight
// the limit allows; fewer come with a warning. Call before the crawl opens anything.
unsigned affordable_concurrency(unsigned wanted);

}  // namespace crawler::engine
