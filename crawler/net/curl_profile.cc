#include "crawler/net/curl_profile.h"

#include <algorithm>

namespace crawler::net {
namespace {

constexpr long kSlowBytesPerSecond = 100;  // less than this for as long as the patience: given up

// Nothing of the operator's environment leaks or interferes (promise "Safe"): only the proxy the
// job names is used, and by name and password alone.
void set_way(CURL* easy, const FetchOptions& options) {
  curl_easy_setopt(easy, CURLOPT_PROXY, options.proxy.c_str());
  curl_easy_setopt(easy, CURLOPT_NOPROXY, options.proxy.empty() ? "*" : "");
  curl_easy_setopt(easy, CURLOPT_PROXYAUTH, static_cast<long>(CURLAUTH_BASIC));
  curl_easy_setopt(easy, CURLOPT_SOCKS5_AUTH, static_cast<long>(CURLAUTH_BASIC));
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
}

// libcurl fills it a hundred times before it looks whether that was too fast: a quarter of a
// second's worth, where there is a brake.
long buffer_size(const FetchOptions& options) {
  constexpr std::uint64_t kUsual = 64 * 1024, kLeast = 1024;
  const std::uint64_t wanted = options.host_bandwidth ? *options.host_bandwidth / 400 : kUsual;
  return static_cast<long>(std::clamp(wanted, kLeast, kUsual));
}

// One patience, three limits: to connect, without progress, and in all.
void set_patience(CURL* easy, const FetchOptions& options) {
  const long patience_ms = static_cast<long>(options.timeout.count());
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, std::min(20'000L, patience_ms));
  long slow = kSlowBytesPerSecond;
  if (options.host_bandwidth) {
    const auto most = static_cast<curl_off_t>(
        std::clamp<std::uint64_t>(*options.host_bandwidth, 1, std::uint64_t{1} << 62));
    curl_easy_setopt(easy, CURLOPT_MAX_RECV_SPEED_LARGE, most);
    // Our own brake must not look like a server that has gone to sleep.
    slow = static_cast<long>(std::min<curl_off_t>(slow, most / 2));
  }
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, slow);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, std::max(1L, patience_ms / 1000));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 20 * patience_ms);
  // A lookup that hangs is left behind in its thread; waiting for it would stop the whole loop.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, 60L);
  curl_easy_setopt(easy, CURLOPT_MAXLIFETIME_CONN, 300L);
}

// The shared store, set on each connection, replaces libcurl's own reading of the bundle.
void set_certificates(CURL* easy, const FetchOptions& options) {
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, options.insecure ? 0L : 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, options.insecure ? 0L : 2L);
  char* const none = nullptr;
  curl_easy_setopt(easy, CURLOPT_CAINFO, none);
  curl_easy_setopt(easy, CURLOPT_CAPATH, none);
  curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, none);
  curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, none);
}

}  // namespace

void set_profile(CURL* easy, const FetchOptions& options) {
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);  // the URL Standard has resolved the dots already
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_HTTP_TRANSFER_DECODING, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, options.user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, buffer_size(options));
  set_way(easy, options);
  set_patience(easy, options);
  set_certificates(easy, options);
}

base::Error error_from(CURLcode code, const std::string& detail) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return base::fail(base::Errc::dns, detail);
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
    case CURLE_COULDNT_CONNECT: return base::fail(base::Errc::connect, detail);
    case CURLE_OPERATION_TIMEDOUT: return base::fail(base::Errc::timeout, detail);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER: return base::fail(base::Errc::tls, detail);
    case CURLE_ABORTED_BY_CALLBACK:
      return base::fail(base::Errc::cancelled, "the crawl is stopping");
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: return base::fail(base::Errc::truncated, detail);
    // libcurl says "out of memory" for a header line over 100 KB, and 56 covers bad chunks too.
    case CURLE_OUT_OF_MEMORY: return base::fail(base::Errc::too_large, "header line over 100 KB");
    default: return base::fail(base::Errc::protocol, detail);
  }
}

}  // namespace crawler::net
