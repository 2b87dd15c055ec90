// What of a collection's folder goes into its WACZ: for the crawl that ends, and for `varve pack`.
#pragma once

#include "crawler/engine/collection.h"
#include "warc/wacz.h"

namespace crawler::engine {

// Its sealed WARCs, its index and its page lists, under its name; the date of the package, its main
// page and its logs are the caller's.
warc::WaczInput package_input(const CollectionPaths& paths);

}  // namespace crawler::engine
