// A small HTTP/1.1 client on raw sockets, sharing no code with what it tests. Loopback only; reads
// are cut off after 10 s. Errors are std::runtime_error: in a test they are failures.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/encoding.h"

namespace support {

using HttpFields = std::vector<std::pair<std::string, std::string>>;

struct HttpAnswer {
  int status = 0;
  std::string head;         // as received, blank line included
  std::string body;         // chunk framing taken off, codings kept
  bool is_chunked = false;  // Transfer-Encoding named chunked
  bool is_until_close = false;

  // The first field of that name, without surrounding blanks; "" when absent.
  std::string field(std::string_view name) const {
    for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
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

// One connection; any number of requests, one after the other.
class HttpConnection {
 public:
  explicit HttpConnection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval limit{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      ::close(socket_);
      throw std::runtime_error("cannot connect");
    }
  }
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;
  ~HttpConnection() { ::close(socket_); }

  HttpAnswer get(const std::string& host, const std::string& target, const HttpFields& more = {}) {
    return exchange("GET", host, target, more);
  }

  HttpAnswer exchange(const std::string& method, const std::string& host, const std::string& target,
                      const HttpFields& more = {}) {
    std::string request = method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n";
    for (const auto& [name, value] : more) request += name + ": " + value + "\r\n";
    send(request + "\r\n");
    return read_answer(method == "HEAD");
  }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) throw std::runtime_error("cannot send");
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  HttpAnswer read_answer(bool without_body = false) {
    HttpAnswer answer;
    std::size_t head_end;
    while ((head_end = buffer_.find("\r\n\r\n")) == buffer_.npos) more();
    answer.head = taken(head_end + 4);
    answer.status = std::stoi(answer.head.substr(answer.head.find(' ') + 1, 3));
    if (without_body || answer.status == 204 || answer.status == 304) return answer;

    answer.is_chunked = base::equals_ignoring_case(answer.field("transfer-encoding"), "chunked");
    const std::string length = answer.field("content-length");
    answer.is_until_close = !answer.is_chunked && length.empty();
    if (answer.is_chunked) {
      answer.body = chunked_body();
    } else if (answer.is_until_close) {
      while (receive()) continue;
      answer.body = taken(buffer_.size());
    } else {
      answer.body = exactly(std::stoul(length));
    }
    return answer;
  }

  // Has the server ended the connection? Waits for that or for more bytes.
  bool is_at_end() { return buffer_.empty() && !receive(); }

 private:
  // False at the end of the connection.
  bool receive() {
    char bytes[16384];
    const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
    if (size < 0) throw std::runtime_error("cannot receive");
    buffer_.append(bytes, static_cast<std::size_t>(size));
    return size > 0;
  }
  void more() {
    if (!receive()) throw std::runtime_error("the answer ends early");
  }
  std::string taken(std::size_t size) {
    std::string front = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return front;
  }
  std::string exactly(std::size_t size) {
    while (buffer_.size() < size) more();
    return taken(size);
  }
  std::string line() {
    std::size_t end;
    while ((end = buffer_.find("\r\n")) == buffer_.npos) more();
    return taken(end + 2);
  }
  std::string chunked_body() {
    std::string body;
    for (;;) {
      const std::size_t size = std::stoul(line(), nullptr, 16);
      body += exactly(size);
      if (line() != "\r\n") throw std::runtime_error("a chunk of another length than it says");
      if (size == 0) return body;
    }
  }

  int socket_;
  std::string buffer_;
};

// One request on a connection of its own.
inline HttpAnswer http_get(std::uint16_t port, const std::string& host, const std::string& target,
                           const HttpFields& more = {}) {
  HttpConnection connection(port);
  return connection.get(host, target, more);
}

}  // namespace support
