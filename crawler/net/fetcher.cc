#include "crawler/net/fetcher.h"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "crawler/net/cookie_jar.h"
#include "crawler/net/curl_loop.h"
#include "crawler/net/tls_store.h"
#include "crawler/net/transfer.h"
#include "policies/address.h"

namespace crawler::net {
namespace asio = boost::asio;
namespace {

class CurlFetcher : public Fetcher {
 public:
  CurlFetcher(asio::io_context& io, base::Disk& disk, const base::Clock& clock,
              FetchOptions options, std::vector<policies::Network> networks, TlsStore authorities,
              CookieJar jar)
      : disk_(disk),
        clock_(clock),
        options_(std::move(options)),
        networks_(std::move(networks)),
        authorities_(std::move(authorities)),
        jar_(std::move(jar)),
        loop_(io, options_.max_connections) {
    for (const std::string& entry : options_.resolve) append(resolve_, entry);
  }

  asio::awaitable<Capture> fetch(FetchRequest request) override {
    if (cancelled_) {
      Capture none;
      none.url = request.url;
      none.error = base::fail(base::Errc::cancelled, "the crawl is stopping");
      co_return none;
    }
    const TransferContext context{options_, disk_, authorities_.get(), resolve_.get(), networks_};
    const base::Timestamp started = clock_.now();
    const std::string host(request.url.host());
    const std::vector<std::string> cookies = jar_.lines_for(host, started);
    Transfer transfer(context, request, cookies);
    const auto begun = std::chrono::steady_clock::now();
    const CURLcode code = co_await loop_.perform(transfer.easy());
    if (options_.cookies) jar_.merge(host, cookies, transfer.cookies(), clock_.now());
    Capture capture = transfer.finish(code);
    capture.url = request.url;
    capture.sent_secret_cookies = !cookies.empty() && jar_.holds_secrets(host);
    capture.started = started;
    capture.duration = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begun);
    co_return capture;
  }

  void cancel_all() override {
    cancelled_ = true;
    loop_.cancel_all();
  }

 private:
  base::Disk& disk_;
  const base::Clock& clock_;
  const FetchOptions options_;
  const std::vector<policies::Network> networks_;
  const TlsStore authorities_;
  CookieJar jar_;
  SlistHandle resolve_;
  bool cancelled_ = false;
  CurlLoop loop_;  // last: its connections use all of the above while closing
};

base::Result<void> check_header(const std::string& line) {
  // RFC 9110 5.6.2: a name is a token. A blank in it would hide a secret from is_secret_header().
  static constexpr std::string_view kToken =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const std::size_t colon = line.find(':');
  const bool token = line.find_first_not_of(kToken) == colon;
  const bool control = std::any_of(line.begin(), line.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (colon == std::string::npos || colon == 0 || !token || control) {
    return base::fail(base::Errc::invalid,
                      "header \"" + base::printable(line) + "\": expected \"Name: value\"");
  }
  return {};
}

base::Result<void> check_resolve(const std::string& entry) {
  const std::size_t first = entry.find(':');
  const std::size_t second = first == std::string::npos ? first : entry.find(':', first + 1);
  const bool digits = second != std::string::npos && second > first + 1 &&
                      entry.find_first_not_of("0123456789", first + 1) == second;
  if (first == 0 || !digits || second + 1 == entry.size()) {
    return base::fail(base::Errc::invalid,
                      "resolve \"" + base::printable(entry) + "\": expected HOST:PORT:ADDRESS");
  }
  return {};
}

// 4 MiB: thousands of cookies, more than a browser keeps for all sites.
constexpr std::uint64_t kMaxCookieFile = 4 << 20;

base::Result<CookieJar> open_jar(base::Disk& disk, const std::filesystem::path& file,
                                 base::Timestamp now) {
  CookieJar jar;
  if (file.empty()) return jar;
  const auto text = base::read_file(disk, file, kMaxCookieFile);
  if (!text) return base::fail(text.error().code, "cookie-file: " + text.error().detail);
  if (const auto loaded = jar.load(*text, now); !loaded) {
    return base::fail(loaded.error().code,
                      "cookie-file " + file.string() + ", " + loaded.error().detail);
  }
  return jar;
}

}  // namespace

base::Result<std::unique_ptr<Fetcher>> make_curl_fetcher(asio::io_context& io, base::Disk& disk,
                                                         const base::Clock& clock,
                                                         FetchOptions options) {
  for (const std::string& line : options.headers) {
    if (const auto checked = check_header(line); !checked) return checked.error();
  }
  for (const std::string& line : options.secret_headers) {
    if (const auto checked = check_header(line); !checked) return checked.error();
  }
  for (const std::string& entry : options.resolve) {
    if (const auto checked = check_resolve(entry); !checked) return checked.error();
  }
  std::vector<policies::Network> networks;
  for (const std::string& text : options.private_networks) {
    const auto network = policies::Network::parse(text);
    if (!network)
      return base::fail(base::Errc::invalid, "allow-private: " + network.error().detail);
    networks.push_back(*network);
  }
  auto authorities = load_tls_store(options.ca_file);
  if (!authorities) return authorities.error();
  auto jar = open_jar(disk, options.cookie_file, clock.now());
  if (!jar) return jar.error();
  return std::unique_ptr<Fetcher>(
      std::make_unique<CurlFetcher>(io, disk, clock, std::move(options), std::move(networks),
                                    std::move(*authorities), std::move(*jar)));
}

}  // namespace crawler::net
