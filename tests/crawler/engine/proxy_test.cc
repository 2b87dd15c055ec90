// Crawls through a proxy: what it is told, and what nobody else is.
#include <optional>

#include "crawler/demo/demo_site.h"
#include "crawler/job/job_options.h"
#include "tests/crawler/engine/crawling.h"

using namespace engine_test;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

int connect_to_loopback(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return socket;
  ::close(socket);
  return -1;
}

// A proxy that makes tunnels (CONNECT, and SOCKS5 without a password) to one port of this machine,
// whatever host is asked for.
class TunnelProxy {
 public:
  explicit TunnelProxy(std::uint16_t target)
      : target_(target), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 16);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] {
      for (int socket; (socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
        tunnels_.emplace_back([this, socket] { serve(socket); });
      }
    });
  }
  TunnelProxy(const TunnelProxy&) = delete;
  TunnelProxy& operator=(const TunnelProxy&) = delete;
  ~TunnelProxy() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (std::thread& tunnel : tunnels_) tunnel.join();
    ::close(listener_);
  }

  std::uint16_t port() const { return port_; }
  std::string asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  void serve(int client) {
    const int server = connect_to_loopback(target_);
    if (server >= 0 && greet(client)) shuttle(client, server);
    if (server >= 0) ::close(server);
    ::close(client);
  }
  std::string receive(int socket) {
    char bytes[8192];
    const ssize_t size = ::recv(socket, bytes, sizeof bytes, 0);
    const std::string text(bytes, size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
  }
  void send(int socket, std::string_view bytes) {
    static_cast<void>(::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL));
  }
  void note(const std::string& text) {
    const std::lock_guard lock(mutex_);
    asked_ += text;
  }
  // Small messages over loopback come whole.
  bool greet(int client) {
    const std::string first = receive(client);
    note(first);
    if (first.starts_with("CONNECT ")) {
      send(client, "HTTP/1.1 200 Connected\r\nX-Proxy-Says: hello\r\n\r\n");
      return true;
    }
    if (!first.starts_with('\x05')) return false;
    send(client, std::string_view("\x05\x00", 2));
    note(receive(client));
    send(client, std::string_view("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10));
    return true;
  }
  void shuttle(int client, int server) {
    pollfd polled[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    while (::poll(polled, 2, 20'000) > 0) {
      for (int i = 0; i < 2; ++i) {
        if (polled[i].revents == 0) continue;
        const std::string bytes = receive(polled[i].fd);
        if (bytes.empty()) return;
        send(polled[1 - i].fd, bytes);
      }
    }
  }

  std::uint16_t target_, port_ = 0;
  int listener_;
  mutable std::mutex mutex_;
  std::string asked_;
  std::list<std::thread> tunnels_;
  std::thread acceptor_;
};

// The scripted server as a proxy: it is asked for whole URLs.
struct Proxied : RawCrawling {
  Proxied() {
    job.resolve.clear();
    job.allow_private = false;
    job.wacz = true;
    job.proxy = "http://varve:OPEN-SESAME@127.0.0.1:" + std::to_string(server.port());
  }
  std::string warcinfo(const Collection& collection) const {
    for (const auto& record : collection.records()) {
      if (record.type() == "warcinfo") return record.block;
    }
    return "";
  }
};

struct Tunnelled : Crawling {
  crawler::demo::DemoSite site{{.https = true}};
  TunnelProxy proxy{site.https_port()};

  Tunnelled() {
    job.allow_private = false;
    job.scope.kind = policies::ScopeOptions::Kind::page;
    job.scope.requisites = policies::ScopeOptions::Requisites::none;
    job.ca_file = scratch.path() / "ca.pem";
    support::write_all(job.ca_file, site.ca_certificate_pem());
  }
  std::string through(const std::string& scheme, const std::string& user = "") const {
    return scheme + "://" + user + "127.0.0.1:" + std::to_string(proxy.port());
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(proxy)

BOOST_FIXTURE_TEST_CASE(http_goes_through_it_and_its_password_stays_with_it, Proxied) {
  server.on("http://site.example/page", html("<a href=/next>n</a>"));
  server.on("http://site.example/next", html("next"));

  const Collection collection = crawl({"http://site.example/page"});

  BOOST_TEST(collection.indexed("200").size() == 2u);
  BOOST_TEST(asked("http://site.example/robots.txt") == 1u);
  for (const auto& request : server.requests()) {
    BOOST_TEST(request.field("Proxy-Authorization") == "Basic dmFydmU6T1BFTi1TRVNBTUU=");
  }
  BOOST_TEST(!collection.mentions("OPEN-SESAME"));
  BOOST_TEST(!collection.mentions("dmFydmU6T1BFTi1TRVNBTUU="));
  const auto response = collection.only("response", "http://site.example/page");
  BOOST_TEST(response.all("WARC-IP-Address").empty());
}

BOOST_FIXTURE_TEST_CASE(the_archive_says_that_addresses_were_not_checked, Proxied) {
  server.on("http://site.example/page", html("words"));

  const Collection collection = crawl({"http://site.example/page"});

  BOOST_TEST(has(warcinfo(collection), "varve-addresses: not enforced"));
}

BOOST_FIXTURE_TEST_CASE(a_proxy_that_wants_another_password_is_no_answer_of_the_site, Proxied) {
  server.on("http://site.example/robots.txt", support::status(407));
  server.on("http://site.example/page", support::status(407));

  const Collection collection = crawl({"http://site.example/page"});

  BOOST_TEST((report.exit_code != ExitCode::ok));
  BOOST_TEST(collection.records("response", "http://site.example/page").empty());
}

BOOST_FIXTURE_TEST_CASE(https_goes_through_a_tunnel_with_its_own_certificate, Tunnelled) {
  job.proxy = through("http", "varve:OPEN-SESAME@");

  const Collection collection = crawl({site.https_start_url()});

  BOOST_TEST((report.exit_code == ExitCode::ok));
  BOOST_TEST(has(proxy.asked(), "Proxy-Authorization: Basic dmFydmU6T1BFTi1TRVNBTUU="));
  BOOST_TEST(!collection.mentions("OPEN-SESAME"));
  BOOST_TEST(!collection.mentions("dmFydmU6T1BFTi1TRVNBTUU="));
  const auto home = collection.only("response", site.https_start_url());
  BOOST_TEST(!has(home.http_head(), "X-Proxy-Says"));
  BOOST_TEST(home.all("WARC-IP-Address").empty());
  BOOST_TEST(home.one("WARC-Cipher-Suite").starts_with("TLS_"));
  const auto sent = collection.only("request", site.https_start_url());
  BOOST_TEST(sent.block.starts_with("GET /"));
}

BOOST_FIXTURE_TEST_CASE(socks5h_leaves_the_name_to_the_proxy, Tunnelled) {
  job.proxy = through("socks5h");

  crawl({site.https_start_url()});

  BOOST_TEST((report.exit_code == ExitCode::ok));
  BOOST_TEST(has(proxy.asked(), std::string(base::Url::parse(site.https_start_url())->host())));
}

BOOST_AUTO_TEST_CASE(what_is_no_proxy_is_refused_without_being_shown) {
  const auto* option = crawler::job::find_option("proxy");
  BOOST_REQUIRE(option != nullptr);
  for (const char* text :
       {"proxy.example:3128", "ftp://proxy.example", "http://", "http://u:OPEN-SESAME@",
        "http://h/p", "http://h?OPEN-SESAME", "http://u:OPEN-SESAME@h:99999", "http:\\\\h",
        "http://a b", "socks4://h:1", "http://h:1\r\nX: y", "file:///etc/passwd"}) {
    crawler::job::Job job;
    const auto set = crawler::job::set_option(job, *option, text);
    BOOST_TEST_CONTEXT(text) {
      BOOST_REQUIRE(!set);
      BOOST_TEST(has(set.error().detail, "socks5h://"));
      BOOST_TEST(!has(set.error().detail, "OPEN-SESAME"));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_job_is_shown_without_the_password_of_its_proxy) {
  const auto* option = crawler::job::find_option("proxy");
  BOOST_REQUIRE(option != nullptr);
  for (const std::string scheme : {"http", "https", "socks5", "socks5h"}) {
    crawler::job::Job job;
    const std::string url = scheme + "://varve:OPEN-SESAME@proxy.example:1080";
    BOOST_REQUIRE(crawler::job::set_option(job, *option, url));
    BOOST_TEST(job.proxy == url);
    for (const std::string& text : {crawler::job::to_yaml(job), crawler::job::to_json(job)}) {
      BOOST_TEST(has(text, scheme + "://proxy.example:1080"));
      BOOST_TEST(!has(text, "varve:"));
      BOOST_TEST(!has(text, "OPEN-SESAME"));
    }
  }
}

BOOST_AUTO_TEST_CASE(private_networks_are_taken_from_one_word_or_several) {
  const auto* option = crawler::job::find_option("allow-private");
  BOOST_REQUIRE(option != nullptr);
  const auto after = [option](const std::vector<std::string>& values) {
    crawler::job::Job job;
    for (const auto& value : values) BOOST_REQUIRE(crawler::job::set_option(job, *option, value));
    return std::pair(job.allow_private, job.private_networks);
  };
  using Networks = std::vector<std::string>;

  BOOST_TEST((after({"10.0.0.0/8,fd00::/8, 127.0.0.1"}) ==
              std::pair(true, Networks{"10.0.0.0/8", "fd00::/8", "127.0.0.1"})));
  BOOST_TEST((after({"10.0.0.0/8", "::1"}) == std::pair(true, Networks{"10.0.0.0/8", "::1"})));
  BOOST_TEST((after({"true"}) == std::pair(true, Networks{})));
  BOOST_TEST((after({"10.0.0.0/8", "true"}) == std::pair(true, Networks{})));
  BOOST_TEST((after({"10.0.0.0/8", "false"}) == std::pair(false, Networks{})));
  BOOST_TEST((after({"true", "10.0.0.0/8"}) == std::pair(true, Networks{"10.0.0.0/8"})));
  for (const char* text : {"maybe", "10.0.0.0/40", "10.0.0.0/8,", ",", "10.0.0.0/8,x"}) {
    crawler::job::Job job;
    const auto set = crawler::job::set_option(job, *option, text);
    BOOST_TEST_CONTEXT(text) {
      BOOST_REQUIRE(!set);
      BOOST_TEST(has(set.error().detail, "such as 10.0.0.0/8"));
      BOOST_TEST(job.private_networks.empty());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
