// libcurl transfers on an Asio loop: curl_multi_socket_action driven by readiness of descriptors
// and one timer. Knows nothing of HTTP; what a transfer does is set on its easy handle by the
// caller. Everything here runs on the thread of the io_context.
#pragma once

#include <curl/curl.h>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <map>
#include <memory>

#include "crawler/net/curl_handles.h"

namespace crawler::net {

class CurlLoop {
 public:
  // `max_connections` are kept open at most, idle ones included.
  CurlLoop(boost::asio::io_context& io, long max_connections);
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;
  // Transfers still running are dropped without completing: cancel_all() and run the loop first.
  ~CurlLoop();

  // Runs the transfer set up on `easy`, which must live until this completes. The handle may be
  // used again afterwards; its connection stays in the loop's pool.
  boost::asio::awaitable<CURLcode> perform(CURL* easy);

  // Every running transfer completes soon with CURLE_ABORTED_BY_CALLBACK.
  void cancel_all();

 private:
  struct Watch;
  using Handler = boost::asio::any_completion_handler<void(CURLcode)>;

  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self,
                       void* unused) noexcept;
  static int on_timer(CURLM* multi, long timeout_ms, void* self) noexcept;
  static int on_close(void* self, curl_socket_t socket) noexcept;

  void start(CURL* easy, Handler handler);
  void complete(CURL* easy, CURLcode code);
  bool watch(curl_socket_t socket, int what);  // false: no descriptor left
  void arm(const std::shared_ptr<Watch>& watch, bool for_reading);
  void set_timer(long timeout_ms);
  void act(curl_socket_t socket, int events);
  void collect_finished();

  boost::asio::io_context& io_;
  boost::asio::steady_timer timer_;
  // A pending wait shares the watch with this map: the wait may outlive the entry by one loop turn.
  std::map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  std::map<CURL*, Handler> running_;
  MultiHandle multi_;
};

}  // namespace crawler::net
