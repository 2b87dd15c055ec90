// An HTTP server that sends exactly the bytes a test wrote: scripted replies by target, cut, slow,
// stalled or reset where the script says so, and a log of the requests with their times. Loopback
// only; every connection has a thread of its own, all joined by the destructor.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/encoding.h"

namespace support {

enum class End {
  keep,   // the connection stays open for the next request
  close,  // an orderly end (FIN)
  reset,  // a hard one (RST)
  stall,  // nothing more comes, until the client gives up
};

struct Reply {
  std::string bytes;
  End end = End::keep;
  std::chrono::milliseconds before{0};  // of silence, before the first byte
  std::string slowly{};                 // sent after `bytes`, a byte each `gap`
  std::chrono::milliseconds gap{0};
  bool is_endless = false;  // `bytes`, then `slowly` again and again until the client closes
};

struct RawRequest {
  std::string target, host;
  std::string head;  // as received, blank line included
  std::chrono::steady_clock::time_point time;
  unsigned connection = 0;

  // The first field of that name; "" when absent.
  std::string field(std::string_view name) const {
    for (std::size_t at = head.find("\r\n") + 2; at + 2 < head.size();) {
      const std::size_t end = head.find("\r\n", at);
      const std::string_view line = std::string_view(head).substr(at, end - at);
      const std::size_t colon = line.find(':');
      if (colon != line.npos && base::equals_ignoring_case(line.substr(0, colon), name)) {
        return std::string(base::trimmed(line.substr(colon + 1)));
      }
      at = end + 2;
    }
    return "";
  }
};

// A whole response with a Content-Length. `fields` end with CRLF each.
inline std::string response(int status, const std::string& fields, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) + " Said\r\n" + fields +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
inline Reply html(const std::string& body) {
  return {response(200, "Content-Type: text/html\r\n", body)};
}
inline Reply text(const std::string& body) {
  return {response(200, "Content-Type: text/plain\r\n", body)};
}
inline Reply status(int code, const std::string& fields = "") {
  return {response(code, fields + "Content-Type: text/html\r\n", "")};
}
inline Reply redirect(const std::string& location, int code = 302) {
  return status(code, "Location: " + location + "\r\n");
}

class RawServer {
 public:
  RawServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(listener_, 128) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("cannot listen on loopback");
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  ~RawServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    {
      const std::lock_guard lock(mutex_);
      for (const int socket : open_) ::shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& connection : connections_) connection.join();
    ::close(listener_);
  }

  std::uint16_t port() const { return port_; }
  // "http://raw.test:PORT/x": give the crawl resolve(host) to make the name known.
  std::string url(const std::string& target, const std::string& host = "raw.test") const {
    return "http://" + host + ":" + std::to_string(port_) + target;
  }
  std::string resolve(const std::string& host = "raw.test") const {
    return host + ":" + std::to_string(port_) + ":127.0.0.1";
  }

  // What `target` answers, on every host or on one: the replies in turn, then the last for ever.
  // Targets without a script answer 404.
  void on(const std::string& target, std::vector<Reply> replies, const std::string& host = "") {
    const std::lock_guard lock(mutex_);
    scripts_[{host, target}] = std::move(replies);
  }
  void on(const std::string& target, Reply reply, const std::string& host = "") {
    on(target, std::vector<Reply>{std::move(reply)}, host);
  }

  std::vector<RawRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  std::vector<RawRequest> requests(const std::string& target) const {
    std::vector<RawRequest> found = requests();
    std::erase_if(found, [&](const RawRequest& request) { return request.target != target; });
    return found;
  }
  // Connections accepted so far, those without a request included.
  unsigned accepted() const {
    const std::lock_guard lock(mutex_);
    return accepted_;
  }
  // Waits until `target` has been asked for; false when that takes longer than 20 s.
  bool wait_for(const std::string& target) const {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, std::chrono::seconds(20), [&] {
      return std::any_of(requests_.begin(), requests_.end(),
                         [&](const RawRequest& request) { return request.target == target; });
    });
  }

 private:
  void accept_all() {
    for (int socket; (socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
      const std::lock_guard lock(mutex_);
      open_.push_back(socket);
      const unsigned number = ++accepted_;
      connections_.emplace_back([this, socket, number] { serve(socket, number); });
    }
  }

  void serve(int socket, unsigned number) {
    std::string buffer;
    while (const auto request = read_request(socket, buffer, number)) {
      if (!answer(socket, reply_for(*request))) break;
    }
    const std::lock_guard lock(mutex_);
    std::erase(open_, socket);
    ::close(socket);
  }

  std::optional<RawRequest> read_request(int socket, std::string& buffer, unsigned number) {
    std::size_t end;
    while ((end = buffer.find("\r\n\r\n")) == buffer.npos) {
      char bytes[8192];
      const ssize_t size = ::recv(socket, bytes, sizeof bytes, 0);
      if (size <= 0) return std::nullopt;
      buffer.append(bytes, static_cast<std::size_t>(size));
    }
    RawRequest request;
    request.head = buffer.substr(0, end + 4);
    buffer.erase(0, end + 4);
    const std::size_t from = request.head.find(' ') + 1;
    request.target = request.head.substr(from, request.head.find(' ', from) - from);
    request.host = request.field("Host");
    request.time = std::chrono::steady_clock::now();
    request.connection = number;
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    arrived_.notify_all();
    return request;
  }

  Reply reply_for(const RawRequest& request) {
    const std::lock_guard lock(mutex_);
    const std::string host = request.host.substr(0, request.host.rfind(':'));
    auto script = scripts_.find({host, request.target});
    if (script == scripts_.end()) script = scripts_.find({"", request.target});
    if (script == scripts_.end()) return status(404);
    std::vector<Reply>& replies = script->second;
    Reply reply = replies.front();
    if (replies.size() > 1) replies.erase(replies.begin());
    return reply;
  }

  // False when the connection has ended.
  static bool answer(int socket, const Reply& reply) {
    if (!silence(socket, reply.before) || !send_all(socket, reply.bytes)) return false;
    do {
      for (const char byte : reply.slowly) {
        if (reply.gap.count() == 0) break;
        if (!silence(socket, reply.gap) || !send_all(socket, std::string(1, byte))) return false;
      }
      if (reply.gap.count() == 0 && !send_all(socket, reply.slowly)) return false;
    } while (reply.is_endless);
    switch (reply.end) {
      case End::keep: return true;
      case End::close: ::shutdown(socket, SHUT_WR); break;
      case End::reset: {
        const linger hard{1, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        return false;
      }
      case End::stall: break;
    }
    // Reads until the client is gone, so that closing sends no RST over what is under way.
    char bytes[4096];
    while (::recv(socket, bytes, sizeof bytes, 0) > 0) continue;
    return false;
  }

  // False when the client ends the connection meanwhile.
  static bool silence(int socket, std::chrono::milliseconds time) {
    if (time.count() == 0) return true;
    pollfd poller{socket, POLLRDHUP, 0};
    return ::poll(&poller, 1, static_cast<int>(time.count())) == 0;
  }

  static bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  int listener_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable arrived_;
  std::map<std::pair<std::string, std::string>, std::vector<Reply>> scripts_;  // (host, target)
  std::vector<RawRequest> requests_;
  std::vector<int> open_;
  unsigned accepted_ = 0;
  std::list<std::thread> connections_;
  std::thread acceptor_;
};

}  // namespace support
