// May this URL be asked for now? What can change while a URL waits, asked when it is handed out:
// the control folder, the host's address and its robots.txt. Budgets have been asked by the engine.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>

#include "crawler/engine/services.h"
#include "crawler/frontier/task.h"
#include "crawler/status/outcome.h"

namespace crawler::engine {

struct Permission {
  // Set: the visit ends with this, and nothing is asked of the URL's host.
  std::optional<status::Outcome> ends;
  std::string
      robots;  // "allowed", "disallowed: Disallow: /x" (and fetched all the same), "ignored"
  std::optional<std::chrono::milliseconds> crawl_delay{};
};

// Fetches robots.txt first, where it is not known; that is then this turn's request. The caller
// holds the host's slot. Loop thread only.
boost::asio::awaitable<Permission> may_fetch(Services& services, const frontier::Task& task);

}  // namespace crawler::engine
