// Starts a coroutine that nobody awaits, without losing what it throws.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <functional>
#include <utility>

namespace crawler::engine {

using OnFailure = std::function<void(std::exception_ptr)>;

// `on_failure` runs on `executor` when the coroutine ends by an exception. Parameters of the
// coroutine must be values, or references to what outlives the crawl.
inline void spawn(boost::asio::any_io_executor executor, boost::asio::awaitable<void> coroutine,
                  OnFailure on_failure) {
  boost::asio::co_spawn(executor, std::move(coroutine),
                        [on_failure = std::move(on_failure)](std::exception_ptr failure) {
                          if (failure) on_failure(failure);
                        });
}

}  // namespace crawler::engine
