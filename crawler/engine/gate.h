// "Wake me when something changed": one waiter, any number of knocks. Loop thread only.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace crawler::engine {

class Gate {
 public:
  explicit Gate(boost::asio::io_context& io) : timer_(io) {}

  // Lets the waiter through, or the next one when nobody waits.
  void open() {
    is_open_ = true;
    timer_.cancel();
  }

  // Returns at `moment`, or as soon as open() is called.
  boost::asio::awaitable<void> wait_until(std::chrono::steady_clock::time_point moment) {
    if (!is_open_) {
      timer_.expires_at(moment);
      const auto quietly = boost::asio::as_tuple(boost::asio::use_awaitable);
      co_await timer_.async_wait(quietly);
    }
    is_open_ = false;
  }

 private:
  boost::asio::steady_timer timer_;
  bool is_open_ = false;
};

}  // namespace crawler::engine
