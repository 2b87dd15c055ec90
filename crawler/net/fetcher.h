// One request, one capture. Never follows a redirect (each hop is archived and judged on its own)
// and never throws for what the network does: that is in Capture::error.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/error.h"
#include "base/time.h"
#include "crawler/net/capture.h"
#include "policies/verdict.h"

namespace crawler::net {

struct FetchOptions {
  std::string user_agent;
  std::vector<std::string> headers;  // "Name: value", sent with every request
  // The same for secrets (Authorization, Cookie): sent only where FetchRequest::may_carry_secrets
  // says so. A Cookie goes out in one line with those of the jar, behind them.
  std::vector<std::string> secret_headers;
  bool cookies = true;                // keep what servers set, and send it back to the same site
  std::filesystem::path cookie_file;  // the operator's own, Netscape format; empty for none
  std::vector<std::string> resolve;   // "HOST:PORT:ADDRESS", as curl --resolve
  std::filesystem::path ca_file;      // authorities beside the system's; empty for none
  bool allow_private = false;         // connect to addresses that are not public...
  std::vector<std::string> private_networks;  // ...but only to these, when there are any
  // URL of a http, https, socks5 or socks5h proxy. The guard of addresses then has nothing to look
  // at, and Capture::ip stays empty. A name and password in it reach the proxy alone.
  std::string proxy;
  bool insecure = false;                        // take any certificate of a site
  std::optional<std::uint64_t> host_bandwidth;  // bytes a second of one transfer
  // A body without Content-Length is cut at these, and so is multipart/x-mixed-replace.
  std::uint64_t stream_bytes = 64 * 1024 * 1024;
  std::chrono::seconds stream_time{900};
  bool keep_transfer_encoding = false;           // Capture::body stays in chunk framing
  std::uint64_t max_body_bytes = 1'000'000'000;  // wire bytes; a longer body is cut ("length")
  std::chrono::milliseconds timeout{
      60'000};  // patience: see curl_profile.cc for the three limits it sets
  std::uint64_t memory_limit = 2 * 1024 * 1024;  // of a body in memory; the rest goes to a file
  std::filesystem::path spool_directory;         // for that file
  long max_connections = 128;
};

struct FetchRequest {
  base::Url url;                       // http or https
  std::string referer;                 // empty for none
  std::vector<std::string> headers{};  // "Name: value", of this request alone
  bool may_carry_secrets = false;
  std::optional<std::uint64_t> max_body_bytes;          // instead of the options'
  std::optional<std::chrono::milliseconds> total_time;  // instead of 20 times the options' timeout
  // Asked once the head of the response is there: a "no" ends the exchange, and is
  // Capture::refused. May be empty.
  std::function<policies::Verdict(const warc::ResponseHead& head)> accepts_head;
};

class Fetcher {
 public:
  virtual ~Fetcher() = default;
  // Call on the loop's thread. Completes always: with a response, or with Capture::error.
  virtual boost::asio::awaitable<Capture> fetch(FetchRequest request) = 0;
  // Every exchange under way ends soon as cancelled, and none begins any more.
  virtual void cancel_all() = 0;
};

// The fetcher over libcurl with the profile of reference/reliability.md section 6. Errors: an
// unreadable ca-file or cookie-file, a resolve entry or header of the wrong form. `io`, `disk` and
// `clock` must outlive it.
base::Result<std::unique_ptr<Fetcher>> make_curl_fetcher(boost::asio::io_context& io,
                                                         base::Disk& disk, const base::Clock& clock,
                                                         FetchOptions options);

}  // namespace crawler::net
