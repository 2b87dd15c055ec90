#include "crawler/net/curl_loop.h"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/append.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <utility>
#include <vector>

namespace crawler::net {
namespace asio = boost::asio;

// The readiness wait on one of libcurl's sockets. It watches a duplicate: libcurl may close its own
// descriptor, and the kernel may hand the number out again, before the wait is cancelled
// (curl issues 9799, 14976, 16026).
struct CurlLoop::Watch {
  Watch(asio::io_context& io, curl_socket_t original, int duplicate)
      : socket(original), descriptor(io, duplicate) {}

  curl_socket_t socket;
  asio::posix::stream_descriptor descriptor;
  bool wants_read = false, wants_write = false;
  bool read_pending = false, write_pending = false;
  bool dropped = false;
};

CurlLoop::CurlLoop(asio::io_context& io, long max_connections)
    : io_(io), timer_(io), multi_(curl_multi_init()) {
  if (!multi_) throw std::bad_alloc();
  CURLM* const multi = multi_.get();
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &CurlLoop::on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &CurlLoop::on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, max_connections);
}

CurlLoop::~CurlLoop() {
  for (auto& [easy, handler] : running_) curl_multi_remove_handle(multi_.get(), easy);
  running_.clear();
  // Before the maps its callbacks use: closing connections calls on_socket and on_close.
  multi_.reset();
  watches_.clear();
}

asio::awaitable<CURLcode> CurlLoop::perform(CURL* easy) {
  return asio::async_initiate<const asio::use_awaitable_t<>&, void(CURLcode)>(
      [this, easy](auto handler) { start(easy, Handler(std::move(handler))); },
      asio::use_awaitable);
}

void CurlLoop::start(CURL* easy, Handler handler) {
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &CurlLoop::on_close);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
  running_.emplace(easy, std::move(handler));
  if (curl_multi_add_handle(multi_.get(), easy) != CURLM_OK) complete(easy, CURLE_FAILED_INIT);
}

void CurlLoop::complete(CURL* easy, CURLcode code) {
  auto found = running_.extract(easy);
  if (found.empty()) return;
  curl_multi_remove_handle(multi_.get(), easy);
  // Posted, so that the waiting coroutine never runs inside one of libcurl's callbacks.
  asio::post(io_, asio::append(std::move(found.mapped()), code));
}

void CurlLoop::cancel_all() {
  std::vector<CURL*> all;
  for (const auto& [easy, handler] : running_) all.push_back(easy);
  for (CURL* easy : all) complete(easy, CURLE_ABORTED_BY_CALLBACK);
}

int CurlLoop::on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void*) noexcept {
  auto& loop = *static_cast<CurlLoop*>(self);
  if (loop.watch(socket, what)) return 0;
  // No descriptor left to watch it with: this transfer fails, from outside libcurl's callback.
  asio::post(loop.io_, [&loop, easy] { loop.complete(easy, CURLE_COULDNT_CONNECT); });
  return 0;
}

int CurlLoop::on_timer(CURLM*, long timeout_ms, void* self) noexcept {
  static_cast<CurlLoop*>(self)->set_timer(timeout_ms);
  return 0;
}

int CurlLoop::on_close(void* self, curl_socket_t socket) noexcept {
  static_cast<CurlLoop*>(self)->watch(socket, CURL_POLL_REMOVE);
  return ::close(socket);
}

bool CurlLoop::watch(curl_socket_t socket, int what) {
  const auto found = watches_.find(socket);
  if (what == CURL_POLL_REMOVE) {
    if (found == watches_.end()) return true;
    found->second->dropped = true;
    boost::system::error_code ignored;
    found->second->descriptor.close(ignored);
    watches_.erase(found);
    return true;
  }
  std::shared_ptr<Watch> entry;
  if (found != watches_.end()) {
    entry = found->second;
  } else {
    const int duplicate = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (duplicate < 0) return false;
    entry = std::make_shared<Watch>(io_, socket, duplicate);
    watches_.emplace(socket, entry);
  }
  entry->wants_read = (what & CURL_POLL_IN) != 0;
  entry->wants_write = (what & CURL_POLL_OUT) != 0;
  arm(entry, true);
  arm(entry, false);
  return true;
}

void CurlLoop::arm(const std::shared_ptr<Watch>& watch, bool for_reading) {
  const bool wanted = for_reading ? watch->wants_read : watch->wants_write;
  bool& pending = for_reading ? watch->read_pending : watch->write_pending;
  if (!wanted || pending || watch->dropped) return;
  pending = true;
  const auto kind = for_reading ? asio::posix::stream_descriptor::wait_read
                                : asio::posix::stream_descriptor::wait_write;
  watch->descriptor.async_wait(kind, [this, watch, for_reading](boost::system::error_code error) {
    (for_reading ? watch->read_pending : watch->write_pending) = false;
    // After a drop `this` may be gone too, so look at the watch first.
    if (watch->dropped || error == asio::error::operation_aborted) return;
    const bool wanted_still = for_reading ? watch->wants_read : watch->wants_write;
    if (!wanted_still) return;
    act(watch->socket,
        error ? CURL_CSELECT_ERR : (for_reading ? CURL_CSELECT_IN : CURL_CSELECT_OUT));
    arm(watch, for_reading);
  });
}

void CurlLoop::set_timer(long timeout_ms) {
  if (timeout_ms < 0) {
    timer_.cancel();
    return;
  }
  timer_.expires_after(std::chrono::milliseconds(timeout_ms));
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) act(CURL_SOCKET_TIMEOUT, 0);
  });
}

void CurlLoop::act(curl_socket_t socket, int events) {
  int running = 0;
  curl_multi_socket_action(multi_.get(), socket, events, &running);
  collect_finished();
}

void CurlLoop::collect_finished() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    // Copied first: removing the handle frees the message.
    CURL* const easy = message->easy_handle;
    const CURLcode code = message->data.result;
    complete(easy, code);
  }
}

}  // namespace crawler::net
