// `varve demo-site`: the sample news site in the foreground.
#pragma once

#include "crawler/demo/demo_site.h"

namespace crawler::demo {

// Prints how to crawl the site, then serves it until SIGINT or SIGTERM. 0, or 1 with a line on
// stderr when it cannot listen. Call it before other threads start: it blocks the two signals in
// the calling thread and leaves them as they were.
int run_demo_site(const DemoSiteOptions& options);

}  // namespace crawler::demo
