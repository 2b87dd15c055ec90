// collections/NAME/control/: files that steer a running crawl (docs/control.md). Each change is
// logged and written into the archive as a metadata record.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <filesystem>
#include <functional>

#include "crawler/engine/services.h"

namespace crawler::engine {

class Control {
 public:
  // `wake` lets the engine look at what has changed; `stop` ends the crawl as a signal would.
  // Everything outlives the object. Loop thread only.
  Control(Services& services, std::filesystem::path folder, std::function<void()> wake,
          std::function<void()> stop);

  // Looks twice a second, until end() is called.
  boost::asio::awaitable<void> watch();
  void end();

 private:
  Services& services_;
  std::filesystem::path folder_;
  std::function<void()> wake_, stop_;
  boost::asio::steady_timer timer_;
  bool is_over_ = false;
};

}  // namespace crawler::engine
