#include "crawler/demo/http_server.h"

#include <cassert>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace crawler::demo {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::uint32_t kMaxHeaderBytes = 64 * 1024;
constexpr std::uint64_t kMaxBodyBytes = 1024 * 1024;
constexpr std::chrono::seconds kIdle{30};
// Twice what a crawl with --concurrency 128 opens; further connections wait in the backlog.
constexpr std::size_t kMaxConnections = 256;
// After a failed accept (no descriptors left): trying again at once would spin.
constexpr std::chrono::milliseconds kAcceptPause{100};

using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

// What a connection needs from the server; outlives every connection.
struct Shared {
  HttpServer::Handler handler;
  std::function<void()> on_closed;
  std::size_t open_connections = 0;
  std::uint64_t last_connection = 0;
};

int status_of(const error_code& error) {
  if (error == http::error::header_limit) return 431;
  if (error == http::error::body_limit) return 413;
  return 400;
}

// One connection. Owned by whichever operation is pending on it, and gone when none is: every
// callback holds a shared_ptr, and at most one operation (or the delay) is under way.
template <typename Stream>
class Session : public std::enable_shared_from_this<Session<Stream>> {
 public:
  Session(Stream stream, Shared& shared)
      : stream_(std::move(stream)),
        delay_(stream_.get_executor()),
        shared_(shared),
        connection_(++shared.last_connection) {
    ++shared_.open_connections;
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    --shared_.open_connections;
    shared_.on_closed();
  }

  void run() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      lowest().expires_after(kIdle);
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](error_code error) {
                                if (!error) self->read();
                              });
    } else {
      read();
    }
  }

 private:
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  void read() {
    parser_.emplace();
    parser_->header_limit(kMaxHeaderBytes);
    parser_->body_limit(kMaxBodyBytes);
    lowest().expires_after(kIdle);
    http::async_read(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](error_code error, std::size_t) { self->on_read(error); });
  }

  void on_read(const error_code& error) {
    if (!error) return answer();
    // Only what the parser objects to deserves an answer; a closed or silent connection does not.
    const bool is_parse_error =
        error.category() == make_error_code(http::error::bad_method).category();
    if (!is_parse_error || error == http::error::end_of_stream) return close();
    const Response refusal{.status = status_of(error), .content_type = "text/plain"};
    send(to_wire(refusal, Request{}, WireOptions{.keep_alive = false}));
  }

  void answer() {
    const Request request = to_request(parser_->get());
    const Response response = shared_.handler(request);
    const bool http_1_0 = parser_->get().version() < 11;
    const WireOptions options{parser_->get().keep_alive(), http_1_0};
    wire_ = to_wire(response, request, options);
    if (response.delay <= std::chrono::milliseconds::zero()) return send(std::move(wire_));
    delay_.expires_after(response.delay);
    delay_.async_wait([self = this->shared_from_this()](error_code error) {
      if (!error) self->send(std::move(self->wire_));
    });
  }

  Request to_request(const http::request<http::string_body>& message) const {
    const auto field = [&message](http::field name) { return std::string(message[name]); };
    return Request{.method = std::string(message.method_string()),
                   .host = field(http::field::host),
                   .target = std::string(message.target()),
                   .referer = field(http::field::referer),
                   .user_agent = field(http::field::user_agent),
                   .accept_encoding = field(http::field::accept_encoding),
                   .time = std::chrono::steady_clock::now(),
                   .connection = connection_,
                   .https = std::is_same_v<Stream, TlsStream>};
  }

  void send(Wire wire) {
    wire_ = std::move(wire);
    lowest().expires_after(kIdle);
    asio::async_write(stream_, asio::buffer(wire_.bytes),
                      [self = this->shared_from_this()](error_code error, std::size_t) {
                        if (error) return;
                        self->wire_.close ? self->close() : self->read();
                      });
  }

  void close() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      // RFC 8446 6.1: without close_notify a client must take the end for a cut.
      lowest().expires_after(kIdle);
      stream_.async_shutdown([self = this->shared_from_this()](error_code) {});
    } else {
      error_code ignored;
      lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
    }
  }

  Stream stream_;
  asio::steady_timer delay_;
  Shared& shared_;
  std::uint64_t connection_;
  beast::flat_buffer buffer_{kMaxHeaderBytes + 64 * 1024};
  std::optional<http::request_parser<http::string_body>> parser_;
  Wire wire_;
};

tcp::acceptor listen_on(asio::io_context& loop, const std::string& address, std::uint16_t port) {
  error_code error;
  const asio::ip::address ip = asio::ip::make_address(address, error);
  if (error) throw std::runtime_error(fmt::format("\"{}\" is not an IP address", address));
  try {
    return tcp::acceptor(loop, tcp::endpoint(ip, port));
  } catch (const boost::system::system_error& failure) {
    throw std::runtime_error(
        fmt::format("cannot listen on {} port {}: {}", address, port, failure.code().message()));
  }
}

asio::ssl::context tls_context(const TlsIdentity& identity) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  context.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  context.use_certificate_chain(asio::buffer(identity.certificate_pem));
  context.use_private_key(asio::buffer(identity.private_key_pem), asio::ssl::context::pem);
  return context;
}

}  // namespace

class HttpServer::Impl {
 public:
  explicit Impl(const HttpServerOptions& options) : loop_(1) {
    listeners_.push_back(listen_on(loop_, options.address, options.http_port));
    if (!options.tls) return;
    tls_.emplace(tls_context(*options.tls));
    listeners_.push_back(listen_on(loop_, options.address, options.https_port));
  }

  ~Impl() {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
    // Connections still pending die with loop_ and must not wake a listener then.
    shared_.on_closed = [] {};
  }

  void start(Handler handler) {
    assert(!thread_.joinable());
    shared_.handler = std::move(handler);
    shared_.on_closed = [this] { resume(); };
    for (std::size_t i = 0; i < listeners_.size(); ++i) accept(i);
    thread_ = std::thread([this] { loop_.run(); });
  }

  std::uint16_t port(std::size_t listener) const {
    return listener < listeners_.size() ? listeners_[listener].local_endpoint().port() : 0;
  }

 private:
  void accept(std::size_t listener) {
    if (shared_.open_connections >= kMaxConnections) {
      paused_.push_back(listener);
      return;
    }
    listeners_[listener].async_accept([this, listener](error_code error, tcp::socket socket) {
      if (error) return accept_later(listener);
      serve(listener, std::move(socket));
      accept(listener);
    });
  }

  void accept_later(std::size_t listener) {
    // shared_ptr: the timer must live until its own callback has run.
    auto timer = std::make_shared<asio::steady_timer>(loop_, kAcceptPause);
    timer->async_wait([this, timer, listener](error_code) { accept(listener); });
  }

  void serve(std::size_t listener, tcp::socket socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    beast::tcp_stream stream(std::move(socket));
    if (listener == 0) {
      std::make_shared<Session<PlainStream>>(std::move(stream), shared_)->run();
    } else {
      std::make_shared<Session<TlsStream>>(TlsStream(std::move(stream), *tls_), shared_)->run();
    }
  }

  void resume() {
    for (const std::size_t listener : std::exchange(paused_, {})) accept(listener);
  }

  Shared shared_;
  std::vector<std::size_t> paused_;  // listeners waiting for a connection to end
  std::optional<asio::ssl::context> tls_;
  asio::io_context loop_;
  std::vector<tcp::acceptor> listeners_;
  std::thread thread_;
};

HttpServer::HttpServer(const HttpServerOptions& options) : impl_(std::make_unique<Impl>(options)) {}
HttpServer::~HttpServer() = default;
void HttpServer::start(Handler handler) { impl_->start(std::move(handler)); }
std::uint16_t HttpServer::http_port() const { return impl_->port(0); }
std::uint16_t HttpServer::https_port() const { return impl_->port(1); }

}  // namespace crawler::demo
