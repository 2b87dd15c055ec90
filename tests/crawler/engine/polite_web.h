// Two hundred hosts on 127.x.y.z, served by one thread: the log says when each request came and
// when its answer went out, by the clock of the server, and what that answer asks of a crawler.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace engine_test {

using ServerClock = std::chrono::steady_clock;

struct PoliteAnswer {
  std::string bytes;
  std::chrono::milliseconds takes{0};  // before it is sent
  // From its end, nothing more may come from this host for so long.
  std::chrono::milliseconds closes{0};
};

struct PoliteRequest {
  std::string host, target, address;
  ServerClock::time_point came, ended;
  std::chrono::milliseconds closes{0};
};

class PoliteWeb {
 public:
  virtual ~PoliteWeb() = default;
  // Called on the server's thread.
  virtual PoliteAnswer answer(const std::string& host, const std::string& target) = 0;

  // Port 0: any. All addresses get the same one.
  void listen(const std::vector<std::string>& addresses) {
    for (const std::string& address : addresses) listen_on(address);
    thread_ = std::thread([this] { serve(); });
  }
  void stop() {
    is_over_ = true;
    if (thread_.joinable()) thread_.join();
    for (const Socket& socket : sockets_) ::close(socket.descriptor);
    sockets_.clear();
  }
  std::uint16_t port() const { return port_; }
  // After stop().
  const std::vector<PoliteRequest>& log() const { return log_; }

 private:
  struct Socket {
    int descriptor = -1;
    std::string address;
    bool listens = false;
    std::string in{};
    std::string out{};  // set: to be sent at `due`
    ServerClock::time_point due{};
    std::size_t request = 0;
  };

  void listen_on(const std::string& address) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port_);
    ::inet_pton(AF_INET, address.c_str(), &name.sin_addr);
    socklen_t size = sizeof name;
    const int yes = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(descriptor, reinterpret_cast<sockaddr*>(&name), size) != 0 ||
        ::listen(descriptor, 64) != 0 ||
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&name), &size) != 0) {
      throw std::runtime_error("cannot listen on " + address);
    }
    port_ = ntohs(name.sin_port);
    sockets_.push_back({descriptor, address, true});
  }

  void serve() {
    while (!is_over_) {
      std::vector<pollfd> polled;
      for (const Socket& socket : sockets_) polled.push_back({socket.descriptor, POLLIN, 0});
      ::poll(polled.data(), polled.size(), wait());
      const auto now = ServerClock::now();
      for (std::size_t i = 0; i < polled.size(); ++i) {
        if (polled[i].revents == 0) continue;
        sockets_[i].listens ? accept_on(i) : read_from(sockets_[i], now);
      }
      send_due();
      std::erase_if(sockets_, [](const Socket& socket) { return socket.descriptor < 0; });
    }
  }

  // Until the next answer is due; a tenth of a second at most, to see whether it is over.
  int wait() const {
    auto until = ServerClock::now() + std::chrono::milliseconds(100);
    for (const Socket& socket : sockets_) {
      if (!socket.out.empty()) until = std::min(until, socket.due);
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - ServerClock::now());
    return static_cast<int>(std::max<long>(left.count(), 0));
  }

  void accept_on(std::size_t listener) {
    const int descriptor =
        ::accept4(sockets_[listener].descriptor, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor >= 0) sockets_.push_back({descriptor, sockets_[listener].address});
  }

  void read_from(Socket& socket, ServerClock::time_point now) {
    char bytes[8192];
    const ssize_t size = ::recv(socket.descriptor, bytes, sizeof bytes, 0);
    if (size <= 0) {
      ::close(socket.descriptor);
      socket.descriptor = -1;
      socket.out.clear();
      return;
    }
    socket.in.append(bytes, static_cast<std::size_t>(size));
    if (socket.in.find("\r\n\r\n") == socket.in.npos) return;
    const std::size_t from = socket.in.find(' ') + 1;
    const std::string target = socket.in.substr(from, socket.in.find(' ', from) - from);
    const std::size_t host = socket.in.find("Host: ") + 6;
    const std::string name = socket.in.substr(host, socket.in.find(':', host) - host);
    socket.in.clear();
    PoliteAnswer reply = answer(name, target);
    socket.out = std::move(reply.bytes);
    socket.due = now + reply.takes;
    socket.request = log_.size();
    log_.push_back({name, target, socket.address, now, {}, reply.closes});
  }

  void send_due() {
    for (Socket& socket : sockets_) {
      if (socket.out.empty() || socket.due > ServerClock::now()) continue;
      // Taken before it is sent: the client cannot have it sooner.
      log_[socket.request].ended = ServerClock::now();
      [[maybe_unused]] const ssize_t sent =
          ::send(socket.descriptor, socket.out.data(), socket.out.size(), MSG_NOSIGNAL);
      socket.out.clear();
    }
  }

  std::uint16_t port_ = 0;
  std::atomic<bool> is_over_ = false;
  std::vector<Socket> sockets_;
  std::vector<PoliteRequest> log_;
  std::thread thread_;
};

}  // namespace engine_test
