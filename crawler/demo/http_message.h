// A request and a response of the sample site, and the bytes a response becomes. A Response says
// what is served and, apart from that, how it travels (RFC 9112): the same page may go out with a
// length, in chunks or until the connection closes, plain or coded. Sockets are http_server.h's.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crawler::demo {

struct Request {
  std::string method{};
  std::string host{};  // the Host field as sent, port included
  std::string target{};
  std::string referer{};
  std::string user_agent{};
  std::string accept_encoding{};
  std::chrono::steady_clock::time_point time{};  // when the whole request had arrived
  std::uint64_t connection = 0;                  // counted from 1 over all ports
  bool https = false;
};

enum class Coding { identity, gzip, brotli };
enum class Framing { length, chunked, until_close };

struct Response {
  int status = 200;
  std::string content_type{};  // empty: the field is left out
  std::string body{};          // never coded, never in chunks: to_wire() does that
  std::vector<std::pair<std::string, std::string>> headers{};
  Coding coding = Coding::identity;   // used when the request accepts it
  Framing framing = Framing::length;  // HTTP/1.0 requests get until_close instead of chunked
  std::chrono::milliseconds delay{0};
  // Replaces status line and fields as they stand, blank line included. The caller answers for it
  // matching `framing`.
  std::string verbatim_head{};
};

struct WireOptions {
  bool keep_alive = true;
  bool http_1_0 = false;  // the version of the request
};

struct Wire {
  std::string bytes;
  bool close = false;  // the connection ends after these bytes
};

// Head and body as they go over the connection. HEAD gets the head alone.
Wire to_wire(const Response& response, const Request& request, const WireOptions& options);

// Does an Accept-Encoding field allow `coding` by name (RFC 9110 12.5.3)? `;q=0` says no.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

// "www.example.test" of "WWW.example.test:8790".
std::string host_name(std::string_view host_field);

}  // namespace crawler::demo
