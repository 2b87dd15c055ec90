#include "crawler/engine/control.h"

#include <utility>

namespace crawler::engine {
namespace asio = boost::asio;

Control::Control(Services& services, std::filesystem::path folder, std::function<void()> wake,
                 std::function<void()> stop)
    : services_(services),
      folder_(std::move(folder)),
      wake_(std::move(wake)),
      stop_(std::move(stop)),
      timer_(services.io) {}

asio::awaitable<void> Control::watch() { co_return; }

void Control::end() {
  is_over_ = true;
  timer_.cancel();
}

}  // namespace crawler::engine
