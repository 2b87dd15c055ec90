// The sample site's HTTP/1.1 server: one plain port and, when asked, one with TLS, served by one
// thread of its own. The only place that knows Beast. Meant for loopback: connections, header and
// body sizes and waiting times are bounded, but there is no access control.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "crawler/demo/certificate.h"
#include "crawler/demo/http_message.h"

namespace crawler::demo {

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t http_port = 0;   // 0: any free port
  std::uint16_t https_port = 0;  // looked at only when there is a `tls`
  std::optional<TlsIdentity> tls{};
};

class HttpServer {
 public:
  // Called in the server's thread, one request at a time; must not throw.
  using Handler = std::function<Response(const Request&)>;

  // Binds and listens; connections wait until start(). Throws std::runtime_error naming address and
  // port when that fails.
  explicit HttpServer(const HttpServerOptions& options);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  // Drops all connections and joins the thread.
  ~HttpServer();

  // Serves from now on. At most once.
  void start(Handler handler);

  std::uint16_t http_port() const;
  std::uint16_t https_port() const;  // 0 without TLS

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace crawler::demo
