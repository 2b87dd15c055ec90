// The only bridge between the loop and its helpers: runs a callable elsewhere and comes back.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace crawler::engine {

// Runs `job` on `worker` (the pool, or the disk strand) and returns its result on the caller's
// executor. What it throws comes back too. Name the job and move it in: g++ 12 miscompiles
// temporaries here. `job` may hold references to the caller's frame, which stays until this
// completes.
template <typename Job>
boost::asio::awaitable<std::invoke_result_t<Job&>> offload(boost::asio::any_io_executor worker,
                                                           Job job) {
  namespace asio = boost::asio;
  using Output = std::invoke_result_t<Job&>;
  const auto home = co_await asio::this_coro::executor;
  auto there = asio::bind_executor(worker, asio::use_awaitable);
  auto back = asio::bind_executor(home, asio::use_awaitable);
  std::optional<Output> output;
  std::exception_ptr failure;
  co_await asio::post(std::move(there));
  try {
    output.emplace(job());
  } catch (...) {
    failure = std::current_exception();
  }
  co_await asio::post(std::move(back));
  if (failure) std::rethrow_exception(failure);
  co_return std::move(*output);
}

}  // namespace crawler::engine
