// The main path, read this first: one URL from the frontier to its outcome.
//
//   robots -> fetch -> store -> follow
#pragma once

#include <boost/asio/awaitable.hpp>

#include "crawler/engine/services.h"
#include "crawler/frontier/task.h"
#include "crawler/status/outcome.h"

namespace crawler::engine {

// Visits one URL and says what came of it and when its host may be asked again. Throws FatalError
// only.
boost::asio::awaitable<status::Outcome> visit(Services& services, frontier::Task task);

}  // namespace crawler::engine
